"""Whose turn is it? Edge: of several processes that could do the same work, one does it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from cadence.domain.clock import Clock, check_clock, off_by, utc_now
from cadence.ledger.db.engine import connect_errors
from cadence.ledger.db.ledger import Ledger

SWEEPING = 7_263_304
"""The advisory lock of whoever sweeps."""


@contextmanager
def one_at_a_time(ledger: Ledger, lock: int = SWEEPING, *, clock: Clock | None = None) -> Iterator[bool]:
    """
    Yield True to one process at a time and False to the others, which do not wait.

    The lock belongs to the connection, not to a transaction: none is open while the work calls others. It goes with
    the process, however that ends. Raises UnavailableError; with `clock`, also WrongClockError when this machine's
    clock is not PostgreSQL's.
    """
    with connect_errors(), ledger.engine.connect() as raw:
        connection = raw.execution_options(isolation_level="AUTOCOMMIT")
        before = utc_now()
        asked = select(func.clock_timestamp().label("real"), func.pg_try_advisory_lock(lock).label("mine"))
        answer = connection.execute(asked).one()
        ahead = off_by(before, answer.real, utc_now())
        mine: bool = answer.mine
        try:
            if clock is not None:
                check_clock(clock, ahead)
            yield mine
        finally:
            if mine:
                connection.execute(select(func.pg_advisory_unlock(lock)))
