"""Reports that contradict each other, come late or tell less than they seem to: what counts, and what is kept?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadence.channels.provider import CarrierReport
from cadence.domain import Channel, Outcome, TouchState
from cadence.domain.outcomes import LIVE, NOT_SERVED, RECORDED, VOICEMAIL
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.reports import record_report
from cadence.ledger.reading import timeline
from cadence.ledger.touches.touch_rows import Stored
from tests.integration.api.town import Carrier, Town


def says(touch: Stored, status: str, at: Any, outcome: Outcome | None = None, **more: Any) -> CarrierReport:
    """One report of a touch."""
    return CarrierReport(sid=touch.sid or "", status=status, at=at, outcome=outcome, **more)


def kept(town: Town, touch: Stored) -> list[str]:
    """What was also said of a touch, and does not count."""
    row = "SELECT array_agg(outcome || ' ' || code ORDER BY outcome, code) FROM contradictions WHERE touch_id = :id"
    return [one.strip() for one in town.ask(row, id=touch.touch.id) or []]


# Messages


@pytest.mark.parametrize("order", list(permutations(["sent", "undelivered", "delivered"])), ids="-".join)
def test_what_reached_the_person_counts_and_the_contradiction_is_kept(
    town: Town, carrier: Carrier, order: tuple[str, ...]
) -> None:
    """The carrier's final words come out of order; that they did get it is the stronger fact, for every limit."""
    sent = town.message(town.enrol())
    for status in order:
        code = {"ErrorCode": "30003"} if status == "undelivered" else {}
        said = {"MessageSid": sent.sid or "", "MessageStatus": status, **code}
        assert carrier.says(f"/twilio/message/{sent.touch.id}", said).status_code == 204

    after = town.stored(sent.touch.id)
    assert (after.touch.outcome, after.status, after.code) == (Outcome.DELIVERED, "delivered", "")
    assert kept(town, sent) == ["undelivered 30003"]


def test_the_story_tells_both_words_of_the_carrier(town: Town, carrier: Carrier) -> None:
    """An auditor sees what was said, what counts, and when."""
    enrolment = town.enrol()
    sent = town.message(enrolment)
    for status in ("undelivered", "delivered"):
        said = {"MessageSid": sent.sid or "", "MessageStatus": status}
        carrier.says(f"/twilio/message/{sent.touch.id}", said)

    with town.ledger.begin() as tx:
        events = timeline.of_lead(tx, town.lead_of(enrolment))
    told = [(one.kind, one.what["outcome"]) for one in events if one.kind in ("outcome", "contradicted")]
    assert told == [("contradicted", "undelivered"), ("outcome", "delivered")]


def test_an_opt_out_counts_though_the_message_was_delivered(town: Town, planner: Planner) -> None:
    """What came of the touch is one thing, that the person said stop is another (law 4)."""
    enrolment = town.enrol()
    sent, now = town.message(enrolment), town.clock.now()
    record_report(planner, sent.touch.id, says(sent, "delivered", now, Outcome.DELIVERED))
    stopped = record_report(planner, sent.touch.id, says(sent, "failed", now, Outcome.OPTED_OUT, code="21610"))

    assert town.stored(sent.touch.id).touch.outcome is Outcome.DELIVERED
    assert town.suppressed(enrolment) == 1
    assert stopped.stopped == (town.lead_of(enrolment),)
    assert not record_report(planner, sent.touch.id, says(sent, "failed", now, Outcome.OPTED_OUT, code="21610")).changed


# Calls


@pytest.fixture(scope="module")
def planner(town: Town) -> Planner:
    """Who settles."""
    return Planner(town.ledger, town.clock)


def ask_what_to_say(carrier: Carrier, call: Stored, answered_by: str = "machine_end_beep") -> str:
    """The carrier fetches what an answered call hears."""
    said = {"CallSid": call.sid or "", "AnsweredBy": answered_by}
    return carrier.says(f"/twilio/voice/{call.touch.id}", said).text


def end_after_tone(carrier: Carrier, call: Stored) -> None:
    """The call is over, and a machine had answered it."""
    said = {"CallSid": call.sid or "", "CallStatus": "completed", "AnsweredBy": "machine_end_beep"}
    assert carrier.says(f"/twilio/call/{call.touch.id}", said).status_code == 204


def test_a_voicemail_that_was_fetched_was_left(town: Town, carrier: Carrier) -> None:
    """Our words went out, and the call ended after the tone."""
    call = town.call(town.enrol())
    assert "<Say" in ask_what_to_say(carrier, call)
    end_after_tone(carrier, call)

    after = town.stored(call.touch.id)
    assert (after.touch.outcome, after.touch.delivery, after.code) == (Outcome.VOICEMAIL_LEFT, VOICEMAIL, "")


