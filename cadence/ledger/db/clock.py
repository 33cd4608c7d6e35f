"""Which Clock do all processes use? Edge: one row, read by every process at its start (protocol §6.1)."""

from sqlalchemy import Connection, select

from cadence.domain.clock import Clock
from cadence.ledger.db.queries import new, query, upsert
from cadence.ledger.tables.answers import clock

READ = query(select(clock), "origin, start and speed of the Clock", index="")


def read(connection: Connection) -> Clock:
    """Return the Clock that all processes use; without a row it is real time."""
    row = connection.execute(READ).first()
    return Clock(origin=row.origin, started=row.started, speed=row.speed) if row else Clock.real()


def set_clock(connection: Connection, used: Clock) -> None:
    """Set the Clock that every process started from now on uses."""
    values = {"id": 1, "origin": used.origin, "started": used.started, "speed": used.speed}
    connection.execute(upsert(clock, "id", *values), new(values))
