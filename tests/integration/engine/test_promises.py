"""Is a call that a person asks for confirmed to them, and made at that time, through the real engine?"""

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cadence.domain import CampaignState, PauseScope
from cadence.domain.payloads import CloseOrder
from cadence.ledger.campaigns import campaigns
from cadence.ledger.touches import callbacks, tasks
from cadence.ledger.touches.tasks import StoredTask
from cadence.planning.announce import TOLERANCE
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import Scene
from tests.integration.engine.test_stops import pause, resume

ANA = "+34600000121"
SLOW = 60.0
"""A minute of the cadence in a second of ours, so that a busy machine, too, calls within `TOLERANCE`."""
HOUR = timedelta(hours=1)
SOON = timedelta(minutes=40)
"""Until then the words are read and answered, however busy the machine is."""
MADRID = ZoneInfo("Europe/Madrid")
DAYS = {timedelta(days=0): "hoy", timedelta(days=1): "mañana"}

ASKED = """
  - step: hello
    sms: "Hola {{ name | first_word }}, soy de {{ company }}. Responde BAJA para no recibir más."
  - step: much_later
    after: 9 days
    sms: "{{ company }}: hasta pronto"
callback:
  call: {floor: FLOOR, ring: 25 seconds}
  confirm:
    sms: "{{ company }}: te llamamos el {{ callback_at | date }}."
  moved:
    sms: "{{ company }}: te llamaremos el {{ callback_at | date }}."
"""


async def test_a_reply_that_asks_for_a_call_is_confirmed_and_kept(stage: SetStage) -> None:
    """The message names the hour on the person's own clock; the call is made then, and not before."""
    on = stage(ASKED, {ANA: {"script": ["answer"]}}, speed=SLOW)
    on.enrol(ANA)
    async with on.working():
        await on.until(lambda: "hello 1 settled delivered" in on.touches())
        wanted = asks_for_a_call(on, SOON)
        await on.until(lambda: any(one["kind"] == "call" for one in on.carried()))

    local = wanted.astimezone(MADRID)
    confirmation, call = on.carried()[-2:]
    assert (confirmation["kind"], call["kind"]) == ("message", "call")
    assert confirmation["body"] == f"Tienda Sol: te llamamos el {local.day} de marzo, {local:%H:%M}."
    called = datetime.fromisoformat(call["at"])
    assert wanted <= called < wanted + HOUR


async def test_a_promise_under_a_pause_is_handed_to_our_people_and_announced_after_it(stage: SetStage) -> None:
    """Nothing leaves in the pause. The person hears of the next time when it ends, and is called then."""
    on = stage(ASKED, {ANA: {"script": ["answer"]}}, speed=SLOW)
    on.enrol(ANA)
    async with on.working():
        await on.until(lambda: "hello 1 settled delivered" in on.touches())
        wanted = asks_for_a_call(on, SOON)
        await on.until(lambda: len(on.carried()) == 2)  # the confirmation
        pause(on, PauseScope.CAMPAIGN, on.play.name)
        (task,) = await on.until(lambda: to_do(on, "step"))
        assert task.opened_at >= wanted + TOLERANCE
        assert task.title.startswith("Avisar a la persona: la llamada prometida para el ")
        assert len(on.carried()) == 2, "nothing leaves in a pause"
        resume(on, PauseScope.CAMPAIGN, on.play.name)
        await on.until(lambda: any(one["kind"] == "call" for one in on.carried()))

    *_, moved, call = on.carried()
    assert moved["body"].startswith("Tienda Sol: te llamaremos el ")
    assert datetime.fromisoformat(call["at"]) >= wanted + TOLERANCE
    assert len(to_do(on, "step")) == 1, "one task for one missed call"


async def test_a_promise_that_a_reply_holds_is_handed_to_our_people_at_its_time(stage: SetStage) -> None:
    """What they wrote may be a stop, so no message follows, and the task names what has to be decided."""
    on = stage(ASKED, {ANA: {"script": ["answer"]}}, speed=SLOW)
    on.enrol(ANA)
    async with on.working():
        await on.until(lambda: "hello 1 settled delivered" in on.touches())
        wanted = asks_for_a_call(on, SOON)
        await on.until(lambda: len(on.carried()) == 2)
        on.writes(ANA, "no sé si quiero seguir con esto")
        (held,) = await on.until(lambda: to_do(on, "review"))
        (task,) = await on.until(lambda: to_do(on, "step"))

    assert task.opened_at >= wanted
    assert len(on.carried()) == 2
    with on.ledger.begin() as tx:
        assert tasks.holding(tx, [task]) == {task.id: [held.id]}


async def test_a_promise_open_at_the_stop_of_its_campaign_becomes_one_task(stage: SetStage) -> None:
    """The stop is one row. One of our people gets the task, the call is not made, and the lead ends; once."""
    on = stage(ASKED, {ANA: {"script": ["answer"]}})
    on.enrol(ANA)
    async with on.working() as worker:
        await on.until(lambda: "hello 1 settled delivered" in on.touches())
        asks_for_a_call(on, 20 * HOUR)
        await on.until(lambda: len(on.carried()) == 2)  # the confirmation
        with on.ledger.begin() as tx:
            stored = campaigns.find(tx, on.play.name)
            assert callbacks.count_open(tx, stored.id) == 1
            assert campaigns.close(tx, on.play.name, CampaignState.STOPPED, at=on.clock.now())
        order = CloseOrder(campaign=on.play.name, stopped=True, now=on.clock.now())
        for _ in range(2):  # the reconciler runs again before, or after, the task is made
            await asyncio.to_thread(worker.campaigns.close, order)
        (lead,) = await on.finished()
        await asyncio.to_thread(worker.campaigns.close, order)

    assert lead.enrolment.finished == "campaign_stopped"
    (task,) = to_do(on, "step")
    assert task.title.startswith("Avisar a la persona: la campaña terminó y no se hará la llamada prometida para el ")
    assert len(on.carried()) == 2, "nothing more leaves"
    with on.ledger.begin() as tx:
        assert callbacks.count_open(tx, stored.id) == 0
        (promise,) = callbacks.of_campaign(tx, on.play.name)
    assert [notice.task for notice in promise.notices] == [True]


def asks_for_a_call(on: Scene, after: timedelta) -> datetime:
    """Have Ana ask for a call after about so long, and return when."""
    wanted = (on.clock.now() + after).replace(second=0, microsecond=0)
    local = wanted.astimezone(MADRID)
    day = DAYS[local.date() - on.clock.now().astimezone(MADRID).date()]
    on.writes(ANA, f"llámame {day} a las {local:%H:%M}")
    return wanted


def to_do(on: Scene, kind: str) -> list[StoredTask]:
    """Return the open tasks of a kind."""
    with on.ledger.begin() as tx:
        return [one for one in tasks.todo(tx) if one.kind == kind]
