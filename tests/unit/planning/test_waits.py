"""Does `after` go by what became of the touch before?"""

from datetime import timedelta

import pytest

from cadence.campaign.parts import Retry
from cadence.campaign.shape import Campaign, Step
from cadence.domain import Callback, Cause, CauseKind, Channel, Disposition, Facts, Outcome, Touch, TouchState
from cadence.planning import next_move
from cadence.planning.due import timing
from cadence.planning.position import FALLBACK, cadence_due
from tests.unit.policy.builders import LAW, MONDAY, call, campaign, facts, hours, sms, task, tried

AT_ONCE = timedelta(0)
BY_RESULT = {
    "left": hours(48),
    "skipped": AT_ONCE,
    "replied": hours(1),
    "undelivered": hours(2),
    "failed": hours(3),
    "interested": hours(4),
    "answered": hours(5),
    "otherwise": hours(24),
}


def waited(spring: Campaign, known: Facts) -> timedelta:
    """Return how long the next step waits."""
    due = cadence_due(spring, known)
    assert due is not None
    return due.after


@pytest.mark.parametrize(
    ("touch", "expected"),
    [
        (tried("hello", Outcome.SENT), 48),  # it left, and nothing more is known
        (tried("hello", Outcome.DELIVERED), 48),  # `left` is true of it, too
        (tried("hello", Outcome.READ), 48),
        (tried("hello", Outcome.LOST), 48),  # it may have left
        (tried("hello", Outcome.DELIVERED, replied_at=MONDAY), 1),  # a reply says more than that it left
        (tried("hello", Outcome.UNDELIVERED), 2),  # its own word says more than `left`
        (tried("hello", Outcome.FAILED), 3),
        (tried("hello", Outcome.FAILED, taken=False), 3),  # the carrier refused it: it did not leave
        (tried("hello", Outcome.BLOCKED), 24),  # neither named nor left
        (tried("hello", Outcome.BLOCKED, taken=True), 48),  # the carrier took it before the network filtered it
        (tried("hello", Outcome.SKIPPED), 0),  # a rule refused it
        (tried("hello", Outcome.SKIPPED, rules=("step.late",)), 0),  # it was late
        (tried("hello", Outcome.SKIPPED, rules=(FALLBACK,)), 0),  # its failed branch was ordered: it did not leave
        (tried("hello", Outcome.ANSWERED, channel=Channel.CALL), 5),
        (tried("hello", Outcome.ANSWERED, channel=Channel.CALL, disposition=Disposition.INTERESTED), 4),
        (tried("hello", Outcome.ANSWERED, channel=Channel.CALL, disposition=Disposition.OTHER), 5),
        (tried("hello", Outcome.BUSY, channel=Channel.CALL), 48),  # it rang
        (tried("hello", Outcome.CREATED, channel=Channel.TASK), 24),  # nothing leaves the house with a task
    ],
)
def test_the_result_that_says_most_decides(touch: Touch, expected: float) -> None:
    """First what the agent said, then a reply, the outcome, and at last whether it left."""
    spring = campaign(sms("hello"), sms("again", after=BY_RESULT))

    assert waited(spring, facts(touch)) == hours(expected)


def test_what_is_not_named_is_due_at_once() -> None:
    """As without `after`."""
    spring = campaign(sms("hello"), sms("again", after={"skipped": hours(2)}))

    assert waited(spring, facts(tried("hello", Outcome.SENT))) == AT_ONCE
    assert waited(spring, facts(tried("hello", Outcome.SKIPPED))) == hours(2)


def test_a_touch_that_went_again_too_often_has_failed() -> None:
    """The carrier took it not once: its branch is that of a failure, and so is the wait."""
    spring = campaign(sms("hello"), sms("again", after=BY_RESULT))
    tries = [tried("hello", Outcome.NOT_TAKEN, attempt=n, at=MONDAY + hours(n)) for n in range(1, 11)]

    assert waited(spring, facts(*tries)) == hours(3)


