"""How do we speak with PostgreSQL, and what do its failures mean to us? Edge."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from cadence.errors import UnavailableError

PATIENCE = 10
"""Seconds to wait for a connection. Network time is real (protocol §1.7)."""


def make_engine(url: str, *, connections: int = 10) -> Engine:
    """Return an engine: UTC, READ COMMITTED, and errors that never show a statement's values."""
    return create_engine(
        url,
        isolation_level="READ COMMITTED",  # facts are read by new statements after the locks (protocol §1.2)
        hide_parameters=True,  # they are numbers, names and texts
        pool_size=connections,
        max_overflow=0,
        pool_timeout=PATIENCE,
        pool_pre_ping=True,  # after an outage the first transaction must not find a dead connection
        connect_args={"connect_timeout": PATIENCE, "application_name": "cadence", "options": "-c timezone=UTC"},
    )


@contextmanager
def connect_errors() -> Iterator[None]:
    """
    Make the failures of a connection ours.

    OperationalError also covers deadlocks and a server that is going down: for all of them the transaction is undone,
    and doing it again is safe.
    """
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeoutError) as error:
        raise UnavailableError(
            "PostgreSQL does not answer. Start it, or set CADENCE_DATABASE_URL to where it runs; "
            "`cadence doctor` shows what is missing. It is safe to try again."
        ) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise UnavailableError("PostgreSQL went away in the middle. It is safe to try again.") from error
        raise
