"""Which items could a background job not handle, and when is each tried again? Edge: one row per job and item."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from cadence.ledger.db.queries import query
from cadence.ledger.tables.fields import reader
from cadence.ledger.tables.health import set_aside

FIRST_AGAIN = timedelta(minutes=1)
"""An item is tried again after this, and each further time after four times as long ..."""
LAST_AGAIN = timedelta(days=1)
"""... but after a day at the latest."""
MOST_TRIES = 8
"""After this many tries, about three days, an item waits for an operator."""

ITEMS = query(
    select(set_aside.c.job, set_aside.c.item).order_by(set_aside.c.job, set_aside.c.item),
    "the items that jobs leave out",
    index="set_aside_job_item_key",
)
DUE = query(
    select(set_aside)
    .where(set_aside.c.next_at <= bindparam("now"))
    .order_by(set_aside.c.next_at)
    .limit(bindparam("limit")),
    "items that are due to be tried again",
    index="set_aside_due",
)
EVERY = query(
    select(set_aside).order_by(set_aside.c.id).limit(bindparam("limit")),
    "items that jobs have set aside, for doctor and review, oldest first",
    index="set_aside_pkey",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """One item that a job could not handle."""

    id: int
    job: str
    item: str  # an id, never personal data
    cause: str
    tries: int
    since: datetime
    last_at: datetime
    next_at: datetime | None  # None: it waits for an operator


_stored = reader(SetAside)


def put(connection: Connection, job: str, item: str, cause: str, *, at: datetime) -> SetAside:
    """Set an item aside, or again: each time it is tried later, and after the last try only by an operator."""
    first = {"job": job, "item": item, "cause": cause, "tries": 1, "since": at, "last_at": at}
    again = {"cause": cause, "tries": set_aside.c.tries + 1, "last_at": at}
    statement = insert(set_aside).values(**first, next_at=at + FIRST_AGAIN)
    statement = statement.on_conflict_do_update(index_elements=["job", "item"], set_=again)
    stored = _stored(connection.execute(statement.returning(set_aside)).one())
    wait = min(FIRST_AGAIN * 4 ** (stored.tries - 1), LAST_AGAIN)
    next_at = at + wait if stored.tries < MOST_TRIES else None
    changed = update(set_aside).where(set_aside.c.id == stored.id).values(next_at=next_at)
    return _stored(connection.execute(changed.returning(set_aside)).one())


def show(connection: Connection, job: str, item: str, cause: str, *, at: datetime) -> None:
    """Show an item to operators that its job tries again by itself."""
    values = {"job": job, "item": item, "cause": cause, "tries": 1, "since": at, "last_at": at}
    statement = insert(set_aside).values(**values)
    again = {"cause": cause, "tries": set_aside.c.tries + 1, "last_at": at}
    connection.execute(statement.on_conflict_do_update(index_elements=["job", "item"], set_=again))


def clear(connection: Connection, job: str, item: str) -> bool:
    """Remove an item that was handled. Return whether it was set aside."""
    gone = delete(set_aside).where(set_aside.c.job == job, set_aside.c.item == item)
    return connection.execute(gone).rowcount == 1


def dismiss(connection: Connection, identity: int) -> SetAside | None:
    """Remove an item on an operator's command; return it, None when there is none."""
    row = connection.execute(delete(set_aside).where(set_aside.c.id == identity).returning(set_aside)).first()
    return _stored(row) if row else None


def items(connection: Connection) -> dict[str, set[str]]:
    """Return the items that each job has set aside."""
    by_job: dict[str, set[str]] = {}
    for row in connection.execute(ITEMS):
        by_job.setdefault(row.job, set()).add(row.item)
    return by_job


def due(connection: Connection, now: datetime, *, limit: int = 100) -> list[SetAside]:
    """Return the items that are due to be tried again, longest due first."""
    return [_stored(row) for row in connection.execute(DUE, {"now": now, "limit": limit})]


def every(connection: Connection, *, limit: int = 100) -> list[SetAside]:
    """Return the items set aside, oldest first."""
    return [_stored(row) for row in connection.execute(EVERY, {"limit": limit})]


def count(connection: Connection) -> int:
    """Return how many items are set aside."""
    return int(connection.execute(select(func.count()).select_from(set_aside)).scalar_one())
