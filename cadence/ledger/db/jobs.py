"""Do the background jobs work? Edge: the last success and the last error of each, one row per job, in real time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert

from cadence.ledger.db.queries import query
from cadence.ledger.tables.fields import reader
from cadence.ledger.tables.health import jobs

EVERY = query(
    select(jobs, func.clock_timestamp().label("now")).order_by(jobs.c.name),
    "when each background job last succeeded and failed",
    index="",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRecord:
    """The last success and failure of one job."""

    name: str
    succeeded_at: datetime | None
    failed_at: datetime | None
    failures: int  # in a row, since the last success
    error: str  # the last one: its type and our own message
    now: datetime


_record = reader(JobRecord)


def succeeded(connection: Connection, names: Collection[str]) -> None:
    """Record that these jobs have just succeeded."""
    if not names:
        return
    now = func.clock_timestamp()
    statement = insert(jobs).values([{"name": name, "succeeded_at": now} for name in sorted(names)])
    connection.execute(
        statement.on_conflict_do_update(index_elements=["name"], set_={"succeeded_at": now, "failures": 0})
    )


def failed(connection: Connection, errors: Mapping[str, str]) -> None:
    """Record that these jobs have just failed: job -> error, without personal data."""
    now = func.clock_timestamp()
    for name, error in sorted(errors.items()):
        statement = insert(jobs).values(name=name, failed_at=now, failures=1, error=error)
        again = {"failed_at": now, "failures": jobs.c.failures + 1, "error": error}
        connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=again))


def every(connection: Connection) -> list[JobRecord]:
    """Return the record of each job, by name."""
    return [_record(row) for row in connection.execute(EVERY)]
