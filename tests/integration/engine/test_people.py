"""What people say changes what happens to them: at once, once, and everywhere."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cadence.domain import Channel, Disposition, Finish, TouchState
from cadence.engine.outcomes.dispositions import record_disposition
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.touches import tasks, touch_rows
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import Scene

ANA, ANAS_OTHER = "+34600000201", "+34600000202"
MADRID = ZoneInfo("Europe/Madrid")
SLOW = 10.0
"""The answer to a stop has five minutes, which are half a minute of ours."""

PATIENT = """
  - step: hello
    sms: "Hola, soy de {{ company }}. Responde BAJA para no recibir más."
    on: {otherwise: later}
  - step: later
    after: 20 hours
    sms: "{{ company }}: ¿sigue ahí?"
    on: {otherwise: end}
"""
ONCE = """
  - step: hello
    sms: "Hola, soy de {{ company }}. Responde BAJA para no recibir más."
    on: {otherwise: end}
"""
CALL = """
  - step: talk
    call: {floor: FLOOR, ring: 25 seconds}
    on: {answered: end, otherwise: end}
"""


def confirmations(on: Scene) -> list[str]:
    """The messages that answer a stop, by the emulator's record: ours and the carrier's own."""
    sent = on.asked("SELECT body, direction FROM messages WHERE direction <> 'inbound' ORDER BY id")
    return [one["direction"] for one in sent if "hola" not in one["body"].lower() and "sigue" not in one["body"]]


def suppressed(on: Scene) -> int:
    """How many numbers are suppressed."""
    with on.ledger.begin() as tx:
        return int(tx.exec_driver_sql("SELECT count(DISTINCT hmac) FROM suppressions").scalar_one())


async def test_a_stop_ends_everything_and_is_confirmed_once(stage: SetStage) -> None:
    """Every number of the person is closed, the waiting lead ends hours before its next touch, one answer goes out."""
    on = stage(PATIENT, {ANA: {"replies": ["BAJA, por favor"], "reply_after": 10}}, speed=SLOW)
    on.enrol(ana=(ANA, ANAS_OTHER))
    async with on.working():
        (lead,) = await on.finished()

    assert lead.move == Finish(reason="opted_out")
    assert suppressed(on) == 2
    assert confirmations(on) == ["outbound-api"]
    assert on.touches() == ["hello 1 settled delivered", f"{confirmation_ref(on)} 1 settled delivered"]


def confirmation_ref(on: Scene) -> str:
    """The id of the inbound message."""
    with on.ledger.begin() as tx:
        return str(tx.exec_driver_sql("SELECT id FROM inbound").scalar_one())


async def test_a_stop_that_the_carrier_has_confirmed_is_not_confirmed_again(stage: SetStage) -> None:
    """The carrier answers STOP itself, and says so: two confirmations would be one too many."""
    on = stage(PATIENT, {ANA: {"replies": ["STOP"], "reply_after": 60}})
    on.enrol(ANA)
    async with on.working():
        (lead,) = await on.finished()

    assert lead.move == Finish(reason="opted_out")
    assert confirmations(on) == ["outbound-reply"]


async def test_a_stop_after_the_cadence_has_ended_is_confirmed_too(stage: SetStage) -> None:
    """The last message ends the cadence the moment it leaves; the stop that answers it still gets its answer."""
    on = stage(ONCE, {ANA: {"replies": ["BAJA"], "reply_after": 10}}, speed=SLOW)
    on.enrol(ANA)
    async with on.working():
        first, confirming = await on.finished(2)

    assert first.move == Finish(reason="completed")
    assert confirming.enrolment.kind == "confirmation"
    assert confirming.move == Finish(reason="opted_out")
    assert confirmations(on) == ["outbound-api"]


async def test_a_reply_becomes_work_for_a_person_and_is_told_to_the_lead(stage: SetStage) -> None:
    """No machine answers a question: it stands on somebody's list, with the words."""
    on = stage(PATIENT, {ANA: {"replies": ["¿Quién es?"], "reply_after": 60}})
    on.enrol(ANA)
    async with on.working():
        await on.until(lambda: replied(on))
        (task,) = work(on)

    assert (task.kind, task.body) == ("reply", "¿Quién es?")


def work(on: Scene) -> list[tasks.StoredTask]:
    """What is to be done."""
    with on.ledger.begin() as tx:
        return tasks.todo(tx)


def replied(on: Scene) -> bool:
    """Whether a touch is known to have been answered."""
    with on.ledger.begin() as tx:
        return bool(tx.exec_driver_sql("SELECT count(*) FROM touches WHERE replied_at IS NOT NULL").scalar_one())


