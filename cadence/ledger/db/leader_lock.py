"""Which process does the background work? Edge: of several that could, one at a time holds the leader lock."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from cadence.domain.clock import Clock, check_clock, off_by, utc_now
from cadence.ledger.db.engine import connect_errors
from cadence.ledger.db.ledger import Ledger

SWEEPING = 7_263_304
"""The advisory lock of the process that reconciles."""


@contextmanager
def one_at_a_time(ledger: Ledger, *, clock: Clock | None = None) -> Iterator[bool]:
    """
    Yield True to one process at a time and False to the others, which do not wait.

    The lock belongs to the connection, not to a transaction, so no transaction is open during the work. It is released
    when the process ends, however it ends. Raises UnavailableError; with `clock`, also WrongClockError when this
    machine's clock differs from PostgreSQL's.
    """
    with connect_errors(), ledger.engine.connect() as raw:
        connection = raw.execution_options(isolation_level="AUTOCOMMIT")
        before = utc_now()
        statement = select(func.clock_timestamp().label("real"), func.pg_try_advisory_lock(SWEEPING).label("held"))
        row = connection.execute(statement).one()
        ahead = off_by(before, row.real, utc_now())
        held: bool = row.held
        try:
            if clock is not None:
                check_clock(clock, ahead)
            yield held
        finally:
            if held:
                connection.execute(select(func.pg_advisory_unlock(SWEEPING)))
