"""What do our own people have to do? Edge: the open tasks, the most urgent first."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from cadence.api.access import Caller, Sender, needs
from cadence.api.answers import REFUSALS
from cadence.api.dependencies import Listening
from cadence.domain.roles import Permission
from cadence.ledger.touches import tasks
from cadence.ledger.touches.tasks import StoredTask

router = APIRouter(prefix="/api/tasks", tags=["tasks"], responses=REFUSALS)

MOST = 1000
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]


class TaskToDo(BaseModel):
    """Work for one of our own people."""

    id: str
    kind: str = Field(description="step: a step of a campaign; reply and review: a person decides; stranger: see docs.")
    lead: str | None = Field(description="Our id of the lead.")
    assign: str = Field(description="Who does it, as the campaign file says.")
    opened_at: datetime
    title: str | None = Field(description="null for roles that may not see people.")
    body: str | None = Field(description="null for roles that may not see people.")


class OpenTasks(BaseModel):
    """Open tasks: those that hold something back first, then the oldest."""

    tasks: list[TaskToDo]


@router.get("", openapi_extra=needs(Permission.READ_TASKS))
def open_tasks(deps: Listening, sender: Sender, limit: Limit = 100) -> OpenTasks:
    """List the open tasks. Those that hold something back come first."""
    with deps.ledger.begin() as connection:
        waiting = tasks.todo(connection, limit=limit)
    return OpenTasks(tasks=[shown_task(task, sender) for task in waiting])


def shown_task(task: StoredTask, sender: Caller) -> TaskToDo:
    """Return a task as this caller may see it: its words are about a person."""
    seen = sender.may(Permission.SEE_PEOPLE)
    return TaskToDo(
        id=task.id,
        kind=task.kind,
        lead=task.lead,
        assign=task.assign,
        opened_at=task.opened_at,
        title=task.title if seen else None,
        body=task.body if seen else None,
    )
