"""Does the cadence wait for the result of a task, and where does each result lead?"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from cadence.campaign.content.task import Task
from cadence.campaign.shape import Campaign, Step
from cadence.campaign.step_shape import CallbackRule
from cadence.domain import (
    TASK_OVERDUE,
    Attempt,
    Cause,
    CauseKind,
    Channel,
    Facts,
    Finish,
    HoldName,
    Move,
    Outcome,
    PauseScope,
    Suppression,
    SuppressionScope,
    Touch,
    TouchState,
    Wait,
)
from cadence.domain.facts import Pause
from cadence.domain.house import HouseRules
from cadence.domain.touch_record import Stored
from cadence.planning import next_move
from cadence.planning.candidate import touch_of
from cadence.planning.task_results import MOST_REMINDERS, next_reminder, result_by, working_span
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.events import TaskGiven, TaskOverdue, TaskResultGiven
from tests.unit.policy.builders import LAW, MONDAY, campaign, facts, hours, number, promise, sms, tried

HOUSE = HouseRules()
"""Monday to Friday, 09:00 to 18:00 in UTC."""
FOUR = Task(title="Look", due=hours(4))


def work(**on: Any) -> Step:
    """Return a task with a result, due in four working hours."""
    return Step(step="work", task=FOUR, on=on)


def begun(spring: Campaign, now: datetime = MONDAY) -> Facts:
    """Return the facts after the first step, a task, was created."""
    known = facts()
    move = next_move(spring, known, now, LAW)
    assert isinstance(move, Attempt)
    touch = touch_of(spring, known, move, now, id_="task")
    event = TaskGiven(
        was=Stored(touch=touch, version=1), title="Look", result_by=result_by(spring.cadence[0], now, HOUSE)
    )
    given = replace(known, touches=(touch,))
    return apply(given, change(given, event, now, spring))


def marked(spring: Campaign, known: Facts, move: Move, now: datetime) -> Facts:
    """Return the facts after it was noted that the task is overdue."""
    assert isinstance(move, Attempt)
    assert (move.cause.kind, move.cause.ref, move.step) == (CauseKind.OVERDUE, "task", TASK_OVERDUE)
    touch = touch_of(spring, known, move, now, id_=f"mark-{move.cause.lap}")
    given = replace(known, touches=(*known.touches, touch))
    until = next_reminder(spring, given, move.cause, now, HOUSE)
    return apply(given, change(given, TaskOverdue(was=Stored(touch=touch, version=1), until=until), now, spring))


def said(spring: Campaign, known: Facts, result: Outcome, now: datetime) -> Facts:
    """Return the facts after one of our people gave the result."""
    return apply(known, change(known, TaskResultGiven(touch="task", result=result, by="ana"), now, spring))


@pytest.mark.parametrize(
    ("on", "result", "then"),
    [
        ({"done": "next", "declined": "end"}, Outcome.DONE, "one"),  # the step below
        ({"done": "two", "declined": "end"}, Outcome.DONE, "two"),  # a step by its name
        ({"done": "two", "declined": "end"}, Outcome.DECLINED, "end"),
        ({"done": "two", "otherwise": "end"}, Outcome.DECLINED, "end"),
        ({}, Outcome.DECLINED, "one"),  # what is not named goes on
        ({"done": "next", "otherwise": "end"}, Outcome.DONE, "one"),  # `next` is not `otherwise`
        ({"overdue": "remind", "otherwise": "two"}, Outcome.DONE, "two"),
    ],
)
def test_a_result_leads_on(on: dict[str, str], result: Outcome, then: str) -> None:
    """By `on`, as the outcome of any other step."""
    spring = campaign(work(**on), sms("one"), sms("two"))
    known = begun(spring)
    assert next_move(spring, known, MONDAY, LAW) == Wait(at=MONDAY + hours(4), hold=HoldName.TASK)

    move = next_move(spring, said(spring, known, result, MONDAY + hours(1)), MONDAY + hours(1), LAW)

    if then == "end":
        assert isinstance(move, Finish)
    else:
        assert isinstance(move, Attempt)
        assert move.step == then


def test_the_wait_for_the_next_step_counts_from_the_result() -> None:
    """And not from the hour at which the task was created."""
    spring = campaign(work(), sms("one", after={"done": hours(2), "otherwise": hours(9)}))
    known = said(spring, begun(spring), Outcome.DONE, MONDAY + hours(3))
    move = next_move(spring, known, MONDAY + hours(3), LAW)
    assert isinstance(move, Attempt)
    assert move.due == MONDAY + hours(5)


def test_a_task_without_a_due_time_holds_nothing() -> None:
    """As before there were results."""
    spring = campaign(Step(step="work", task=Task(title="Look")), sms("one"))
    move = next_move(spring, begun(spring), MONDAY, LAW)
    assert isinstance(move, Attempt)
    assert move.step == "one"


def test_overdue_without_remind_closes_the_task_and_goes_on() -> None:
    """The row that says so is written at the due time, once."""
    spring = campaign(work(overdue="two"), sms("one"), sms("two"))
    known, due = begun(spring), MONDAY + hours(4)
    known = marked(spring, known, next_move(spring, known, due, LAW), due)
    assert [touch.outcome for touch in known.touches] == [Outcome.OVERDUE, Outcome.OVERDUE]
    move = next_move(spring, known, due, LAW)
    assert isinstance(move, Attempt)
    assert move.step == "two"


def test_reminders_are_bounded() -> None:
    """Three times; when the result is due once more, the cadence goes on without it."""
    spring = campaign(work(overdue="remind", otherwise="two"), sms("one"), sms("two"))
    known, now = begun(spring), MONDAY
    for _ in range(MOST_REMINDERS + 1):
        waiting = next_move(spring, known, now, LAW)
        assert isinstance(waiting, Wait)
        assert waiting.at is not None
        assert waiting.at == result_by(spring.cadence[0], now, HOUSE)
        now = waiting.at
        known = marked(spring, known, next_move(spring, known, now, LAW), now)
    assert [touch.outcome for touch in known.touches] == [Outcome.OVERDUE, *[Outcome.CREATED] * 3, Outcome.OVERDUE]
    move = next_move(spring, known, now, LAW)
    assert isinstance(move, Attempt)
    assert move.step == "two"


def test_a_result_after_a_reminder_counts() -> None:
    """The task stays open while somebody is reminded of it."""
    spring = campaign(work(overdue="remind", done="two"), sms("one"), sms("two"))
    known, due = begun(spring), MONDAY + hours(4)
    known = marked(spring, known, next_move(spring, known, due, LAW), due)
    move = next_move(spring, said(spring, known, Outcome.DONE, due + hours(1)), due + hours(1), LAW)
    assert isinstance(move, Attempt)
    assert move.step == "two"


@pytest.mark.parametrize(
    ("span", "begins", "ends"),
    [
        (hours(4), "2027-03-12T17:00Z", "2027-03-15T12:00Z"),  # over a weekend
        (timedelta(days=1), "2027-03-12T17:00Z", "2027-03-15T17:00Z"),  # a working day, whatever its hours
        (timedelta(days=1, hours=2), "2027-03-10T10:00Z", "2027-03-11T12:00Z"),
        (hours(1), "2027-03-13T10:00Z", "2027-03-15T10:00Z"),  # created on a Saturday
    ],
)
def test_the_due_time_is_counted_in_working_hours(span: timedelta, begins: str, ends: str) -> None:
    """Those of the house, in its zone."""
    step = Step(step="work", task=Task(title="Look", due=span))
    assert result_by(step, datetime.fromisoformat(begins), HOUSE) == datetime.fromisoformat(ends)


def test_a_house_without_working_hours_works_always() -> None:
    """A day is a day then."""
    assert working_span(timedelta(days=2), HouseRules(working_hours=())) == timedelta(days=2)


def test_time_on_pause_does_not_count() -> None:
    """The due time comes later by the pause; a pause that lasts holds what is overdue, too."""
    spring = campaign(work(), sms("one"))
    known = begun(spring)
    held = Pause(scope=PauseScope.ALL, since=MONDAY + hours(1), until=MONDAY + hours(2))
    assert next_move(spring, replace(known, pauses=(held,)), MONDAY + hours(2), LAW) == Wait(
        at=MONDAY + hours(5), hold=HoldName.TASK
    )


def test_a_stop_ends_the_wait() -> None:
    """Nobody works for a person who has said stop."""
    spring = campaign(work(), sms("one"))
    stop = Suppression(id=1, number=number().id, scope=SuppressionScope.EVERYTHING, since=MONDAY, source="reply")
    assert isinstance(next_move(spring, replace(begun(spring), suppressions=(stop,)), MONDAY + hours(1), LAW), Finish)


def test_a_stop_of_the_purpose_alone_ends_it_as_well() -> None:
    """The rules about a task are asked for as long as it is open."""
    spring = campaign(work(), sms("one"))
    scope, value = SuppressionScope.PURPOSE, spring.purpose.value
    stop = Suppression(id=1, number=number().id, scope=scope, value=value, since=MONDAY, source="reply")
    move = next_move(spring, replace(begun(spring), suppressions=(stop,)), MONDAY + hours(1), LAW)
    assert move == Finish(reason="suppressed")


def test_a_promised_call_waits_for_no_task() -> None:
    """And a task that is overdue for no call."""
    spring = campaign(work(), sms("one"), Step(step="ring", call={"floor": "sales"}))  # type: ignore[arg-type]
    known = replace(begun(spring), callbacks=(promise(at=MONDAY + hours(2)),))
    move = next_move(spring, known, MONDAY + hours(1), LAW)
    assert isinstance(move, Attempt)
    assert (move.cause.kind, move.at) == (CauseKind.CALLBACK, MONDAY + hours(2))
    late = replace(known, callbacks=(promise(at=MONDAY + hours(9)),))
    assert next_move(spring, late, MONDAY + hours(1), LAW) == Wait(at=MONDAY + hours(4), hold=HoldName.TASK)


@pytest.mark.parametrize(
    ("called_at", "after_call", "result", "then"),
    [
        (1, "two", Outcome.DECLINED, "end"),  # the result is what is known last
        (1, "two", Outcome.DONE, "one"),
        (1, "end", Outcome.DONE, "end"),  # who has spoken with us, and is at the end, hears no more
        (3, "two", Outcome.DECLINED, "two"),  # the call came after the result
    ],
)
def test_the_result_or_the_promised_call_decides_whichever_came_later(
    called_at: int, after_call: str, result: Outcome, then: str
) -> None:
    """A promised call may be made while a task is open; its end is an end all the same."""
    rule = CallbackRule(call={"floor": "sales"}, on={"otherwise": after_call})  # type: ignore[arg-type]
    spring = campaign(work(done="next", declined="end"), sms("one"), sms("two"), callback=rule)
    known, now = said(spring, begun(spring), result, MONDAY + hours(2)), MONDAY + hours(4)
    cause = Cause(kind=CauseKind.CALLBACK, ref="promise-1")
    call = tried("callback", Outcome.ANSWERED, at=MONDAY + hours(called_at), channel=Channel.CALL, cause=cause)

    move = next_move(spring, replace(known, touches=(*known.touches, call)), now, LAW)

    assert getattr(move, "step", "end") == then


def test_a_result_after_the_end_notifies_nobody() -> None:
    """It is recorded, if it is at all."""
    spring = campaign(work(), sms("one"))
    known = begun(spring)
    ended = replace(known, enrolment=replace(known.enrolment, finished="completed"))
    assert not change(ended, TaskResultGiven(touch="task", result=Outcome.DONE, by="ana"), MONDAY, spring).notify


def test_old_touches_of_tasks_have_no_result() -> None:
    """A task of before there were results is no open task: the cadence goes on."""
    spring = campaign(work(), sms("one"))
    old: Touch = tried("work", Outcome.CREATED, channel=Channel.TASK, number=None, state=TouchState.SETTLED)
    move = next_move(spring, facts(old), MONDAY, LAW)
    assert isinstance(move, Attempt)
    assert move.step == "one"
