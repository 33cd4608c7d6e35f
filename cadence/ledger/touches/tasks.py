"""What do our own people have to do? Edge: one task per cause."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import Connection, Executable, Text, bindparam, cast, func, select, update
from sqlalchemy.dialects.postgresql import Insert, insert

from cadence.domain import PROMISE_HELD, CauseKind
from cadence.ledger.db.batches import Writer
from cadence.ledger.db.queries import among, new, query, writing
from cadence.ledger.tables.answers import inbound, tasks
from cadence.ledger.tables.base import ID
from cadence.ledger.tables.fields import reader, row_of
from cadence.ledger.tables.touches import touches

STRANGER = "stranger"
"""The kind of tasks about stops that match no lead."""

_OPEN = tasks.c.done_at.is_(None)
_OPEN_TASKS = select(tasks).where(_OPEN).order_by(tasks.c.opened_at, tasks.c.id)
_BY_URGENCY = select(tasks).where(_OPEN).order_by(tasks.c.kind != "review", tasks.c.opened_at, tasks.c.id)
_FINISH = (
    update(tasks)
    .where(_OPEN)
    .values(done_at=bindparam("now"), done_by=bindparam("by"), result=bindparam("result", type_=Text))
)

OPEN = query(
    _BY_URGENCY.limit(bindparam("limit")),
    "open tasks, those that hold something back first, then oldest first",
    index="tasks_open",
)
UNDECIDED = query(
    _OPEN_TASKS.where(tasks.c.kind == "review"),
    "open tasks that hold something back until a person decides, oldest first",
    index="tasks_open",
)
STRANGERS = query(
    _OPEN_TASKS.where(tasks.c.kind == STRANGER).limit(bindparam("limit")),
    "open tasks about stops that match no lead, oldest first",
    index="tasks_open",
)
BY_ID = query(
    select(tasks).where(tasks.c.id.between(bindparam("first"), bindparam("last"))).order_by(tasks.c.id).limit(2),
    "the tasks whose id begins with these digits, two at most",
    index="tasks_pkey",
)
OPEN_OF_LEAD = query(
    _BY_URGENCY.where(tasks.c.lead_id == bindparam("lead")),
    "open tasks about one lead, oldest first",
    index="tasks_lead | tasks_open",
)
DONE = query(
    _FINISH.where(tasks.c.id == bindparam("task")), "finish a task", index="tasks_pkey | tasks_open | tasks_due"
)
DONE_WITH = query(
    _FINISH.where(tasks.c.ref == bindparam("cause")),
    "finish the task of a cause that was dealt with",
    index="tasks_ref_key | tasks_open | tasks_due",
)
REMIND = query(
    update(tasks)
    .where(_OPEN, tasks.c.ref == bindparam("cause"))
    .values(reminders=tasks.c.reminders + 1, reminded_at=bindparam("now"), due_at=bindparam("due")),
    "note that somebody was reminded of a task",
    index="tasks_ref_key | tasks_open | tasks_due",
)
ASSIGN = query(
    update(tasks).where(_OPEN, tasks.c.id == bindparam("task")).values(assign=bindparam("to", type_=Text)),
    "give an open task to somebody else",
    index="tasks_pkey | tasks_open | tasks_due",
)
OPEN_ABOUT = query(
    _OPEN_TASKS.where(among(tasks.c.ref, "refs")),
    "the open tasks that these messages made, oldest first",
    index="tasks_ref_key | tasks_open",
)
_OF_WAITING = _OPEN_TASKS.join_from(inbound, tasks, tasks.c.ref == cast(inbound.c.id, Text)).where(
    inbound.c.reviewed_at.is_(None), inbound.c.meaning != "revoke"
)
OPEN_OF_LEAD_WAITING = query(
    _OF_WAITING.where(inbound.c.lead_id == bindparam("lead")),
    "the open tasks that a lead's messages made which nobody has reviewed, oldest first",
    index="inbound_lead, tasks_ref_key | tasks_open",
)
OPEN_OF_NUMBER_WAITING = query(
    _OF_WAITING.where(inbound.c.number_id == bindparam("number"), inbound.c.lead_id.is_(None)),
    "the open tasks that an unknown sender's messages made which nobody has reviewed, oldest first",
    index="inbound_number, tasks_ref_key | tasks_open",
)

_HOLDING = tasks.alias("holding")
HOLDING = query(
    select(touches.c.id, _HOLDING.c.id.label("holding"))
    .join(_HOLDING, (_HOLDING.c.lead_id == touches.c.lead_id) & _HOLDING.c.done_at.is_(None))
    .where(
        among(touches.c.id, "touches"),
        touches.c.cause_kind == CauseKind.ANNOUNCEMENT.value,
        touches.c.step == PROMISE_HELD,
        _HOLDING.c.kind == "review",
    )
    .order_by(_HOLDING.c.opened_at, _HOLDING.c.id),
    "the undecided tasks because of which a promised call was not made on time",
    index="touches_pkey | touches_key, tasks_lead | tasks_open",
)

ID_DIGITS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A task to make. `ref` is the touch or inbound message that caused it. Title and body are personal data."""

    ref: str
    kind: str  # step, reply, review
    title: str
    body: str = ""
    assign: str = ""
    lead: str | None = None
    enrolment: str | None = None
    label: str = ""
    due_at: datetime | None = None  # of its result; None: it has none


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTask(NewTask):
    """A task in the ledger."""

    id: str
    opened_at: datetime
    done_at: datetime | None
    done_by: str | None
    result: str = ""  # done, declined, overdue, withdrawn; "" of a task that is open, or has none
    reason: str = ""  # why it was withdrawn
    reminders: int = 0
    reminded_at: datetime | None = None


