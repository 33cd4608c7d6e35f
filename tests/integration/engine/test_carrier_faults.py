"""What if the carrier is slow, silent, full or says no? Each touch leaves once at most, and every lead goes on."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cadence.channels.provider import Answer, CarrierReport, Dial, Message, Uncertain
from cadence.domain import Channel, Finish, Outcome, PauseScope, Wait
from cadence.engine.outcomes.reports import record_report
from cadence.engine.reconciler.carrier_states import RECEIPTS
from cadence.ledger.campaigns import pauses
from cadence.ledger.campaigns.pauses import PauseOrder, StoredPause
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import Scene

ANA, ANAS_OTHER, LUIS = "+34600000301", "+34600000302", "+34600000303"

MESSAGE = """
  - step: hello
    sms: "Hola, soy de {{ company }}."
    on: {otherwise: end}
"""
LATER = """
  - step: hello
    sms: "Hola, soy de {{ company }}."
    on: {undelivered: again, otherwise: later}
  - step: later
    after: 20 days
    sms: "{{ company }}: hasta pronto."
    on: {otherwise: end}
  - step: again
    sms: "{{ company }}: hola otra vez."
    on: {otherwise: end}
"""
WHATSAPP = """
  - step: hello
    whatsapp: {template: saludo}
    on: {delivered: end, read: end, failed: again, otherwise: later}
  - step: later
    after: 20 days
    sms: "{{ company }}: hasta pronto."
    on: {otherwise: end}
  - step: again
    after: 10 minutes
    sms: "Hola, soy de {{ company }}."
    on: {otherwise: end}
"""
TEMPLATES = {"saludo": "Hola, somos Tienda Sol."}
CALL = """
  - step: talk
    call: {floor: FLOOR, ring: 25 seconds}
    on: {otherwise: end}
"""


@pytest.mark.parametrize(
    "fault",
    [
        "accept_then_500",  # carried, but the answer is an error
        "accept_then_cut",  # carried, but the connection breaks in the middle of the answer
        "accept_then_hang",  # carried, but no answer comes in time
    ],
)
@pytest.mark.parametrize(("steps", "where"), [(MESSAGE, "messages"), (CALL, "calls")])
async def test_a_lost_answer_is_looked_up_and_never_repeated(
    stage: SetStage, steps: str, where: str, fault: str
) -> None:
    """The carrier has no idempotency key: an ambiguous answer is settled by asking (law 2)."""
    on = stage(steps, {ANA: {"script": ["busy"]}}, patience=4)
    on.fault(where, fault, seconds=16)
    on.enrol(ANA)
    async with on.working():
        (lead,) = await on.finished()

    assert len(on.carried()) == 1
    assert lead.move == Finish(reason="completed")
    assert sid(on) == on.carried()[0]["sid"]


def sid(on: Scene) -> str:
    """The carrier's id of the one touch."""
    with on.ledger.begin() as tx:
        return str(tx.exec_driver_sql("SELECT sid FROM touches").scalar_one())


