"""
What becomes of a message, and of a task for our own people? Pure: facts before, facts after, and who says what when.

Some tasks are done, some declined, and of some nobody says anything in time: the shares are those of `Behaviour`.
"""

from datetime import datetime

from cadence.campaign import Step
from cadence.domain import Attempt, CauseKind, Facts, Touch
from cadence.domain.touch_record import Stored
from cadence.planning.assignees import label_and_assignee
from cadence.planning.position import step_of
from cadence.planning.task_results import is_open, next_reminder, result_by, working_span
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.events import TaskGiven, TaskOverdue, TaskResultGiven
from cadence.policy.hours.work_dates import work_date_of
from cadence.policy.hours.working_time import after_work
from cadence.simulation.behaviour import ReplyKind
from cadence.simulation.changes import added, message_ended, nth_to, number_of
from cadence.simulation.people import PersonEvent
from cadence.simulation.tally import SimulationCounts
from cadence.simulation.world import SimulationWorld


def send(world: SimulationWorld, facts: Facts, attempt: Attempt, touch: Touch) -> tuple[Facts, PersonEvent | None]:
    """Return the facts after a message left, and what is written back."""
    number = number_of(facts, touch.number).e164
    reaction = world.message_reaction(attempt, number, nth_to(facts, touch.number, calls=False))
    after = message_ended(added(facts, touch), touch, reaction, touch.at)
    silent = reaction.reply is ReplyKind.NOTHING
    return after, None if silent else PersonEvent(touch.at + reaction.after, touch.id, reply_to=reaction)


def hand_out(
    world: SimulationWorld, facts: Facts, touch: Touch, now: datetime, tally: SimulationCounts
) -> tuple[Facts, PersonEvent | None]:
    """Return the facts after work was handed out, or was noted as overdue, and the result that somebody will give."""
    was, campaign, house = Stored(touch=touch, version=1), world.campaign, world.law.house
    if touch.cause.kind is CauseKind.OVERDUE:
        task = _touch(facts, touch.cause.ref)
        until = next_reminder(campaign, facts, touch.cause, now, house)
        after = apply(facts, change(facts, TaskOverdue(was=was, until=until), now, campaign))
        if until is None:
            tally.resulted(_touch(after, task.id))
            return after, None
        return after, _coming(world, facts, task, touch.cause.lap, now)
    step = _step(world, touch)
    if step is not None:
        label, assign = label_and_assignee(campaign, facts, touch.cause)
        tally.tasks[work_date_of(now, house).day, label, assign] += 1
    given = TaskGiven(was=was, title="", result_by=result_by(step, now, house))
    return apply(facts, change(facts, given, now, campaign)), _coming(world, facts, touch, 0, now)


def task_ended(world: SimulationWorld, facts: Facts, coming: PersonEvent, tally: SimulationCounts) -> Facts:
    """Return the facts after somebody gave the result of a task; nothing changes once nobody waits for it."""
    task = _touch(facts, coming.touch)
    if coming.result is None or facts.enrolment.finished is not None or not is_open(task):
        return facts
    event = TaskResultGiven(touch=task.id, result=coming.result, by="")
    after = apply(facts, change(facts, event, coming.at, world.campaign))
    tally.resulted(_touch(after, task.id))
    return after


def _coming(world: SimulationWorld, facts: Facts, task: Touch, nth: int, now: datetime) -> PersonEvent | None:
    """Return what somebody will say of a task after its n-th reminder; None where nobody says anything in time."""
    step, house = _step(world, task), world.law.house
    if step is None or step.task is None or step.task.due is None:
        return None
    result, share = world.people.task_result(facts.lead.id, str(task.cause), nth)
    at = after_work(now, share * working_span(step.task.due, house), house)
    return None if result is None else PersonEvent(at, task.id, result=result)


def _step(world: SimulationWorld, task: Touch) -> Step | None:
    """Return the step that made a task; None for one about a promised call, which has no result."""
    return step_of(world.campaign, task.cause) if task.cause.kind is CauseKind.STEP else None


def _touch(facts: Facts, touch: str) -> Touch:
    return next(own for own in facts.touches if own.id == touch)
