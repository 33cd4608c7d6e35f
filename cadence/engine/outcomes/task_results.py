"""How is the result of a task recorded? Edge: `planning/transitions/task_result.py` decides what it changes."""

from dataclasses import dataclass, replace

from cadence.domain import Outcome
from cadence.domain.errors import ConflictError, NotFoundError
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.engine.outcomes.writing import EventResult, case_after, without_unchanged, write
from cadence.ledger.campaigns import commands
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.touches import tasks
from cadence.ledger.touches.locked import lock_touch
from cadence.ledger.touches.task_list import STEP
from cadence.ledger.touches.tasks import StoredTask
from cadence.planning.stops import opted_out
from cadence.planning.task_results import is_open
from cadence.planning.transitions import change
from cadence.planning.transitions.events import TaskResultGiven


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskResult:
    """What came of a task, and what is to be done once it is committed."""

    task: StoredTask
    event: EventResult  # `changed` is False where it was the result before


def record_task_result(planner: Planner, start: str, result: Outcome, command: Command) -> TaskResult:
    """
    Record what one of our people says of the task whose id begins so, and plan for its lead.

    The same result again changes nothing. Raises NotFoundError, and ConflictError for a task that has another result,
    that was withdrawn, whose person has said stop, or that has no result to give.
    """
    with planner.begin() as unit:
        task = _of_campaign(find_task(unit, start), start)
        stored, _ = lock_touch(unit.tx, task.ref)
        unit.locked()
        task = find_task(unit, task.id)  # as it is under the lock
        if task.done_at is not None:
            if task.result != result.value:
                raise ConflictError(f"{in_words(task)} Nothing was changed.")
            return TaskResult(task=task, event=EventResult(changed=False))
        case = unit.planner.case(unit.tx, stored.touch.enrolment)
        if opted_out(case.facts) is not None:
            raise ConflictError(
                f"The person of task {task.id[:8]} may not be contacted any more: nobody works for them, and the task "
                "is withdrawn. Nothing was changed."
            )
        args = {**command.args, "task": task.id, "touch": task.ref, "result": result.value}
        if not commands.record(unit.tx, replace(command, lead=task.lead, args=args), at=unit.now).new:
            return TaskResult(task=task, event=EventResult(changed=False))
        if not is_open(stored.touch):  # nobody waits for it: the cadence has gone on
            tasks.finish(unit.tx, task.id, by=command.actor, at=unit.now, result=result.value)
            return TaskResult(task=find_task(unit, task.id), event=EventResult())
        made = change(
            case.facts,
            TaskResultGiven(touch=stored.touch.id, result=result, by=command.actor),
            unit.now,
            case.campaign,
        )
        written = write(unit, [made])
        enrolment = case.facts.enrolment.id
        planned = unit.plan_or_leave(enrolment, case_after(case, made, written))
        written = without_unchanged(unit, written, {enrolment: planned})
        task = find_task(unit, task.id)
    return TaskResult(task=task, event=replace(written, move=planned.move))


def assign_task(planner: Planner, start: str, to: str, command: Command) -> TaskResult:
    """Give an open task to somebody else. Raises NotFoundError, and ConflictError for one that is closed."""
    with planner.begin() as unit:
        task = find_task(unit, start)
        if task.done_at is not None:
            raise ConflictError(f"{in_words(task)} Nothing was changed.")
        if task.assign == to:
            return TaskResult(task=task, event=EventResult(changed=False))
        args = {**command.args, "task": task.id, "assign": to, "before": task.assign}
        if not commands.record(unit.tx, replace(command, lead=task.lead, args=args), at=unit.now).new:
            return TaskResult(task=task, event=EventResult(changed=False))
        if not tasks.assign(unit.tx, task.id, to):
            raise ConflictError(f"Task {task.id[:8]} was closed meanwhile. Nothing was changed.")
    return TaskResult(task=replace(task, assign=to), event=EventResult())


def find_task(unit: UnitOfWork, start: str) -> StoredTask:
    """Return the only task whose id begins so. Raises NotFoundError, ConflictError."""
    matches = tasks.find(unit.tx, start)
    if not matches:
        raise NotFoundError(f"There is no task {start}; `cadence tasks list` lists them.")
    if len(matches) > 1:
        raise ConflictError(f"Several tasks begin with {start}; give more of the id, which `cadence tasks list` shows.")
    return matches[0]


def _of_campaign(task: StoredTask, start: str) -> StoredTask:
    """Return a task that a step of a campaign made. Raises ConflictError for another one."""
    if task.kind != STEP:
        raise ConflictError(f"Task {start} is a reply or a row to decide about; `cadence review {start}` decides it.")
    return task


def in_words(task: StoredTask) -> str:
    """Return who closed a task, how and when."""
    when = f"{task.done_at:%Y-%m-%d %H:%M}Z"
    if task.result == "withdrawn":
        return f"Task {task.id[:8]} was withdrawn on {when}: {task.reason}."
    if task.result == Outcome.OVERDUE:
        return f"Task {task.id[:8]} was overdue on {when}, and the cadence went on without its result."
    return f"Task {task.id[:8]} was {task.result or Outcome.DONE.value} on {when} by {task.done_by}."