class Swallows:
    """A carrier whose first request is lost on the way: it never arrives, and we cannot know."""

    def __init__(self, real: Any) -> None:
        self._real = real
        self.asked = 0

    def send(self, message: Message) -> Answer:
        """Lose it."""
        self.asked += 1
        return Uncertain(reason="ReadTimeout")

    def dial(self, dial: Dial) -> Answer:
        """Lose it."""
        self.asked += 1
        return Uncertain(reason="ReadTimeout")

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Let everything else through."""
        return getattr(self._real, name)  # type: ignore[no-any-return]  # look-ups reach the real one


@pytest.mark.parametrize("steps", [MESSAGE, CALL])
async def test_what_the_carrier_never_knew_counts_as_sent_and_is_not_sent_again(stage: SetStage, steps: str) -> None:
    """After ten minutes of asking the touch is lost: better one too few than one too many."""
    on = stage(steps, {ANA: {}})
    carrier = Swallows(on.carrier)
    on.enrol(ANA)
    async with on.working(carrier=carrier, lost_after=timedelta(seconds=3)):
        (lead,) = await on.finished()

    assert carrier.asked == 1
    assert on.carried() == []
    assert [one.split()[-1] for one in on.touches()] == ["lost"]
    assert lead.move == Finish(reason="completed")


async def test_a_call_whose_end_was_not_reported_is_asked_about_and_dialled_once(stage: SetStage) -> None:
    """Every callback about the call is lost; somebody notices the silence, and its activity is completed."""
    on = stage(CALL, {ANA: {"script": ["no_answer"]}})
    on.fault("calls", "drop_callbacks", times=50)
    on.enrol(ANA)
    async with on.working():
        (lead,) = await on.finished()

    assert len(on.carried("call")) == 1
    assert on.touches() == ["talk 1 settled no_answer"]
    assert "activity_task_completed" in await on.story(lead.enrolment.id)


async def test_what_surely_did_not_leave_goes_through_the_gate_again(stage: SetStage) -> None:
    """Too many requests is not a failure of the touch: the same row goes again, and the try is the first one."""
    on = stage(MESSAGE, {ANA: {}})
    on.fault("messages", "429")
    on.enrol(ANA)
    async with on.working():
        await on.finished()

    assert len(on.carried()) == 1
    assert [one.split()[:3] for one in on.touches()] == [["hello", "1", "settled"]]


async def test_a_number_that_does_not_exist_gives_way_to_the_next(stage: SetStage) -> None:
    """The carrier says so at the request: the number is closed, and the person's other one is tried at once."""
    on = stage(MESSAGE, {ANA: {"line": "invalid"}, ANAS_OTHER: {}})
    on.enrol(ana=(ANA, ANAS_OTHER))
    async with on.working():
        await on.finished()

    assert [one["person"] for one in on.carried()] == [ANAS_OTHER]
    with on.ledger.begin() as tx:
        closed = tx.exec_driver_sql("SELECT closed FROM numbers ORDER BY id").scalars().all()
    assert closed == ["invalid_number", None]


def held(on: Scene, count: int) -> set[tuple[str, str]] | None:
    """Return under which holds so many leads wait; None while fewer do."""
    waiting = [one for one in on.leads(finished=False) if isinstance(one.move, Wait) and one.hold]
    return {(one.hold or "", one.hold_key) for one in waiting} if len(waiting) == count else None


def resume(on: Scene, scope: PauseScope, value: str, fallback: str = "") -> None:
    """Somebody has mended it, or orders the failed branch."""
    with on.ledger.begin() as tx:
        assert pauses.end(tx, scope, value, at=on.clock.now(), actor="ana", fallback=fallback)


@pytest.mark.parametrize(
    ("steps", "where", "code", "hold", "scope", "value"),
    [
        (MESSAGE, "messages", 21606, "campaign.running", PauseScope.SENDER, "sms:+34910000001"),
        (MESSAGE, "messages", 20003, "campaign.running", PauseScope.CARRIER, "account"),
        (MESSAGE, "messages", 21408, "destination.enabled", PauseScope.DESTINATION, "sms:ES"),
        (CALL, "calls", 21215, "destination.enabled", PauseScope.DESTINATION, "call:ES"),
        (WHATSAPP, "messages", 63007, "campaign.running", PauseScope.SENDER, "whatsapp:+34910000001"),
        (WHATSAPP, "messages", 21656, "template.usable", PauseScope.TEMPLATE, "saludo"),
    ],
)
async def test_a_mistake_of_ours_pauses_what_is_wrong_and_nobody_loses_a_try(
    stage: SetStage, steps: str, where: str, code: int, hold: str, scope: PauseScope, value: str
) -> None:
    """One is refused; all wait under a hold that names what is wrong, and go once it is mended."""
    on = stage(steps, {ANA: {}, LUIS: {}, "templates": TEMPLATES})
    on.fault(where, "refuse", code=code, times=99)
    on.enrol(ANA, LUIS)
    async with on.working():
        await on.until(lambda: held(on, 2))
        assert held(on, 2) == {(hold, f"{scope}:{value}")}
        assert on.carried() == []
        with on.ledger.begin() as tx:
            (stands,) = pauses.active(tx)
        assert (stands.actor, stands.reason.partition(":")[0]) == ("carrier", f"carrier code {code}")
        on.mend()
        resume(on, scope, value)
        await on.finished(2)

    assert {one["person"] for one in on.carried()} == {ANA, LUIS}


async def test_only_the_number_waits_that_a_trial_account_may_not_reach(stage: SetStage) -> None:
    """21608 is about one number: everybody else is written to by the same sender."""
    on = stage(MESSAGE, {ANA: {}, LUIS: {}})
    on.fault("messages", "refuse", code=21608, times=99, match={"to": ANA})
    on.enrol(ANA, LUIS)
    async with on.working():
        await on.finished(1)
        assert await on.until(lambda: held(on, 1))

    assert [one["person"] for one in on.carried()] == [LUIS]
    ((hold, key),) = held(on, 1) or set()
    assert (hold, key.startswith("destination:sms:#")) == ("destination.enabled", True)


