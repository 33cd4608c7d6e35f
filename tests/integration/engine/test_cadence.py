"""Is a lead carried through its cadence, each touch once, with its story in Temporal?"""

from itertools import groupby

from cadence.domain import Finish
from tests.integration.engine.conftest import SetStage

ANA, LUIS = "+34600000101", "+34600000102"

THROUGH = """
  - step: warm_up
    sms: "Hola {{ name | first_word }}, soy de {{ company }}. Responde BAJA para no recibir más."
    on: {otherwise: first_call}
  - step: first_call
    after: 30 minutes
    call: {floor: FLOOR, ring: 25 seconds, voicemail: "Hola, le llamamos de {{ company }}."}
    retry: {on: [busy, no_answer], after: 20 minutes, times: 2}
    on: {answered: follow_up, voicemail_left: follow_up, otherwise: follow_up}
  - step: follow_up
    after: 20 minutes
    sms: "{{ company }}: hasta pronto"
    on: {otherwise: hand_over}
  - step: hand_over
    task: {title: "Llamar a {{ name }}"}
"""


async def test_a_lead_lives_through_its_cadence(stage: SetStage) -> None:
    """A message, a busy line tried again, a voicemail, a second message, a task: each once, and in this order."""
    on = stage(THROUGH, {ANA: {"script": ["busy", "machine"]}})
    on.enrol(ANA)
    async with on.working():
        (lead,) = await on.finished()
        await on.until(lambda: "follow_up 1 settled delivered" in on.touches())  # which is reported after the end

    assert on.touches() == [
        "warm_up 1 settled delivered",
        "first_call 1 settled busy",
        "first_call 2 settled voicemail_left",
        "follow_up 1 settled delivered",
        "hand_over 1 settled created",
    ]
    assert [one["kind"] for one in on.carried()] == ["message", "call", "call", "message"]
    assert lead.move == Finish(reason="completed")
    story = await on.story(lead.enrolment.id)
    activities = await on.activities(lead.enrolment.id)
    touches = [name for name, _ in groupby(one for one in activities if one != "plan")]
    assert touches == ["sms", "call", "sms", "task"]
    # None to plan, unless there was news: a report that was faster than the answer to its own request, for example.
    assert activities.count("plan") <= story.count("workflow_execution_signaled")
    assert story[-1] == "workflow_execution_completed"
