"""
Do events end well in the awkward orders in which they arrive? Late, twice, crossing each other, after a correction.

Each event is recorded as the engine records it, on a ledger in memory.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.domain import (
    OPEN_STATES,
    Attempt,
    Cause,
    CauseKind,
    Channel,
    Disposition,
    Enrolment,
    Facts,
    Finish,
    Inbound,
    NewsKind,
    Outcome,
    TouchState,
)
from cadence.domain.outcomes import weighed
from cadence.domain.touch_record import Stored
from cadence.planning import next_move
from cadence.planning.transitions.callback import standing_promises
from cadence.planning.transitions.change import Suppress
from cadence.planning.transitions.events import (
    AnswerMissing,
    CallbackRequested,
    DispositionGiven,
    NeverSent,
    Replied,
    Reviewed,
    Stopped,
    VersionChanged,
)
from cadence.policy.built_in.held_reply import undecided_replies
from cadence.replies.opt_out import Meaning, Reply
from tests.unit.planning.transitions.memory import MemoryLedger
from tests.unit.policy.builders import LAW, NOON, call, campaign, facts, lead, number, sms, touch

CALLS = campaign(call("ring"), sms("hello"), stop_on=("converted", "refused"))
RINGING = touch(
    NOON,
    id="t",
    channel=Channel.CALL,
    cause=Cause(kind=CauseKind.STEP, ref="ring"),
    step="ring",
    state=TouchState.CARRIED,
    outcome=None,
    sender="+34910000001",
)
STOP = Reply(meaning="revoke")


def ledger(*others: Facts, known: Facts | None = None) -> MemoryLedger:
    """Return a ledger with a person whose call rings, and with others."""
    known = known or facts(RINGING)
    return MemoryLedger(
        campaign=CALLS,
        people={person.lead.id: person for person in (known, *others)},
        now=NOON,
        stored={"t": Stored(touch=RINGING, version=1, sid="CA1")},
        places={"t"},
    )


def message(id_: str, meaning: Meaning = "none", *, at: datetime = NOON, **more: Any) -> Replied:
    """Return a text of the person that answers the call."""
    sent = Inbound(id=id_, channel=Channel.SMS, number=1, sender="+34910000001", at=at, touch="t")
    settings: dict[str, Any] = {"lead": "lead-1", "promise": f"p-{id_}", "enrolment": "e"}
    return Replied(message=sent, reply=Reply(meaning=meaning, **more), **settings)


def word(disposition: Disposition, **more: Any) -> DispositionGiven:
    """Return what the agent says of the call."""
    return DispositionGiven(touch="t", disposition=disposition, **more)


def promise(id_: str, hours: float) -> CallbackRequested:
    """Return a call that was agreed in the conversation."""
    return CallbackRequested(id=id_, at=NOON + timedelta(hours=hours), ref="touch:t", enrolment="e")


def contacts_no_more(memory: MemoryLedger) -> bool:
    """Tell whether nothing is planned any more for the person but the one confirmation of their stop."""
    move = next_move(CALLS, memory.people["lead-1"], memory.now, LAW)
    return isinstance(move, Finish) or (isinstance(move, Attempt) and move.cause.kind is CauseKind.INBOUND)


def test_a_report_after_a_stop_is_recorded_and_wakes_nobody() -> None:
    """The call that rang when the person said stop ends, and the plan stays at its end."""
    memory = ledger()
    memory.record("lead-1", message("m", "revoke"))
    memory.news.clear()

    memory.report("lead-1", "t", outcome=Outcome.ANSWERED, over=True)

    assert memory.people["lead-1"].touches[0].outcome is Outcome.ANSWERED
    assert memory.news == []
    assert contacts_no_more(memory)


def test_a_stop_while_it_rings_cancels_the_call_and_the_cancelation_is_no_try() -> None:
    """The carrier cancels it and reports so; the agent is free, and nothing is tried again."""
    memory = ledger()
    memory.record("lead-1", Stopped(source="voice", ref="key", number=1))
    assert memory.canceled == ["lead-1"]

    memory.report("lead-1", "t", status="canceled", outcome=Outcome.CANCELED, over=True)

    assert memory.places == set()
    assert isinstance(next_move(CALLS, memory.people["lead-1"], memory.now, LAW), Finish)


def test_a_reply_while_the_call_rings_stands_beside_its_outcome() -> None:
    """Whichever is recorded first, both are known afterwards."""
    ends = []
    for reply_first in (True, False):
        memory = ledger()
        steps = [
            lambda memory=memory: memory.record("lead-1", message("m")),
            lambda memory=memory: memory.report("lead-1", "t", at=NOON, outcome=Outcome.NO_ANSWER, over=True),
        ]
        for step in steps if reply_first else reversed(steps):
            step()
        ends.append(memory.people["lead-1"])

    assert [(end.touches[0].replied_at, end.touches[0].outcome) for end in ends] == [(NOON, Outcome.NO_ANSWER)] * 2
    assert ends[0].touches == ends[1].touches


def test_of_two_dispositions_the_later_one_counts() -> None:
    """The agent corrects: the promise of the first word is canceled, and only what the second one means follows."""
    memory = ledger()
    memory.report("lead-1", "t", outcome=Outcome.ANSWERED, over=True)
    memory.record("lead-1", word(Disposition.CALLBACK, callback=promise("p1", 3)))
    memory.record("lead-1", word(Disposition.REFUSED, take_back="p1"))

    after = memory.people["lead-1"]
    assert after.touches[0].disposition is Disposition.REFUSED
    assert standing_promises(CALLS, after) == ()
    assert next_move(CALLS, after, memory.now, LAW) == Finish(reason="refused")


def test_a_wrong_number_that_is_corrected_stays_closed() -> None:
    """What an agent has closed is opened by a person of ours, not by another word (law 6)."""
    memory = ledger()
    memory.report("lead-1", "t", outcome=Outcome.ANSWERED, over=True)
    memory.record("lead-1", word(Disposition.WRONG_NUMBER))
    memory.record("lead-1", word(Disposition.INTERESTED))

    after = memory.people["lead-1"]
    assert after.touches[0].disposition is Disposition.INTERESTED
    assert after.lead.numbers[0].closed == "wrong_number"


def test_a_corrected_promise_is_made_once() -> None:
    """Another hour for the same conversation replaces the first: one call stands."""
    memory = ledger()
    memory.report("lead-1", "t", outcome=Outcome.ANSWERED, over=True)
    memory.record("lead-1", word(Disposition.CALLBACK, callback=promise("p1", 3)))
    memory.record("lead-1", word(Disposition.CALLBACK, callback=replace(promise("p2", 5), instead_of=("p1",))))

    after = memory.people["lead-1"]
    assert [stands.id for stands in standing_promises(CALLS, after)] == ["p2"]
    move = next_move(CALLS, after, memory.now, LAW)
    assert isinstance(move, Attempt)
    assert (move.cause.kind, move.cause.ref) == (CauseKind.CALLBACK, "p2")


def test_a_late_report_after_a_correction_keeps_the_word_and_says_more_of_the_call() -> None:
    """Nobody answered, says the first report; the agent has noted a conversation, and the late report knows of it."""
    memory = ledger()
    memory.report("lead-1", "t", outcome=Outcome.NO_ANSWER, over=True)
    memory.record("lead-1", word(Disposition.INTERESTED))
    memory.record("lead-1", word(Disposition.CONVERTED))

    memory.report("lead-1", "t", outcome=Outcome.ANSWERED, over=True, wrap_up=timedelta(minutes=2))

    after = memory.people["lead-1"].touches[0]
    assert (after.outcome, after.disposition) == (Outcome.ANSWERED, Disposition.CONVERTED)
    assert [kept.outcome for kept in memory.contradictions] == [Outcome.NO_ANSWER]
    assert next_move(CALLS, memory.people["lead-1"], memory.now, LAW) == Finish(reason="converted")


def test_an_answer_that_was_lost_after_the_report_came_changes_nothing() -> None:
    """The webhook was faster than our own request: what it said stands."""
    memory = ledger()
    memory.report("lead-1", "t", outcome=Outcome.BUSY, over=True)
    before = memory.people["lead-1"]

    memory.record("lead-1", AnswerMissing(was=memory.stored["t"], code="timeout"))
    memory.record("lead-1", NeverSent(was=memory.stored["t"]))

    assert memory.people["lead-1"] == before


def test_a_stop_in_a_family_closes_the_shared_number_and_no_other() -> None:
    """Everybody who has the number is notified; a person keeps the numbers that are theirs alone."""
    other = facts(
        lead=lead(id="lead-2", numbers=(number(1), number(2))),
        enrolment=Enrolment(id="enrolment-2", campaign="spring", version=1, at=NOON),
    )
    memory = ledger(other)

    memory.record("lead-1", message("m", "revoke"))

    assert [row.number for row in memory.people["lead-2"].suppressions] == [1]
    assert (NewsKind.OPT_OUT, "enrolment-2") in memory.news
    assert memory.canceled == ["lead-1", "lead-2"]
    assert isinstance(next_move(CALLS, memory.people["lead-2"], memory.now, LAW), Attempt)


def test_a_stop_said_twice_in_two_ways_is_one_suppression() -> None:
    """A reply and the agent's word cross each other: the first one's instant and source stand."""
    memory = ledger()
    memory.record("lead-1", message("m", "revoke"))
    memory.report("lead-1", "t", outcome=Outcome.ANSWERED, over=True)

    made = memory.record("lead-1", word(Disposition.DO_NOT_CONTACT))

    assert [row.source for row in memory.people["lead-1"].suppressions] == ["reply"]
    assert not any(isinstance(row, Suppress) for row in made.writes)


def test_a_decision_after_a_clear_stop_opens_nothing() -> None:
    """A harmless message that waited before the stop lets go only what it held itself."""
    memory = ledger()
    memory.report("lead-1", "t", outcome=Outcome.NO_ANSWER, over=True)
    memory.record("lead-1", message("m1", "hold"))
    memory.record("lead-1", message("m2", "revoke"))
    held = tuple(undecided_replies(memory.people["lead-1"]))

    memory.record("lead-1", Reviewed(messages=held, by="ana"))

    after = memory.people["lead-1"]
    assert list(undecided_replies(after)) == []
    assert [row.source for row in after.suppressions] == ["reply"]
    assert contacts_no_more(memory)


def test_a_move_to_another_version_while_a_call_rings_keeps_the_call() -> None:
    """Its report comes afterwards and is recorded as ever."""
    memory = ledger()
    memory.record("lead-1", VersionChanged(version=2))
    memory.report("lead-1", "t", outcome=Outcome.NO_ANSWER, over=True)

    after = memory.people["lead-1"]
    assert (after.enrolment.version, after.touches[0].outcome) == (2, Outcome.NO_ANSWER)


EVENTS = st.one_of(
    st.tuples(st.just("report"), st.sampled_from([Outcome.ANSWERED, Outcome.NO_ANSWER, Outcome.BUSY, Outcome.LOST])),
    st.tuples(st.just("reply"), st.sampled_from(["none", "hold", "help", "revoke"])),
    st.tuples(st.just("call me"), st.integers(2, 5)),
    st.tuples(st.just("word"), st.sampled_from([Disposition.INTERESTED, Disposition.WRONG_NUMBER])),
    st.tuples(st.just("agreed"), st.integers(2, 5)),
    st.tuples(st.just("lost"), st.just("")),
    st.tuples(st.just("reviewed"), st.booleans()),
    st.tuples(st.just("moved"), st.integers(2, 3)),
)


def happen(memory: MemoryLedger, nth: int, what: str, detail: Any) -> None:
    """Record one event of a history."""
    settled = memory.stored["t"].touch.state is TouchState.SETTLED
    match what:
        case "report":
            memory.report("lead-1", "t", outcome=detail, over=True)
        case "reply":
            memory.record("lead-1", message(f"m{nth}", detail, at=memory.now))
        case "call me":
            at = memory.now + timedelta(hours=detail)
            memory.record("lead-1", message(f"m{nth}", "callback", at=memory.now, callback_at=at))
        case "word" if settled:
            memory.record("lead-1", word(detail))
        case "agreed" if settled:
            memory.record("lead-1", word(Disposition.CALLBACK, callback=promise(f"a{nth}", detail)))
        case "lost":
            memory.record("lead-1", AnswerMissing(was=memory.stored["t"]))
        case "reviewed":
            if held := tuple(undecided_replies(memory.people["lead-1"])):
                memory.record("lead-1", Reviewed(messages=held, by="ana", closes=detail))
        case "moved":
            memory.record("lead-1", VersionChanged(version=detail))
        case _:
            pass  # a word about a call that has not ended is refused at the edge


@given(history=st.lists(EVENTS, max_size=8))
def test_whatever_happens_in_whatever_order_what_was_said_stands(history: list[tuple[str, Any]]) -> None:
    """A stop is never undone, an outcome never says less, a touch never goes back, and one promise stands at most."""
    memory = ledger()
    for nth, (what, detail) in enumerate(history):
        before, was = memory.people["lead-1"], memory.stored["t"]
        happen(memory, nth, what, detail)
        after, now = memory.people["lead-1"], memory.stored["t"]

        assert set(before.suppressions) <= set(after.suppressions)
        assert {message.id for message in before.inbound} <= {message.id for message in after.inbound}
        assert was.touch.state in OPEN_STATES or now.touch.state is TouchState.SETTLED
        if was.touch.outcome is not None:
            assert now.touch.outcome is not None
            assert weighed(now.touch.outcome, now.code).weight >= weighed(was.touch.outcome, was.code).weight
        assert len(standing_promises(CALLS, after)) <= 1
        if after.suppressions and now.touch.state not in OPEN_STATES:  # what rings is canceled at the carrier
            assert contacts_no_more(memory)


@pytest.mark.parametrize("twice", ["report", "word", "stop", "move"])
def test_what_is_recorded_twice_changes_the_facts_once(twice: str) -> None:
    """Webhooks are delivered again, and people press a button twice."""
    memory = ledger()
    memory.report("lead-1", "t", at=NOON, outcome=Outcome.ANSWERED, over=True)
    for _ in range(2):
        before = memory.people["lead-1"]
        match twice:
            case "report":
                memory.report("lead-1", "t", at=NOON, outcome=Outcome.ANSWERED, over=True)
            case "word":
                memory.record("lead-1", word(Disposition.WRONG_NUMBER))
            case "stop":
                memory.record("lead-1", Stopped(source="voice", ref="key", number=1))
            case _:
                memory.record("lead-1", VersionChanged(version=2))

    assert memory.people["lead-1"] == before