@pytest.mark.parametrize("code", ["63016", "63041"])
async def test_a_template_that_fails_after_it_was_taken_is_paused_and_its_leads_take_the_failed_branch_when_ordered(
    stage: SetStage, code: str
) -> None:
    """The carrier took it, and reports the failure a moment later: nobody's list is used up, and a person decides."""
    on = stage(WHATSAPP, {one: {"deliveries": [f"failed:{code}"]} for one in (ANA, LUIS)} | {"templates": TEMPLATES})
    on.enrol(ANA, LUIS)
    async with on.working():
        assert await on.until(lambda: held(on, 2))
        assert held(on, 2) == {("template.usable", "template:saludo")}
        resume(on, PauseScope.TEMPLATE, "saludo", fallback=on.play.name)
        await on.finished(2)

    texts = [one["person"] for one in on.carried() if one["channel"] == "sms"]
    assert sorted(texts) == [ANA, LUIS]
    assert "hello 2 skipped skipped" in on.touches()


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        ("pending", "63016", "outside a 24-hour session WhatsApp takes approved templates only"),
        ("rejected", "63040", "WhatsApp has rejected the template"),
        ("paused", "63041", "WhatsApp has paused the template"),
        ("disabled", "63042", "WhatsApp has disabled the template"),
    ],
)
async def test_a_template_that_whatsapp_does_not_carry_is_paused_with_its_reason_and_not_tried_again(
    stage: SetStage, status: str, code: str, words: str
) -> None:
    """Each person's message failed once. They are held; an order to go on is one try more, and no loop."""
    approvals = {"saludo": {"status": status}}
    on = stage(WHATSAPP, {ANA: {}, LUIS: {}, "templates": TEMPLATES, "approvals": approvals})
    on.enrol(ANA, LUIS)
    async with on.working():
        assert await on.until(lambda: held(on, 2))
        ((active,), tried) = paused(on), len(whatsapp_of(on))
        resume(on, PauseScope.TEMPLATE, "saludo")
        assert await on.until(lambda: paused(on) and held(on, 2))
        again = whatsapp_of(on)

    assert (active.scope, active.value) == (PauseScope.TEMPLATE, "saludo")
    assert active.reason == f"carrier code {code}: {words}"
    assert tried <= 2
    assert tried < len(again) <= tried + 2
    assert {(message["status"], message["error_code"]) for message in again} == {("failed", int(code))}
    assert {line.partition(" ")[2].split()[-1] for line in on.touches()} == {"not_taken"}


def whatsapp_of(on: Scene) -> list[dict[str, Any]]:
    """Return the WhatsApp messages that the emulator was given."""
    return on.asked("SELECT person, status, error_code FROM messages WHERE channel = 'whatsapp'")


def paused(on: Scene) -> list[StoredPause]:
    """Return what is paused now."""
    with on.ledger.begin() as tx:
        return pauses.active(tx)


async def test_a_code_nobody_knows_pauses_the_sender_once_it_repeats(stage: SetStage) -> None:
    """Five people in a row: it is not the people. The sixth waits."""
    *five, sixth = [f"+3460000031{n}" for n in range(6)]
    on = stage(MESSAGE, {one: {} for one in (*five, sixth)})
    on.fault("messages", "refuse", code=29999, times=5)
    on.enrol(*five)
    async with on.working():
        (active,) = await on.until(lambda: paused(on))
        on.enrol(sixth)
        held_under = await on.until(lambda: held(on, 1))

    assert (active.scope, active.value) == (PauseScope.SENDER, "sms:+34910000001")
    assert active.reason == "carrier code 29999, 5 times in a row"
    assert held_under == {("campaign.running", "sender:sms:+34910000001")}
    assert on.carried() == []


async def test_a_code_nobody_knows_pauses_the_sender_also_when_it_comes_as_undelivered(stage: SetStage) -> None:
    """The carrier took five messages, and says the same unknown thing of each a moment later."""
    people = [f"+3460000032{n}" for n in range(5)]
    on = stage(MESSAGE, {one: {"deliveries": ["undelivered:39999"]} for one in people})
    on.enrol(*people)
    async with on.working():
        (active,) = await on.until(lambda: paused(on))

    assert (active.scope, active.value) == (PauseScope.SENDER, "sms:+34910000001")
    assert active.reason == "carrier code 39999, 5 times in a row"


