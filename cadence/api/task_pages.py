"""What do our own people have to do? Edge: tasks page by page, the most urgent first."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from cadence.api.access import Sender, needs
from cadence.api.answers import REFUSALS
from cadence.api.dependencies import Listening
from cadence.api.lead_story import ListName, known_by_id
from cadence.api.requests import Zoned
from cadence.api.tasks import TaskToDo, shown_task
from cadence.domain.roles import Permission
from cadence.ledger.touches import task_pages
from cadence.ledger.touches.task_list import TaskState
from cadence.ledger.touches.task_pages import TaskPlace, TasksWanted

router = APIRouter(prefix="/api/tasks", tags=["tasks"], responses=REFUSALS)

FIELDS = ("campaign", "assign", "label", "state", "due_before", "lead", "list", "after", "limit")
MOST = 1000
"""Tasks of one page."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CURSOR = r"^[01]\.[0-9]{1,16}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
"""What a task is ordered by: whether it holds something back, microseconds since 1970, and its id."""


class TaskOfList(TaskToDo):
    """A task, how far it is, and whose campaign made it."""

    campaign: str | None = Field(description="null for work that no campaign made, such as the stop of a stranger.")
    state: TaskState
    done_at: datetime | None
    done_by: str | None = Field(description="Who did it or declined it; null while it is open.")


class TaskPage(BaseModel):
    """A page of tasks: open ones that hold something back first, then the oldest; closed ones the latest first."""

    tasks: list[TaskOfList]
    next: str | None = Field(description="What to send as `after` for the next page; null: there is none.")


def cursor_of(place: TaskPlace) -> str:
    """Return the place of a task as `next` has it."""
    return f"{int(place.holds)}.{(place.at - EPOCH) // timedelta(microseconds=1)}.{place.id}"


def place_of(cursor: str) -> TaskPlace:
    """Return what `cursor_of` wrote."""
    holds, micros, task = cursor.split(".")
    return TaskPlace(holds=holds == "1", at=EPOCH + timedelta(microseconds=int(micros)), id=task)


PLAIN = r"^[^\x00-\x1f\x7f]*$"
Word = Annotated[str, Query(max_length=100, pattern=PLAIN)]
LeadWords = Annotated[str, Query(min_length=1, max_length=200, pattern=PLAIN)]
Cursor = Annotated[str, Query(pattern=CURSOR)]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]


@router.get("", openapi_extra=needs(Permission.READ_TASKS))
def tasks_wanted(  # noqa: PLR0913, PLR0917  the parameters of the request
    deps: Listening,
    sender: Sender,
    campaign: Annotated[Word, Query(description="Only of this campaign.")] = "",
    assign: Annotated[Word, Query(description="Only for this person or group.")] = "",
    label: Annotated[Word, Query(description="Only with this label.")] = "",
    state: Annotated[
        TaskState, Query(description="How far they are. `open` are all that are to be done, `overdue` the late ones.")
    ] = TaskState.OPEN,
    due_before: Annotated[
        Zoned | None, Query(description="Only those whose result is due before this, with its offset.")
    ] = None,
    lead: Annotated[LeadWords | None, Query(description="Only about this lead: our id, or its id in its list.")] = None,
    list_: ListName = None,
    after: Annotated[Cursor | None, Query(description="The `next` of the page before.")] = None,
    limit: Limit = 100,
) -> TaskPage:
    """List tasks, all that are open if nothing else is said. Those that hold something back come first."""
    whose = known_by_id(deps, lead, list_).id if lead is not None else None
    wanted = TasksWanted(
        state=state,
        campaign=campaign,
        assign=assign,
        label=label,
        lead=whose,
        due_before=due_before,
        after=place_of(after) if after is not None else None,
    )
    now = deps.planner.now()
    with deps.ledger.begin() as connection:
        page = task_pages.page(connection, wanted, now=now, limit=limit + 1)
    shown = [
        TaskOfList(
            **shown_task(task, sender).model_dump(),
            campaign=task.campaign,
            state=task.state(now),
            done_at=task.done_at,
            done_by=task.done_by,
        )
        for task in page[:limit]
    ]
    return TaskPage(tasks=shown, next=cursor_of(TaskPlace.of(page[limit - 1])) if len(page) > limit else None)
