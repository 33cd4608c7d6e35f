"""Which work is there for our own people, whose, and what came of it? Edge."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, DateTime, Select, Text, and_, bindparam, or_, select

from cadence.ledger.db.queries import query
from cadence.ledger.tables.answers import tasks
from cadence.ledger.tables.base import ID
from cadence.ledger.tables.campaigns import campaigns, enrolments
from cadence.ledger.tables.fields import reader
from cadence.ledger.touches.tasks import StoredTask

STEP = "step"
"""The kind of tasks that a campaign makes."""


class TaskState(StrEnum):
    """How far a task is."""

    OPEN = "open"  # nobody has done it yet
    OVERDUE = "overdue"  # open, and its result is due, or was not given in time
    DONE = "done"  # somebody has done it
    DECLINED = "declined"  # somebody says that it will not be done
    MISSED = "missed"  # nobody gave its result in time, and the cadence went on
    WITHDRAWN = "withdrawn"  # it is not to be done any more


RESULT_OF = {
    TaskState.DONE: "done",
    TaskState.DECLINED: "declined",
    TaskState.MISSED: "overdue",
    TaskState.WITHDRAWN: "withdrawn",
}
"""The results of closed tasks, as the ledger has them. One without a result is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilter:
    """Which tasks are wanted; "" and None: all."""

    campaign: str = ""
    assign: str = ""
    label: str = ""
    lead: str | None = None
    due_before: datetime | None = None
    result: str = ""  # of those that are closed
    overdue_at: datetime | None = None  # of the open ones, only those that are overdue then


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTask(StoredTask):
    """A task with the name of its campaign."""

    campaign: str | None = None

    def state(self, now: datetime) -> TaskState:
        """Return how far it is."""
        if self.done_at is None:
            late = self.reminders > 0 or (self.due_at is not None and self.due_at <= now)
            return TaskState.OVERDUE if late else TaskState.OPEN
        return next((state for state, result in RESULT_OF.items() if result == self.result), TaskState.DONE)


def _unless_empty(name: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return or_(bindparam(name, type_=Text) == "", condition)


_LEAD = bindparam("whose", type_=ID)
_DUE_BEFORE = bindparam("until", type_=DateTime(timezone=True))
_LISTED: Select[Any] = (
    select(tasks, campaigns.c.name.label("campaign"))
    .join(enrolments, enrolments.c.id == tasks.c.enrolment_id, isouter=True)
    .join(campaigns, campaigns.c.id == enrolments.c.campaign_id, isouter=True)
    .where(
        tasks.c.kind == STEP,
        _unless_empty("campaign", campaigns.c.name == bindparam("campaign", type_=Text)),
        _unless_empty("assign", tasks.c.assign == bindparam("assign", type_=Text)),
        _unless_empty("label", tasks.c.label == bindparam("label", type_=Text)),
        or_(_LEAD.is_(None), tasks.c.lead_id == _LEAD),
        or_(_DUE_BEFORE.is_(None), tasks.c.due_at < _DUE_BEFORE),
    )
    .limit(bindparam("limit"))
)
_JOINED = "enrolments_pkey | enrolments_id_lead_id_campaign_id_key, campaigns_pkey"
_RESULT = bindparam("result", type_=Text)
_LATE_AT = bindparam("late_at", type_=DateTime(timezone=True))
OPEN = query(
    _LISTED.where(
        tasks.c.done_at.is_(None),
        or_(_LATE_AT.is_(None), tasks.c.due_at <= _LATE_AT, tasks.c.reminders > 0),
    ).order_by(tasks.c.due_at.nulls_last(), tasks.c.opened_at, tasks.c.id),
    "open tasks of campaigns, those first whose result is due first",
    index=f"tasks_open | tasks_due, {_JOINED}",
)
CLOSED = query(
    _LISTED.where(
        tasks.c.done_at.is_not(None),
        _unless_empty("result", or_(tasks.c.result == _RESULT, and_(_RESULT == "done", tasks.c.result == ""))),
    ).order_by(tasks.c.done_at.desc(), tasks.c.id),
    "closed tasks of campaigns, the latest first",
    index=f"tasks_closed, {_JOINED}",
)
_listed = reader(ListedTask, campaign="campaign")


def listed(connection: Connection, wanted: TaskFilter, *, closed: bool, limit: int) -> list[ListedTask]:
    """Return the open tasks of campaigns, first those whose result is due first; or the closed ones, latest first."""
    parameters = {
        "campaign": wanted.campaign,
        "assign": wanted.assign,
        "label": wanted.label,
        "whose": wanted.lead,
        "until": wanted.due_before,
        "limit": limit,
    }
    if closed:
        rows = connection.execute(CLOSED, parameters | {"result": wanted.result})
    else:
        rows = connection.execute(OPEN, parameters | {"late_at": wanted.overdue_at})
    return [_listed(row) for row in rows]