def test_a_voicemail_that_nobody_could_fetch_was_not_left(town: Town, carrier: Carrier) -> None:
    """Our web server was down when the tone sounded: the machine recorded silence, and the cadence must know."""
    call = town.call(town.enrol())
    end_after_tone(carrier, call)

    after = town.stored(call.touch.id)
    assert (after.touch.outcome, after.touch.delivery, after.code) == (Outcome.MACHINE, "", NOT_SERVED)


def test_a_voicemail_without_words_was_not_left(town: Town, carrier: Carrier) -> None:
    """Erased while it rang: it was fetched, and there was nothing to say."""
    call = town.call(town.enrol())
    town.ask("DELETE FROM texts WHERE touch_id = :id RETURNING 1", id=call.touch.id)
    assert "<Say" not in ask_what_to_say(carrier, call)
    end_after_tone(carrier, call)

    assert town.stored(call.touch.id).touch.outcome is Outcome.MACHINE


def test_words_fetched_after_the_end_were_heard_by_nobody(town: Town, carrier: Carrier) -> None:
    """We were so slow that the carrier had hung up."""
    call = town.call(town.enrol())
    end_after_tone(carrier, call)
    ask_what_to_say(carrier, call)

    assert town.stored(call.touch.id).touch.outcome is Outcome.MACHINE


@pytest.mark.parametrize("served", [True, False])
def test_a_look_up_knows_whether_the_voicemail_was_fetched(
    town: Town, carrier: Carrier, planner: Planner, served: bool
) -> None:
    """The callback about the end was lost, and the carrier is asked: what we served stands in our own row."""
    call = town.call(town.enrol())
    if served:
        ask_what_to_say(carrier, call)
    record_report(planner, call.touch.id, says(call, "completed", town.clock.now(), Outcome.VOICEMAIL_LEFT))

    expected = Outcome.VOICEMAIL_LEFT if served else Outcome.MACHINE
    assert town.stored(call.touch.id).touch.outcome is expected


def test_a_late_report_of_a_conversation_holds_nobody_for_a_wrap_up_that_is_over(town: Town, planner: Planner) -> None:
    """The lead went on after `busy`; hours later it is said that somebody did answer."""
    enrolment = town.enrol()
    call, now = town.call(enrolment), town.clock.now()
    ended = now - timedelta(hours=3)
    record_report(planner, call.touch.id, says(call, "busy", ended, Outcome.BUSY))
    record_report(planner, call.touch.id, says(call, "completed", now, Outcome.ANSWERED))

    after = town.stored(call.touch.id).touch
    assert (after.outcome, after.ended_at) == (Outcome.ANSWERED, ended)
    assert after.wrap_up_until == ended + timedelta(minutes=2)
    assert town.move(enrolment).get("hold", "") == ""
    assert kept(town, call) == ["busy"]


def test_a_conversation_said_again_does_not_begin_another_wrap_up(town: Town, planner: Planner) -> None:
    """The carrier repeats itself; the agent's two minutes are over."""
    call, now = town.call(town.enrol()), town.clock.now()
    first = now - timedelta(hours=1)
    for at in (first, now):
        record_report(planner, call.touch.id, says(call, "completed", at, Outcome.ANSWERED))

    assert town.stored(call.touch.id).touch.wrap_up_until == first + timedelta(minutes=2)


def test_a_conversation_found_after_all_has_its_wrap_up(town: Town, planner: Planner) -> None:
    """That nothing was known of the call was our guess; the agent has just put down the receiver."""
    call, now = town.call(town.enrol()), town.clock.now()
    record_report(planner, call.touch.id, says(call, "", now - timedelta(hours=1), Outcome.LOST))
    record_report(planner, call.touch.id, says(call, "in-progress", now, Outcome.ANSWERED))

    after = town.stored(call.touch.id).touch
    assert (after.ended_at, after.wrap_up_until) == (now, now + timedelta(minutes=2))


# Any order


@dataclass(frozen=True, slots=True)
class Word:
    """What a report may say; `minute` is when."""

    status: str
    outcome: Outcome | None = None
    code: str = ""
    delivery: str = ""
    minute: int = 0
    times: bool = False  # it knows instants of the call