async def test_a_call_asked_for_in_a_reply_is_made_at_that_hour(stage: SetStage) -> None:
    """A reply that names an hour is promised it: the call leaves then in Madrid, before the cadence goes on."""
    on = stage(PATIENT + CALL, {ANA: {"script": ["answer"]}}, speed=60)
    on.enrol(ANA)
    async with on.working():
        await on.until(on.carried)
        wanted = (on.clock.now() + timedelta(minutes=40)).replace(second=0, microsecond=0)
        on.writes(ANA, f"llámame a las {wanted.astimezone(MADRID):%H:%M}")
        (call,) = await on.until(lambda: on.carried("call"))

    assert wanted <= datetime.fromisoformat(call["at"]) < wanted + timedelta(minutes=45)


async def test_an_answered_call_waits_for_the_agents_word(stage: SetStage) -> None:
    """The agent says "converted" a moment after hanging up, and that ends the lead, not the fact that it answered."""
    on = stage(CALL, {ANA: {"script": ["answer"], "disposition": "converted"}})
    on.enrol(ANA)
    async with on.working():
        (lead,) = await on.finished()

    assert lead.move == Finish(reason="converted")
    assert on.touches() == ["talk 1 settled answered"]


async def test_a_callback_is_kept_after_the_end(stage: SetStage) -> None:
    """The agent notes a promise; the cadence is over, and the call is made by an enrolment of its own."""
    on = stage(CALL, {ANA: {"script": ["busy", "answer"]}})
    on.enrol(ANA)
    async with on.working():
        await on.finished()
        word = Command(name="disposition", actor="ana", origin="test")
        touch = only_touch(on)
        again = on.clock.now() + timedelta(hours=1)
        settled = record_disposition(on.planner, touch, Disposition.CALLBACK, word, callback_at=again)
        assert settled.news
        _, promised = await on.finished(2)

    assert promised.enrolment.kind == "callback"
    assert [one["at"] >= again.isoformat()[:19] for one in on.carried("call")] == [False, True]


def only_touch(on: Scene) -> str:
    """The id of the one touch."""
    with on.ledger.begin() as tx:
        return str(tx.exec_driver_sql("SELECT id FROM touches").scalar_one())


async def test_a_wrong_number_gives_way_to_the_next_one(stage: SetStage) -> None:
    """The number belongs to somebody else: it is closed in every campaign, and the person's other one is called."""
    on = stage(CALL, {ANA: {"script": ["answer"], "disposition": "wrong_number"}, ANAS_OTHER: {"script": ["answer"]}})
    on.enrol(ana=(ANA, ANAS_OTHER))
    async with on.working():
        await on.finished()

    assert [one["person"] for one in on.carried("call")] == [ANA, ANAS_OTHER]
    with on.ledger.begin() as tx:
        assert tx.exec_driver_sql("SELECT closed FROM numbers ORDER BY id").scalars().all() == ["wrong_number", None]


async def test_words_after_the_end_are_recorded_and_nobody_is_woken(stage: SetStage) -> None:
    """A disposition that comes late is kept with the touch; the lead stays finished."""
    on = stage(CALL, {ANA: {"script": ["busy"]}})
    on.enrol(ANA)
    async with on.working():
        (lead,) = await on.finished()
        word = Command(name="disposition", actor="ana", origin="test", key="once")
        settled = record_disposition(on.planner, only_touch(on), Disposition.REFUSED, word)
        assert settled.news == ()
        assert not record_disposition(on.planner, only_touch(on), Disposition.OTHER, word).changed

    with on.ledger.begin() as tx:
        stored = touch_rows.get(tx, only_touch(on))
    assert stored.touch.disposition is Disposition.REFUSED
    assert (stored.touch.channel, stored.touch.state) == (Channel.CALL, TouchState.SETTLED)
    assert on.leads()[0].move == lead.move


async def test_somebody_who_calls_us_and_presses_nine_is_left_alone(stage: SetStage) -> None:
    """The number that a text came from is called: nothing more follows, on no channel, and no message confirms it."""
    on = stage(PATIENT, {ANA: {}})
    on.enrol(ANA)
    async with on.working():
        await on.until(lambda: on.carried("message"))
        on.calls(ANA, key="9")
        (lead,) = await on.finished()

    assert lead.move == Finish(reason="opted_out")
    assert suppressed(on) == 1
    assert confirmations(on) == []
    said = [one["text"] for one in on.asked("SELECT text FROM heard ORDER BY id")]
    assert "Tienda Sol" in said[0]
    assert said[-1] == "De acuerdo. No volveremos a contactarle."
    assert len(on.carried()) == 1


async def test_somebody_who_calls_us_and_presses_one_is_called(stage: SetStage) -> None:
    """As soon as every rule allows, through the same way as every call."""
    on = stage(CALL, {ANA: {"script": ["no_answer", "answer"]}})
    on.enrol(ANA)
    async with on.working():
        await on.until(lambda: [one for one in on.carried("call") if one["status"] == "no-answer"])
        on.calls(ANA, key="1")
        await on.until(lambda: len(on.carried("call")) == 2)

    with on.ledger.begin() as tx:
        cause = tx.exec_driver_sql("SELECT cause_kind FROM touches ORDER BY at DESC LIMIT 1").scalar_one()
    assert cause == "callback"
