"""Does a message from a person change what it must, and no more?"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cadence.domain import (
    Callback,
    Cause,
    CauseKind,
    Channel,
    Enrolment,
    Facts,
    Inbound,
    Lead,
    NewsKind,
    Outcome,
    SuppressionScope,
)
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.change import (
    Change,
    Notify,
    OpenEnrolment,
    OpenTask,
    People,
    PlanConfirmation,
    PromiseCall,
    RecordInbound,
    Suppress,
    SuppressPerson,
    UpdateTouch,
)
from cadence.planning.transitions.events import Replied
from cadence.replies.opt_out import Reply
from cadence.replies.stop_scope import ClosedPart
from tests.unit.policy.builders import MONDAY, NOON, call, campaign, facts, sms, touch

SENT = touch(MONDAY, id="sent")
CALLS = campaign(sms("hello"), call("ring"))
FINISHED = Enrolment(id="enrolment-1", campaign="spring", version=3, at=MONDAY, finished="completed")
TOMORROW = NOON + timedelta(days=1)
STOP = Reply(meaning="revoke")
STOP_CALLS = Reply(meaning="revoke", scope=(ClosedPart(scope=SuppressionScope.CHANNEL, value="call"),))
CALL_ME = Reply(meaning="callback", callback_at=TOMORROW)


def message(**more: Any) -> Inbound:
    """Return a text that answers the one that was sent."""
    settings: dict[str, Any] = {"id": "m", "channel": Channel.SMS, "number": 1, "sender": "+34910000001", "at": NOON}
    return Inbound(**(settings | {"touch": "sent"} | more))


def hear(reply: Reply, known: Facts | None = None, **more: Any) -> Change:
    """Return what a message changes."""
    known = known or facts(SENT)
    event = Replied(
        message=message(**more), reply=reply, lead=known.lead.id or None, body="words", promise="p", enrolment="e"
    )
    return change(known, event, NOON, CALLS)


def test_a_reply_from_an_old_number_of_the_lead_is_a_fact_about_the_lead() -> None:
    """It holds as one from a number that the lead still has; one of somebody else's with that number does not."""
    known = facts(SENT)
    made = hear(Reply(meaning="hold"), known, number=99)
    others = replace(
        made, writes=tuple(replace(write, lead="l-2") for write in made.writes if isinstance(write, RecordInbound))
    )

    assert [received.meaning for received in apply(known, made).inbound] == ["hold"]
    assert apply(known, others).inbound == ()


def kinds(made: Change) -> list[type]:
    """Return what kinds of rows a change writes, in order."""
    return [type(write) for write in made.writes]


@pytest.mark.parametrize(
    ("reply", "rows"),
    [
        (STOP, [RecordInbound, Suppress, SuppressPerson]),  # a stop leaves no work: it is obeyed
        (STOP_CALLS, [RecordInbound, OpenTask, Suppress, SuppressPerson, UpdateTouch]),  # the rest wants an answer
        (CALL_ME, [RecordInbound, OpenTask, UpdateTouch, PromiseCall]),
        (Reply(meaning="none"), [RecordInbound, OpenTask, UpdateTouch]),
        (Reply(meaning="hold"), [RecordInbound, OpenTask, UpdateTouch]),
        (Reply(meaning="restrict"), [RecordInbound, OpenTask, UpdateTouch]),
        (Reply(meaning="help"), [RecordInbound, OpenTask, UpdateTouch]),
        (Reply(meaning="rejoin"), [RecordInbound, OpenTask, UpdateTouch]),
    ],
)
def test_each_meaning_writes_its_rows(reply: Reply, rows: list[type]) -> None:
    """Whatever it means, the message is kept first, and wherever a person has to do something there is a task."""
    made = hear(reply)

    assert kinds(made) == rows
    assert NewsKind.REPLY in {notice.kind for notice in made.notify} or reply is STOP


def test_a_stop_is_confirmed_through_the_open_enrolment() -> None:
    """Nothing is opened for it, and everybody who shares the number hears of it."""
    made = hear(STOP)

    assert made.confirm == PlanConfirmation(message="m", enrolment="enrolment-1")
    assert made.notify == (Notify(kind=NewsKind.OPT_OUT, people=People(lead="lead-1", numbers=(1,)), ref="m"),)


