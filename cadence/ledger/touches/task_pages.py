"""Which tasks are next in a list, after those that a program has? Edge: page by page, of every kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    DateTime,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    or_,
    select,
    tuple_,
)
from sqlalchemy.sql.elements import BindParameter

from cadence.ledger.db.queries import query
from cadence.ledger.tables.answers import tasks
from cadence.ledger.tables.base import ID
from cadence.ledger.tables.campaigns import campaigns, enrolments
from cadence.ledger.tables.fields import reader
from cadence.ledger.touches.task_list import RESULT_OF, ListedTask, TaskState

NOT_CLOSED = frozenset({TaskState.OPEN, TaskState.OVERDUE})
"""States of tasks that are still to be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPlace:
    """Where a task stands in a list: what it is ordered by."""

    holds: bool  # it holds something back: such open tasks come first
    at: datetime  # since when it is open, or when it was closed
    id: str

    @classmethod
    def of(cls, task: ListedTask) -> "TaskPlace":
        """Return the place of a task."""
        return cls(holds=task.done_at is None and task.kind == REVIEW, at=task.done_at or task.opened_at, id=task.id)


REVIEW = "review"
"""The kind of tasks that hold something back until a person decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksWanted:
    """Which tasks are wanted; "" and None: all."""

    state: TaskState = TaskState.OPEN
    campaign: str = ""
    assign: str = ""
    label: str = ""
    lead: str | None = None
    due_before: datetime | None = None
    after: TaskPlace | None = None  # the last task that is known


def _text(name: str) -> BindParameter[str]:
    return bindparam(name, type_=Text)


def _instant(name: str) -> BindParameter[datetime]:
    return bindparam(name, type_=DateTime(timezone=True))


def _unless_empty(name: str, column: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(_text(name) == "", column == _text(name))


_LEAD = bindparam("whose", type_=ID)
_FROM: Select[Any] = (
    select(tasks, campaigns.c.name.label("campaign"))
    .join(enrolments, enrolments.c.id == tasks.c.enrolment_id, isouter=True)
    .join(campaigns, campaigns.c.id == enrolments.c.campaign_id, isouter=True)
    .where(
        _unless_empty("campaign", campaigns.c.name),
        _unless_empty("assign", tasks.c.assign),
        _unless_empty("label", tasks.c.label),
        or_(_LEAD.is_(None), tasks.c.lead_id == _LEAD),
        or_(_instant("due_before").is_(None), tasks.c.due_at < _instant("due_before")),
    )
    .limit(bindparam("limit"))
)
_JOINED = "enrolments_pkey | enrolments_id_lead_id_campaign_id_key, campaigns_pkey"
_AFTER = _instant("after_at")
_LATER_ID = cast(_text("after_id"), ID)
_ORDINARY = tasks.c.kind != REVIEW
OPEN = query(
    _FROM.where(
        tasks.c.done_at.is_(None),
        or_(_instant("late_at").is_(None), tasks.c.due_at <= _instant("late_at"), tasks.c.reminders > 0),
        or_(
            _AFTER.is_(None),
            tuple_(_ORDINARY, tasks.c.opened_at, tasks.c.id)
            > tuple_(bindparam("after_ordinary", type_=Boolean), _AFTER, _LATER_ID),
        ),
    ).order_by(_ORDINARY, tasks.c.opened_at, tasks.c.id),
    "the next open tasks, those that hold something back first, then oldest first",
    index=f"tasks_open | tasks_due | tasks_lead, {_JOINED}",
)
CLOSED = query(
    _FROM.where(
        tasks.c.done_at.is_not(None),
        or_(tasks.c.result == _text("result"), and_(_text("result") == "done", tasks.c.result == "")),
        or_(
            _AFTER.is_(None),
            tasks.c.done_at < _AFTER,
            and_(tasks.c.done_at == _AFTER, tasks.c.id > _LATER_ID),
        ),
    ).order_by(tasks.c.done_at.desc(), tasks.c.id),
    "the next closed tasks, the latest first",
    index=f"tasks_closed | tasks_lead, {_JOINED}",
)
_listed = reader(ListedTask, campaign="campaign")


def page(connection: Connection, wanted: TasksWanted, *, now: datetime, limit: int) -> list[ListedTask]:
    """Return the next tasks of a list: open ones that hold something back first, then oldest first; closed: latest."""
    values: Mapping[str, Any] = {
        "campaign": wanted.campaign,
        "assign": wanted.assign,
        "label": wanted.label,
        "whose": wanted.lead,
        "due_before": wanted.due_before,
        "after_at": wanted.after.at if wanted.after else None,
        "after_id": wanted.after.id if wanted.after else None,
        "limit": limit,
    }
    if wanted.state in NOT_CLOSED:
        late = now if wanted.state is TaskState.OVERDUE else None
        ordinary = not wanted.after.holds if wanted.after else None
        rows = connection.execute(OPEN, {**values, "late_at": late, "after_ordinary": ordinary})
    else:
        rows = connection.execute(CLOSED, {**values, "result": RESULT_OF[wanted.state]})
    return [_listed(row) for row in rows]