Result = TypeVar("Result")
_stored = reader(StoredTask)


@cache
def _add(*names: str) -> Executable:
    """Return the statement that writes a task with these columns, if its cause has made none."""
    statement: Insert = writing(insert(tasks), *names)
    return statement.on_conflict_do_nothing().returning(tasks.c.id)


def add(writer: Writer[Result], task: NewTask, *, at: datetime) -> Result:
    """Make a task, unless its cause has made it before; return what the writer returns: a row if it is new."""
    values = row_of(task) | {"id": str(uuid4()), "opened_at": at}
    return writer.execute(_add(*values), new(values))


def renew(connection: Connection, task: str, grown: NewTask) -> None:
    """
    Change an open task whose cause has grown. It gets a new id and keeps its opening time, and its lead if it has one.

    A decision with the old id fails with "no such task": that operator has not seen what came since.
    """
    values: dict[str, Any] = {"ref": grown.ref, "kind": grown.kind, "title": grown.title, "body": grown.body}
    values["lead_id"] = func.coalesce(tasks.c.lead_id, cast(grown.lead, ID))
    values["enrolment_id"] = func.coalesce(tasks.c.enrolment_id, cast(grown.enrolment, ID))
    statement = update(tasks).where(tasks.c.id == bindparam("task"), tasks.c.done_at.is_(None))
    connection.execute(statement.values(id=str(uuid4()), **values), {"task": task})


def open_about(connection: Connection, refs: Collection[str]) -> list[StoredTask]:
    """Return the open tasks that these messages made, oldest first."""
    return [_stored(row) for row in connection.execute(OPEN_ABOUT, {"refs": list(refs)})]


def open_of_sender(connection: Connection, lead: str | None, number: int) -> list[StoredTask]:
    """Return the open tasks about what nobody has reviewed of a lead, else of unknown senders from this number."""
    if lead is None:
        rows = connection.execute(OPEN_OF_NUMBER_WAITING, {"number": number})
    else:
        rows = connection.execute(OPEN_OF_LEAD_WAITING, {"lead": lead})
    return [_stored(row) for row in rows]


def todo(connection: Connection, *, limit: int = 100) -> list[StoredTask]:
    """Return the open tasks: those that hold something back first, then oldest first."""
    return [_stored(row) for row in connection.execute(OPEN, {"limit": limit})]


def undecided(connection: Connection) -> list[StoredTask]:
    """Return the open tasks that hold something back, oldest first."""
    return [_stored(row) for row in connection.execute(UNDECIDED)]


def holding(connection: Connection, waiting: Collection[StoredTask]) -> dict[str, list[str]]:
    """Return, by the id of each task about a promised call, the ids of the undecided tasks that hold that call."""
    task_of = {task.ref: task.id for task in waiting if task.kind == "step"}
    holders: dict[str, list[str]] = {}
    for row in connection.execute(HOLDING, {"touches": list(task_of)}) if task_of else ():
        holders.setdefault(task_of[row.id], []).append(row.holding)
    return holders


def strangers(connection: Connection, *, limit: int = 100) -> list[StoredTask]:
    """Return the open tasks about stops that match no lead, oldest first."""
    return [_stored(row) for row in connection.execute(STRANGERS, {"limit": limit})]


def of_lead(connection: Connection, lead: str) -> list[StoredTask]:
    """Return the open tasks about one lead, oldest first."""
    return [_stored(row) for row in connection.execute(OPEN_OF_LEAD, {"lead": lead})]


def find(connection: Connection, start: str) -> list[StoredTask]:
    """Return the tasks whose id begins with `start`, two at most; none when it cannot begin an id."""
    digits = start.replace("-", "").lower()
    if not digits or len(digits) > ID_DIGITS or set(digits) - set("0123456789abcdef"):
        return []
    span = {"first": str(UUID(digits.ljust(ID_DIGITS, "0"))), "last": str(UUID(digits.ljust(ID_DIGITS, "f")))}
    return [_stored(row) for row in connection.execute(BY_ID, span)]


def finish(connection: Connection, task: str, *, by: str, at: datetime, result: str = "") -> bool:
    """Mark a task as done; False when it was done before or does not exist."""
    return connection.execute(DONE, {"task": task, "by": by, "now": at, "result": result}).rowcount == 1


def finish_of(connection: Connection, ref: str, *, by: str, at: datetime, result: str = "") -> bool:
    """Mark the open task of this touch or message as done; False when there was none."""
    return connection.execute(DONE_WITH, {"cause": ref, "by": by, "now": at, "result": result}).rowcount == 1


def remind(connection: Connection, ref: str, *, at: datetime, due_at: datetime) -> None:
    """Note on the open task of this touch that somebody was reminded of it, and when its result is due from now on."""
    connection.execute(REMIND, {"cause": ref, "now": at, "due": due_at})


def assign(connection: Connection, task: str, to: str) -> bool:
    """Give an open task to somebody else; False when it is done."""
    return connection.execute(ASSIGN, {"task": task, "to": to}).rowcount == 1
