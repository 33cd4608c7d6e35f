"""Whose turn is it? Edge: of several processes that could do the same work, one does it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from cadence.ledger.engine import connect_errors
from cadence.ledger.ledger import Ledger

SWEEPING = 7_263_304
"""The advisory lock of whoever sweeps."""


@contextmanager
def one_at_a_time(ledger: Ledger, lock: int = SWEEPING) -> Iterator[bool]:
    """
    Yield True to one process at a time and False to the others, which do not wait.

    The lock belongs to the connection, not to a transaction: none is open while the work calls others. It goes with
    the process, however that ends. Raises UnavailableError.
    """
    with connect_errors(), ledger.engine.connect() as raw:
        connection = raw.execution_options(isolation_level="AUTOCOMMIT")
        mine: bool = connection.execute(select(func.pg_try_advisory_lock(lock))).scalar_one()
        try:
            yield mine
        finally:
            if mine:
                connection.execute(select(func.pg_advisory_unlock(lock)))
