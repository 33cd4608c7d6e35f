"""What becomes of a step that is work for our own people? Edge: a task is created, or noted as overdue."""

from dataclasses import replace

from cadence.domain import CauseKind
from cadence.domain.payloads import TouchResult
from cadence.engine.dispatch.rendering import Wording
from cadence.engine.outcomes.planner import LeadCase, UnitOfWork
from cadence.engine.outcomes.writing import write
from cadence.ledger.touches.touch_rows import Stored
from cadence.planning.position import step_of
from cadence.planning.task_results import next_reminder, result_by
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.events import TaskGiven, TaskOverdue


def hand_out(unit: UnitOfWork, stored: Stored, wording: Wording) -> TouchResult:
    """Create a task for our own staff, or note that it is overdue: nothing is sent, so the touch is settled at once."""
    case = unit.planner.case(unit.tx, stored.touch.enrolment)
    made = change(case.facts, _work(unit, case, stored, wording), unit.now, case.campaign)
    write(unit, [made])
    after = replace(case, facts=apply(case.facts, made))
    move = unit.planner.next(after, unit.now)
    unit.store(after, move)
    outcome = next(own.outcome for own in after.facts.own() if own.id == stored.touch.id)
    return TouchResult(next=move, step=stored.touch.step, verdict="allow", outcome=outcome.value if outcome else "")


def _work(unit: UnitOfWork, case: LeadCase, stored: Stored, wording: Wording) -> TaskGiven | TaskOverdue:
    """Return the work that is handed out, or that the result of earlier work is overdue."""
    cause, house = stored.touch.cause, case.law.house
    if cause.kind is CauseKind.OVERDUE:
        until = next_reminder(case.campaign, case.facts, cause, unit.now, house)
        return TaskOverdue(was=stored, until=until)
    step = step_of(case.campaign, cause) if cause.kind is CauseKind.STEP else None
    return TaskGiven(
        was=stored,
        title=wording.title,
        body=wording.text.body,
        assign=wording.assign,
        label=wording.label,
        result_by=result_by(step, unit.now, house),
    )
