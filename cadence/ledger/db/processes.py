"""
Which of our processes run, and when did each last report? Edge.

Each process writes one row every few seconds. Instants here are PostgreSQL's own, in real time: they are for operators
and decide nothing about a lead.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from cadence.domain.clock import off_by, utc_now
from cadence.ledger.db.queries import query
from cadence.ledger.tables.base import ID
from cadence.ledger.tables.fields import reader
from cadence.ledger.tables.health import processes

EVERY = query(
    select(processes, func.clock_timestamp().label("now")).order_by(
        processes.c.role, processes.c.host, processes.c.pid, processes.c.id
    ),
    "which processes run, and when each last reported",
    index="",
)
SERVER_TIME = query(select(func.clock_timestamp()), "the time of PostgreSQL's own clock", index="")
FORGOTTEN_AFTER = timedelta(days=1)
"""A process that has not reported for this long is removed."""


class ProcessRole(StrEnum):
    """What a process does."""

    WORKER = "worker"  # plans, sends, and reconciles
    WEB = "web"  # answers the carrier's webhooks and the API


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningProcess:
    """One running process, as it describes itself."""

    id: str  # a UUID, made anew at each start
    role: ProcessRole
    host: str
    pid: int
    version: str
    queues: str = ""  # a worker's task queues, with commas between them
    ahead: timedelta = timedelta(0)  # how far its clock was ahead of PostgreSQL's when last compared
    details: dict[str, Any] = field(default_factory=dict)  # its settings; no secret, no personal data


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessRecord:
    """A process with its instants, which are PostgreSQL's."""

    process: RunningProcess
    started_at: datetime
    heard_at: datetime
    now: datetime

    @property
    def silent(self) -> timedelta:
        """How long ago it last reported."""
        return max(self.now - self.heard_at, timedelta(0))


_record = reader(ProcessRecord, process=reader(RunningProcess, ahead=lambda row: timedelta(seconds=row.ahead)))


def clock_ahead(connection: Connection) -> timedelta:
    """Return how far this machine's clock is ahead of PostgreSQL's."""
    before = utc_now()
    return off_by(before, connection.execute(SERVER_TIME).scalar_one(), utc_now())


def beat(connection: Connection, process: RunningProcess) -> None:
    """Record that a process runs, and how it describes itself."""
    row = {
        "role": process.role.value,
        "host": process.host,
        "pid": process.pid,
        "version": process.version,
        "queues": process.queues,
        "ahead": process.ahead.total_seconds(),
        "details": process.details,
    }
    now = func.clock_timestamp()
    statement = insert(processes).values(id=process.id, started_at=now, heard_at=now, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_={**row, "heard_at": now}))


def forget(connection: Connection, ids: Collection[str]) -> None:
    """Remove processes that shut down properly or were replaced."""
    connection.execute(
        delete(processes).where(processes.c.id.in_([bindparam(None, process, type_=ID) for process in ids]))
    )


def forget_old(connection: Connection) -> None:
    """Remove processes that have not reported for a day."""
    connection.execute(delete(processes).where(processes.c.heard_at < func.clock_timestamp() - FORGOTTEN_AFTER))


def every(connection: Connection) -> list[ProcessRecord]:
    """Return all processes: workers, then web servers."""
    records = [_record(row) for row in connection.execute(EVERY)]
    return sorted(records, key=lambda record: record.process.role is not ProcessRole.WORKER)