MESSAGE_WORDS = [
    Word("queued", Outcome.SENT),
    Word("sent", Outcome.SENT),
    Word("undelivered", Outcome.UNDELIVERED, "30003"),
    Word("undelivered", Outcome.UNDELIVERED, "30005"),
    Word("undelivered", Outcome.BLOCKED, "30007"),
    Word("failed", Outcome.FAILED),
    Word("failed", Outcome.INVALID_NUMBER, "21614"),
    Word("canceled", Outcome.CANCELED),
    Word("delivered", Outcome.DELIVERED),
    Word("read", Outcome.READ),
    Word("", Outcome.LOST),
    Word("teleported"),
]
CALL_WORDS = [
    Word("ringing"),
    Word("in-progress", delivery=LIVE, times=True),
    Word("busy", Outcome.BUSY),
    Word("no-answer", Outcome.NO_ANSWER),
    Word("canceled", Outcome.CANCELED),
    Word("failed", Outcome.INVALID_NUMBER),
    Word("completed", times=True),
    Word("completed", Outcome.MACHINE),
    Word("completed", Outcome.VOICEMAIL_LEFT, times=True),
    Word("in-progress", Outcome.ANSWERED, delivery=LIVE, times=True),
    Word("in-progress", Outcome.ABANDONED, delivery=RECORDED),
    Word("", Outcome.LOST),
]


def words(among: Sequence[Word]) -> st.SearchStrategy[list[Word]]:
    """Some of these, some of them twice, at some time."""
    at = st.integers(min_value=1, max_value=300)
    one = st.builds(lambda word, minute: (word, minute), st.sampled_from(among), at)
    timed = one.map(lambda pair: Word(**{**_fields(pair[0]), "minute": pair[1]}))
    return st.lists(timed, min_size=1, max_size=5).flatmap(
        lambda some: st.lists(st.sampled_from(some), max_size=2).map(lambda again: [*some, *again])
    )


def _fields(word: Word) -> dict[str, Any]:
    return {name: getattr(word, name) for name in Word.__slots__}


def end_of(town: Town, planner: Planner, channel: Channel, said: Sequence[Word], *, served: bool) -> tuple[Any, ...]:
    """Have a touch of somebody new reported so; return all that the reports left, without ids."""
    touch = town.call(town.enrol()) if channel is Channel.CALL else town.message(town.enrol())
    origin = touch.touch.at
    for word in [Word("in-progress", delivery=VOICEMAIL)] * served + list(said):
        at = origin + timedelta(minutes=word.minute)
        times = {"answered_at": at, "greeting_end_at": at, "agent_at": at} if word.times else {}
        report = says(touch, word.status, at, word.outcome, code=word.code, delivery=word.delivery, **times)
        record_report(planner, touch.touch.id, report)
    after = town.stored(touch.touch.id)
    instants = [after.touch.ended_at, after.touch.answered_at, after.touch.greeting_end_at, after.touch.agent_at]
    instants += [after.touch.wrap_up_until, after.outcome_at]
    since = [None if one is None else one - origin for one in instants]
    if channel is not Channel.CALL:
        since = []  # the message was taken an instant after it was reserved
    words_ = (after.touch.state, after.touch.outcome, after.code, after.status, after.touch.delivery)
    return (*words_, *since, *kept(town, touch))


QUICK = settings(
    max_examples=40,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@QUICK
@given(data=st.data())
def test_reports_of_a_message_in_any_order_end_the_same(town: Town, planner: Planner, data: st.DataObject) -> None:
    """Any of them, any number of times: outcome, code, status and what is kept as evidence."""
    said = data.draw(words(MESSAGE_WORDS))
    shuffled = data.draw(st.permutations(said))

    one, other = (end_of(town, planner, Channel.SMS, order, served=False) for order in (said, shuffled))
    assert one == other


@QUICK
@given(data=st.data())
def test_reports_of_a_call_in_any_order_end_the_same(town: Town, planner: Planner, data: st.DataObject) -> None:
    """And every instant with them: what follows counts from there."""
    said, served = data.draw(words(CALL_WORDS)), data.draw(st.booleans())
    shuffled = data.draw(st.permutations(said))

    one, other = (end_of(town, planner, Channel.CALL, order, served=served) for order in (said, shuffled))
    assert one == other


def test_these_reports_do_end_a_call(town: Town, planner: Planner) -> None:
    """The properties above would hold for a `settle` that writes nothing."""
    done = end_of(town, planner, Channel.CALL, [Word("busy", Outcome.BUSY, minute=3)], served=False)

    assert done[:3] == (TouchState.SETTLED, Outcome.BUSY, "")
    assert done[5] == timedelta(minutes=3)
