"""
Does the cadence wait for the result of a task, and until when? Pure.

The touch of a task has the instant by which its result is due, in the working time of the house. What is not done by
then leaves a row of its own: it reminds somebody, or it ends the wait.
"""

from datetime import datetime, timedelta

from cadence.campaign import Campaign, Step
from cadence.campaign.results import reminds
from cadence.domain import TASK_OVERDUE, Attempt, Cause, CauseKind, Facts, HoldName, Outcome, Touch, TouchState, Wait
from cadence.domain.channels import WORK_CHANNEL
from cadence.domain.house import HouseRules
from cadence.planning.case import PlanningCase
from cadence.planning.due import advance
from cadence.planning.jumps import standing_jump
from cadence.planning.pauses import relevant
from cadence.planning.position import ended, last_visit
from cadence.policy.hours.working_time import after_work, working_day

MOST_REMINDERS = 3
"""So many times somebody is reminded of a task; when it is due once more, the cadence goes on without its result."""
ONE_DAY = timedelta(days=1)
AT_ONCE = timedelta(0)


def open_task(campaign: Campaign, facts: Facts) -> Touch | None:
    """
    Return the task whose result the cadence waits for: the last step of a lead, if it is one and has none yet.

    An event of another system that leads elsewhere waits for no task.
    """
    if facts.enrolment.kind != "cadence" or standing_jump(campaign, facts) is not None:
        return None
    visit = last_visit(facts.own())
    touch = visit[-1] if visit else None
    return touch if touch is not None and is_open(touch) else None


def is_open(touch: Touch) -> bool:
    """Tell whether a touch is a task whose result is waited for."""
    return touch.state is TouchState.SETTLED and touch.outcome is Outcome.CREATED and touch.result_by is not None


def result_by(step: Step | None, now: datetime, house: HouseRules) -> datetime | None:
    """Return when the result of a task is due that is created, or of which somebody is reminded, now; None for none."""
    span = step.task.due if step is not None and step.task is not None else None
    return None if span is None else after_work(now, working_span(span, house), house)


def working_span(span: timedelta, house: HouseRules) -> timedelta:
    """Return the working time that a file means: a day is a working day of the house, the rest are working hours."""
    return span.days * (working_day(house) or ONE_DAY) + span % ONE_DAY


def awaited_result(case: PlanningCase) -> Attempt | Wait | None:
    """Return the wait for the result of a task, or what is written because it is overdue; None without such a task."""
    touch = open_task(case.campaign, case.facts)
    if touch is None:
        return None
    at = due_at(case, touch)
    if at > case.now:
        return Wait(at=at, hold=HoldName.TASK)
    cause = Cause(kind=CauseKind.OVERDUE, ref=touch.id, lap=len(marks(case.facts, touch)) + 1)
    return Attempt(at=case.now, channel=WORK_CHANNEL, cause=cause, step=TASK_OVERDUE, due=at, leaves=False)


def due_at(case: PlanningCase, touch: Touch) -> datetime:
    """Return when the result of an open task is due; time on pause does not count."""
    if touch.result_by is None:
        raise AssertionError(f"the task {touch.id} has no result")
    made = marks(case.facts, touch)
    begun = made[-1].at if made else ended(touch)
    pauses = relevant(case.campaign, case.facts, case.campaign.step_named(touch.cause.ref))
    shifted = advance(begun, touch.result_by - begun, pauses)
    return touch.result_by if shifted == touch.result_by else after_work(shifted, AT_ONCE, case.law.house)


def marks(facts: Facts, task: Touch) -> list[Touch]:
    """Return the rows that say that a task was overdue, oldest first."""
    return [own for own in facts.own() if (own.cause.kind, own.cause.ref) == (CauseKind.OVERDUE, task.id)]


def next_reminder(campaign: Campaign, facts: Facts, mark: Cause, now: datetime, house: HouseRules) -> datetime | None:
    """Return when an overdue task is due again, if somebody is reminded of it; None when its time is over for good."""
    task = next(own for own in facts.own() if own.id == mark.ref)
    step = campaign.step_named(task.cause.ref)
    return result_by(step, now, house) if reminds(step) and mark.lap <= MOST_REMINDERS else None