async def test_receipts_that_were_lost_in_an_outage_are_asked_for(stage: SetStage) -> None:
    """Twilio tries a webhook for seconds: what was reported while nobody listened is fetched, and the branch taken."""
    on = stage(LATER, {ANA: {"deliveries": ["undelivered:30003", "delivered"]}})
    on.fault("messages", "drop_callbacks", times=4)
    on.enrol(ANA)
    async with on.working():
        await on.until(lambda: len(on.carried()) == 2)

    assert [one.split()[0] for one in on.touches()] == ["hello", "again"]
    assert on.touches()[0] == "hello 1 settled undelivered"


async def test_a_message_is_asked_about_a_few_times_and_then_no_more(stage: SetStage) -> None:
    """Many networks report nothing: each age asks once, whatever the carrier says, and the last one ends it."""
    on = stage(MESSAGE, {ANA: {}})
    on.enrol(ANA)
    async with on.working():
        await on.finished()
    asked: list[str] = []

    class Silent(Swallows):
        """Knows nothing but that it was sent."""

        def fetch(self, channel: Channel, sid: str) -> CarrierReport:
            asked.append(sid)
            return CarrierReport(sid=sid, status="sent", at=on.clock.now(), outcome=Outcome.SENT)

    with on.ledger.begin() as tx:
        tx.exec_driver_sql("DELETE FROM carrier_cursor WHERE name LIKE 'receipts%%'")
        tx.exec_driver_sql("UPDATE touches SET outcome = 'sent', at = at - interval '20 hours'")
    asking = on.worker(carrier=Silent(on.carrier)).reconciler.asking
    for _ in range(3):
        await asyncio.to_thread(asking.ask_about_receipts)

    assert len(asked) == len(RECEIPTS)


async def test_a_report_that_comes_after_somebody_resumed_pauses_nothing(stage: SetStage) -> None:
    """The message left before the template was mended: the next one shows whether it is."""
    on = stage(WHATSAPP, {ANA: {}, "templates": TEMPLATES})
    on.enrol(ANA)
    async with on.working():
        await on.until(on.carried)
        with on.ledger.begin() as tx:
            touch = tx.exec_driver_sql("SELECT id, sid FROM touches").one()
            order = PauseOrder(scope=PauseScope.TEMPLATE, value="saludo", actor="carrier")
            pauses.begin(tx, order, at=on.clock.now())
        resume(on, PauseScope.TEMPLATE, "saludo")
        failed = CarrierReport(
            sid=touch.sid, status="failed", at=on.clock.now(), outcome=Outcome.NOT_TAKEN, code="63041"
        )
        await asyncio.to_thread(record_report, on.planner, str(touch.id), failed)
        with on.ledger.begin() as tx:
            assert pauses.active(tx) == []


async def test_somebody_who_opted_out_at_the_carrier_is_suppressed_here(stage: SetStage) -> None:
    """The carrier's 21610 is as good as the person's own word."""
    on = stage(MESSAGE, {ANA: {}})
    on.fault("messages", "refuse", code=21610)
    on.enrol(ANA)
    async with on.working():
        (lead,) = await on.finished()

    assert lead.move == Finish(reason="opted_out")
    with on.ledger.begin() as tx:
        assert set(tx.exec_driver_sql("SELECT source FROM suppressions").scalars()) == {"carrier"}


@pytest.mark.parametrize("code", ["63014", "63033"])
async def test_somebody_who_blocked_us_on_whatsapp_gets_no_text_message_instead(stage: SetStage, code: str) -> None:
    """The platform says that the person blocked us or opted out: that is a stop, whatever the file does next."""
    on = stage(WHATSAPP, {ANA: {"deliveries": [f"failed:{code}"]}, "templates": TEMPLATES})
    on.enrol(ANA)
    async with on.working():
        (lead,) = await on.finished()

    assert [one["channel"] for one in on.carried()] == ["whatsapp"]
    assert lead.move == Finish(reason="opted_out")
    with on.ledger.begin() as tx:
        found = {tuple(one) for one in tx.exec_driver_sql("SELECT source, scope FROM suppressions")}
    assert found == {("carrier", "everything")}
