"""What came of a task of our own people? Edge: how a task is shown, and its result."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from cadence.api.access import Caller, Sender, needs
from cadence.api.answers import REFUSALS
from cadence.api.dependencies import Listening
from cadence.api.idempotency import IdempotencyKey, IdempotentOrder
from cadence.api.requests import TaskResultRequest
from cadence.domain import Outcome
from cadence.domain.roles import Permission
from cadence.engine.outcomes.task_results import record_task_result
from cadence.engine.outcomes.writing import EventResult
from cadence.ledger.touches import tasks
from cadence.ledger.touches.tasks import StoredTask

router = APIRouter(prefix="/api/tasks", tags=["tasks"], responses=REFUSALS)

FIELDS = ("task",)
"""The fields of addresses here, which an error names."""
TaskId = Annotated[UUID, Path(description="The task, by its id.")]


class TaskToDo(BaseModel):
    """Work for one of our own people."""

    id: str
    kind: str = Field(description="step: a step of a campaign; reply and review: a person decides; stranger: see docs.")
    lead: str | None = Field(description="Our id of the lead.")
    assign: str = Field(description="Who does it, as the campaign file says.")
    opened_at: datetime
    label: str = Field(description="The kind of work, as the campaign file says, such as linkedin; empty for none.")
    due_at: datetime | None = Field(description="By when its result is due; null: nobody waits for one.")
    reminders: int = Field(description="How often its result was due and not given.")
    title: str | None = Field(description="null for roles that may not see people.")
    body: str | None = Field(description="null for roles that may not see people.")


class TaskResultStands(BaseModel):
    """The result that is recorded: the first one stands."""

    task: str
    result: str
    done_at: datetime | None
    done_by: str | None


@router.post("/{task}/result", openapi_extra=needs(Permission.DO_TASKS))
def result(
    task: TaskId, body: TaskResultRequest, deps: Listening, sender: Sender, idempotency_key: IdempotencyKey = None
) -> TaskResultStands:
    """
    Say what came of a task that a campaign made: the cadence goes on by it.

    The same result again changes nothing. Another one, or one of a task that was closed, is refused.
    """
    order = IdempotentOrder(
        name="task_result", request=body, key=idempotency_key, origin=sender.origin, target=str(task)
    )

    def act() -> EventResult:
        return record_task_result(deps.planner, str(task), Outcome(body.result), order.command(deps)).event

    order.do(deps, act)
    with deps.ledger.begin() as connection:
        stands = next(iter(tasks.find(connection, str(task))))
    return TaskResultStands(task=stands.id, result=stands.result, done_at=stands.done_at, done_by=stands.done_by)


def shown_task(task: StoredTask, sender: Caller) -> TaskToDo:
    """Return a task as this caller may see it: its words are about a person."""
    seen = sender.may(Permission.SEE_PEOPLE)
    return TaskToDo(
        id=task.id,
        kind=task.kind,
        lead=task.lead,
        assign=task.assign,
        opened_at=task.opened_at,
        label=task.label,
        due_at=task.due_at,
        reminders=task.reminders,
        title=task.title if seen else None,
        body=task.body if seen else None,
    )
