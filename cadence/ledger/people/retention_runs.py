"""How far has the erasing of a day come? Edge: one row a day, so that a restarted worker goes on from there."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, bindparam, insert, select, update

from cadence.ledger.db.queries import new, query, writing
from cadence.ledger.tables.fields import reader
from cadence.ledger.tables.health import retention_runs

FIRST = "00000000-0000-0000-0000-000000000000"
"""An id before every other."""
_LATEST = select(retention_runs).order_by(retention_runs.c.day.desc()).limit(1)

LATEST = query(_LATEST, "the latest day on which what was kept long enough was erased", index="retention_runs_pkey")
LOCK_LATEST = query(
    _LATEST.with_for_update(),
    "let one process at a time erase what was kept long enough",
    index="retention_runs_pkey",
)
CHANGE = update(retention_runs).where(retention_runs.c.day == bindparam("of"))


class RunPart(StrEnum):
    """What a run goes through, in this order."""

    LEADS = "leads"
    STRANGERS = "strangers"  # texts from nobody that the ledger knows


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRun:
    """The run of one day in the zone of the house."""

    day: date
    begun_at: datetime
    part: RunPart = RunPart.LEADS
    after: str = FIRST  # the last row that was looked at
    people: int = 0  # erased
    texts: int = 0  # erased without their person
    by_law: int = 0  # people and senders whose time of the house is over, and whom the law wants kept longer
    ended_at: datetime | None = None


_run = reader(RetentionRun, part=lambda row: RunPart(row.part))


def latest(connection: Connection, *, lock: bool = False) -> RetentionRun | None:
    """Return the latest run; with `lock`, until the end of the transaction nobody else changes it."""
    row = connection.execute(LOCK_LATEST if lock else LATEST).first()
    return _run(row) if row else None


def begin(connection: Connection, run: RetentionRun) -> RetentionRun:
    """Write a new run."""
    connection.execute(insert(retention_runs).values(**asdict(run)))
    return run


def change(connection: Connection, run: RetentionRun) -> None:
    """Note how far a run has come."""
    values = {name: value for name, value in asdict(run).items() if name not in {"day", "begun_at"}}
    connection.execute(writing(CHANGE, *values), new(values) | {"of": run.day})