@pytest.mark.parametrize(
    ("known", "more", "opens"),
    [
        (facts(SENT, enrolment=FINISHED), {}, True),  # the cadence is over: an enrolment of its own confirms it
        (facts(SENT, enrolment=FINISHED), {"confirmed_by_carrier": True}, False),  # the carrier has said it already
        (facts(SENT, enrolment=FINISHED), {"touch": None}, False),  # it answers nothing of ours
        (facts(SENT, enrolment=FINISHED), {"channel": Channel.CALL}, False),  # a key pressed: nothing to write back to
        (
            facts(
                SENT,
                touch(MONDAY, id="c", cause=Cause(kind=CauseKind.INBOUND, ref="earlier"), outcome=Outcome.SENT),
                enrolment=FINISHED,
            ),
            {},
            False,
        ),  # this person's stop was confirmed once
    ],
)
def test_a_stop_after_the_end_opens_an_enrolment_only_to_confirm_it(
    known: Facts, more: dict[str, Any], opens: bool
) -> None:
    """One confirmation for each person, on the channel they wrote on, and none that somebody else has sent."""
    made = hear(STOP, known, **more)

    opened = [write.enrolment for write in made.writes if isinstance(write, OpenEnrolment)]
    wanted = Enrolment(id="e", campaign="spring", version=3, at=NOON, kind="confirmation")
    assert opened == ([wanted] if opens else [])
    assert made.confirm == (PlanConfirmation(message="m", enrolment="e") if opens else None)


def test_a_call_that_was_asked_for_replaces_the_promise_that_stands() -> None:
    """A person is called once, at the hour they named last."""
    known = facts(SENT, callbacks=(Callback(id="old", at=NOON + timedelta(hours=3)),))

    made = hear(CALL_ME, known)

    promise = made.writes[-1]
    assert isinstance(promise, PromiseCall)
    assert (promise.at, promise.number, promise.instead_of, promise.ref) == (TOMORROW, 1, ("old",), "inbound:m")
    after = apply(known, made)
    assert [(callback.id, callback.canceled) for callback in after.callbacks] == [("old", True), ("p", False)]
    assert after.touches[0].replied_at == NOON


def test_the_same_call_asked_for_twice_is_promised_once() -> None:
    """Somebody who writes the same hour again wants one call."""
    once = apply(facts(SENT), hear(CALL_ME))

    assert kinds(hear(CALL_ME, once)) == [RecordInbound, OpenTask]


def test_a_call_asked_for_after_the_end_is_kept_by_an_enrolment_of_its_own() -> None:
    """Promises of the enrolment that has ended are not taken over."""
    known = facts(SENT, enrolment=FINISHED, callbacks=(Callback(id="kept", at=MONDAY),))

    after = apply(known, hear(CALL_ME, known))

    assert after.enrolment == Enrolment(id="e", campaign="spring", version=3, at=NOON, kind="callback")
    assert [callback.id for callback in after.callbacks] == ["p"]


def test_a_message_from_a_stranger_is_kept_and_obeyed() -> None:
    """Nobody of ours has that number: it is closed all the same, and a question becomes work."""
    nobody = Facts(lead=Lead(id="", numbers=()), enrolment=Enrolment(id="", campaign="", version=0, at=MONDAY))

    stop, question = hear(STOP, nobody, touch=None, number=9), hear(Reply(meaning="none"), nobody, touch=None, number=9)

    assert Suppress(numbers=(9,), source="reply", ref="m") in stop.writes
    assert (stop.confirm, apply(nobody, stop)) == (None, nobody)
    assert kinds(question) == [RecordInbound, OpenTask]


def test_the_first_answer_to_a_touch_stands_whatever_order_messages_come_in() -> None:
    """The carrier may deliver an older message later."""
    once = apply(facts(SENT), hear(Reply(meaning="none")))

    older = apply(once, hear(Reply(meaning="none"), once, id="m2", at=NOON - timedelta(hours=1)))

    assert older.touches[0].replied_at == NOON - timedelta(hours=1)
    assert [received.id for received in older.inbound] == ["m2", "m"]
    assert apply(older, hear(Reply(meaning="none"), older, id="m3")).touches == older.touches


def test_what_is_kept_of_a_message_says_how_it_was_read() -> None:
    """A stop in part is another meaning than a stop: only the latter ends everything."""
    for reply, meaning in ((STOP, "revoke"), (STOP_CALLS, "revoke_part"), (Reply(meaning="hold"), "hold")):
        row = hear(reply).writes[0]
        assert isinstance(row, RecordInbound)
        assert (row.message, row.body) == (replace(message(), meaning=meaning), "words")
