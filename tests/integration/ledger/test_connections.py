"""Does a transaction ever begin on a connection that is dead?"""

import time

import pytest
from sqlalchemy import text

from cadence.ledger.db import engine
from cadence.ledger.db.ledger import Ledger
from cadence.local.stack.postgres import Postgres


def backend(ledger: Ledger) -> int:
    """Return the server's process that answers us."""
    with ledger.begin() as connection:
        pid: int = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    return pid


def cut(postgres: Postgres, pid: int) -> None:
    """End a process of the server, as a restart does with all of them."""
    postgres.run(f"SELECT pg_terminate_backend({pid})")
    while postgres.run(f"SELECT 1 FROM pg_stat_activity WHERE pid = {pid}"):  # noqa: S608  a number of the server
        time.sleep(0.01)


def test_a_connection_that_was_cut_is_made_anew(database_url: str, postgres: Postgres) -> None:
    """Its end stands in the socket, so nobody is refused and nothing has to be tried again."""
    ledger = Ledger(database_url, b"k" * 32, connections=2)
    first = backend(ledger)
    assert backend(ledger) == first  # trusted, and used again

    cut(postgres, first)

    assert backend(ledger) != first
    ledger.close()


def test_a_connection_that_has_rested_is_asked(
    database_url: str, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies between us and the server may forget a silent connection and say nothing."""
    monkeypatch.setattr(engine, "_has_input", lambda _: False)
    monkeypatch.setattr(engine, "TRUSTED", 0.0)
    ledger = Ledger(database_url, b"k" * 32, connections=2)
    first = backend(ledger)

    cut(postgres, first)

    assert backend(ledger) != first
    ledger.close()


def test_a_connection_that_has_rested_keeps_its_plans(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that had little to do for ten seconds need not plan each statement again."""
    ledger = Ledger(database_url, b"k" * 32, connections=1)
    for _ in range(3):
        backend(ledger)
    monkeypatch.setattr(engine, "TRUSTED", 0.0)

    with ledger.begin() as connection:
        prepared = connection.execute(text("SELECT statement FROM pg_prepared_statements")).scalars().all()

    assert "SELECT pg_backend_pid()" in prepared
    ledger.close()