def test_waits_go_by_the_touch_before_them() -> None:
    """A wait leaves no row, so the last touch counts for it and for the step behind it."""
    spring = campaign(
        sms("hello"),
        Step(step="rest", wait=hours(1), after={"skipped": hours(10), "otherwise": hours(20)}),
        sms("again", after={"left": hours(300), "otherwise": hours(100)}),
    )

    assert waited(spring, facts(tried("hello", Outcome.SENT))) == hours(321)
    assert waited(spring, facts(tried("hello", Outcome.SKIPPED))) == hours(111)


def test_a_loop_goes_by_the_touch_that_led_back_and_the_enrolment_by_otherwise() -> None:
    """Nothing came before the first visit."""
    spring = campaign(
        sms("hello", after={"left": hours(2), "otherwise": hours(7)}, on={"otherwise": "ring"}),
        call("ring", on={"otherwise": "hello"}),
    )
    rung = tried("ring", Outcome.BUSY, channel=Channel.CALL, at=MONDAY + hours(1))

    assert waited(spring, facts()) == hours(7)
    assert waited(spring, facts(tried("hello", Outcome.SENT), rung)) == hours(2)


def test_after_a_promised_call_its_own_result_counts() -> None:
    """The cadence goes on from the call, not from the step before it."""
    spring = campaign(sms("hello"), call("ring", after={"left": hours(9), "no_answer": hours(2)}))
    promised = Callback(id="promise-1", at=MONDAY + hours(1), ref="inbound:message-1")
    made = tried(
        "ring",
        Outcome.NO_ANSWER,
        channel=Channel.CALL,
        at=MONDAY + hours(1),
        cause=Cause(kind=CauseKind.CALLBACK, ref="promise-1"),
    )

    assert waited(spring, facts(tried("hello", Outcome.SENT), made, callbacks=(promised,))) == hours(2)


def test_a_retry_keeps_its_own_wait() -> None:
    """`after` is of the step, `retry.after` of its next try."""
    again = Retry(on=("busy",), after=hours(4), times=2)
    spring = campaign(sms("hello"), call("ring", after={"left": hours(9)}, retry=again))
    known = facts(tried("hello", Outcome.SENT), tried("ring", Outcome.BUSY, channel=Channel.CALL))

    assert waited(spring, known) == hours(4)


def test_a_reply_makes_a_step_due_at_once() -> None:
    """The wait is worked out from the facts each time: what is learnt later changes what has not left yet."""
    spring = campaign(sms("hello"), task("talk", after={"replied": AT_ONCE, "otherwise": hours(48)}))
    sent = tried("hello", Outcome.SENT)
    silent, answered = facts(sent), facts(tried("hello", Outcome.SENT, replied_at=MONDAY + hours(3)))

    assert next_move(spring, silent, MONDAY + hours(3), LAW).at == MONDAY + hours(48)
    assert next_move(spring, answered, MONDAY + hours(3), LAW).at == MONDAY + hours(3)


def test_the_wait_after_a_skipped_step_counts_from_its_skipping() -> None:
    """It ended when it was refused."""
    spring = campaign(sms("hello"), sms("again", after={"skipped": hours(2), "otherwise": hours(48)}))
    known = facts(tried("hello", Outcome.SKIPPED, at=MONDAY + hours(5)))
    due = cadence_due(spring, known)
    assert due is not None

    assert timing(spring, known, due, MONDAY).due == MONDAY + hours(7)


def test_a_touch_under_way_is_no_result_yet() -> None:
    """The plan is made again when it is over."""
    spring = campaign(sms("hello"), sms("again", after=BY_RESULT))
    known = facts(tried("hello", None, state=TouchState.CARRIED))

    move = next_move(spring, known, MONDAY, LAW)

    assert getattr(move, "step", "") == "hello"
