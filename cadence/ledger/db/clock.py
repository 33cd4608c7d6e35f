"""Which Clock do all processes use? Edge: one row, read by every process at its start (protocol §6.1)."""

from sqlalchemy import Connection, select

from cadence.domain.clock import Clock
from cadence.ledger.db.queries import query, upsert
from cadence.ledger.tables.answers import clock

READ = query(select(clock), "origin, start and speed of the Clock", index="")


def read(connection: Connection) -> Clock:
    """Return the Clock that all processes use; without a row it is real time."""
    row = connection.execute(READ).first()
    return Clock(origin=row.origin, started=row.started, speed=row.speed) if row else Clock.real()


def set_clock(connection: Connection, new: Clock) -> None:
    """Set the Clock that every process started from now on uses."""
    values = {"origin": new.origin, "started": new.started, "speed": new.speed}
    connection.execute(upsert(clock, ["id"], {"id": 1, **values}))
