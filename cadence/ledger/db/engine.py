"""How do we connect to PostgreSQL, and which of our errors are its failures? Edge."""

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import DBAPIError, InterfaceError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from cadence.domain.errors import UnavailableError

PATIENCE = 10
"""Seconds to wait for a connection, in real time (protocol §1.7)."""
TRUSTED = 10.0
"""Seconds for which an idle connection is trusted, unless there is something to read on its socket."""
SESSION = (
    "-c timezone=UTC -c bytea_output=hex -c plan_cache_mode=force_generic_plan -c jit=off -c client_min_messages=notice"
)
"""
Settings of every connection. A statement is planned once, not for each of its values: to plan the facts of a lead takes
ten times as long as to read them. `tests/integration/ledger/test_queries.py` holds the indexes of such plans. By a
notice a trigger says that a transaction has something for the journal.
"""
STATEMENTS = 400
"""Statements that a connection keeps prepared: more than there are, as a worker asks about a hundred."""
ABOUT_VALUES = "22"
"""The class of PostgreSQL's errors whose message quotes the value that does not fit."""

UNDONE = "40"
"""The class of errors that roll back a transaction because of another one: deadlocks above all."""


REFUSED = {
    "53100": "PostgreSQL's disk is full: nothing can be written down, so nobody is contacted. Make room on it, and see "
    "which files have grown. Nothing is lost, and it is safe to try again.",
    "53300": "PostgreSQL has no connection left. Raise its max_connections, or run fewer processes. It is safe to try "
    "again.",
    "25006": "PostgreSQL takes no writes: it is a standby, or was set read-only. Set CADENCE_DATABASE_URL to the "
    "primary server. It is safe to try again.",
}
"""Messages for errors of a server that does answer, by SQLSTATE."""


def make_engine(url: str, *, connections: int = 10, patience: int = PATIENCE, witness: bytes = b"") -> Engine:
    """
    Return an engine: UTC, READ COMMITTED, and errors that never show a value.

    `witness` is the secret of `Hasher.witness`: without it, what a session writes counts as written by somebody else.
    """
    engine = create_engine(
        url,
        isolation_level="READ COMMITTED",  # facts are read by new statements after locking (protocol §1.2)
        hide_parameters=True,  # they are personal data
        pool_size=connections,
        max_overflow=0,
        pool_timeout=patience,
        pool_use_lifo=True,  # the connection used last has prepared statements; the others may idle
        connect_args={
            "connect_timeout": patience,
            "application_name": "cadence",
            "options": f"{SESSION} -c cadence.witness={witness.hex()}" if witness else SESSION,
            "prepare_threshold": 1,  # planned the first and the second time, and then no more
        },
    )
    event.listen(engine, "connect", _keep_plans)
    event.listen(engine, "handle_error", _hide_values)
    event.listen(engine, "checkin", _note_checkin)
    event.listen(engine, "checkout", _check_alive)
    return engine


def driver_cursor(connection: Connection) -> psycopg.Cursor[Any]:
    """Return psycopg's own cursor: COPY and scripts of several statements need it."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("the ledger speaks with PostgreSQL through psycopg 3")
    return driver.cursor()


@contextmanager
def connect_errors() -> Iterator[None]:
    """
    Turn connection failures into UnavailableError.

    OperationalError also covers deadlocks and a server that shuts down: in all these cases the transaction is rolled
    back, and it is safe to try again.
    """
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeoutError) as error:
        raise _unavailable(error) from error
    except DBAPIError as error:
        if error.connection_invalidated or getattr(error.orig, "sqlstate", None) in REFUSED:
            raise _unavailable(error) from error
        raise
    except psycopg.Error as error:  # from COPY, which is psycopg's own
        hide_values(error)
        if isinstance(error, psycopg.OperationalError):
            raise _unavailable(error) from error
        raise


def hide_values(error: BaseException) -> None:
    """Keep only the one-line message of an error, which ends up in logs: its details quote a row, personal data."""
    if not isinstance(error, psycopg.Error) or error.diag.message_primary is None:
        return
    quoted = (error.sqlstate or "").startswith(ABOUT_VALUES)
    message = f"a value does not fit ({type(error).__name__})" if quoted else error.diag.message_primary
    error.args = (message,)


def error_in_words(error: Exception) -> str:
    """Return what went wrong without a value: what PostgreSQL says in one line, or the type of another error."""
    if isinstance(error, DBAPIError):
        return f"{error.orig} ({type(error.orig).__name__})"  # `hide_values` was here
    return type(error).__name__


def _keep_plans(connection: psycopg.Connection[Any], _entry: ConnectionPoolEntry) -> None:
    connection.prepared_max = STATEMENTS


def _note_checkin(_connection: object, entry: ConnectionPoolEntry) -> None:
    entry.info["idle_since"] = time.monotonic()


def _check_alive(
    connection: psycopg.Connection[Any], entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection
) -> None:
    """
    Raise for a dead connection, so that SQLAlchemy makes new ones: after an outage the first transaction must not fail.

    A server that dies closes its sockets, so a look at the socket is enough; a query before every transaction would
    show no more.
    """
    since: float | None = entry.info.get("idle_since")
    if since is None or (time.monotonic() - since < TRUSTED and not _has_input(connection)):
        return
    try:
        connection.execute("SELECT 1")
        connection.commit()  # after a rollback psycopg forgets the statements that it has prepared
    except psycopg.Error as error:
        raise InvalidatePoolError from error


def _has_input(connection: psycopg.Connection[Any]) -> bool:
    """Tell whether there is something to read on an idle connection: usually that the server has closed it."""
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def _hide_values(context: ExceptionContext) -> None:
    hide_values(context.original_exception)
    if context.sqlalchemy_exception is not None:
        original = context.original_exception
        context.sqlalchemy_exception.args = (f"({type(original).__module__}.{type(original).__name__}) {original}",)


def _unavailable(error: BaseException) -> UnavailableError:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, psycopg.Error) and (cause.sqlstate or "").startswith(UNDONE):
        return UnavailableError("PostgreSQL undid a transaction that met another one. It is safe to try again.")
    if isinstance(cause, psycopg.Error) and (message := REFUSED.get(cause.sqlstate or "")):
        return UnavailableError(message)
    return UnavailableError(
        "PostgreSQL does not answer. Start it, or set CADENCE_DATABASE_URL to where it runs; `cadence doctor` shows "
        "what is missing. It is safe to try again."
    )
