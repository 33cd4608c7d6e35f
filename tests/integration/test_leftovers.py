"""Does a run of the tests leave nothing behind, even one that is killed?"""

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from cadence.local.stack import Postgres
from tests.conftest import STATE, remove_leftovers


def test_the_folders_of_killed_runs_go_and_those_of_others_stay(tmp_path: Path) -> None:
    """A killed run cleans nothing up; the next one does, and touches nobody who is still at work."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(20)
    gone, ours, else_ = (tmp_path / name for name in (f"{STATE}{ended.pid}-x", f"{STATE}{os.getpid()}-x", "cadence-y"))
    for folder in (gone, ours, else_):
        (folder / "postgres").mkdir(parents=True)

    remove_leftovers(tmp_path)

    assert (gone.exists(), ours.exists(), else_.exists()) == (False, True, True)


FOUND: list[str] = []


def test_a_test_has_a_ledger_of_its_own(database_url: str) -> None:
    """The test after this one looks whether it went."""
    FOUND.append(str(make_url(database_url).database))


def test_the_ledger_of_a_test_goes_with_it(postgres: Postgres, database_url: str) -> None:
    """Or the end of a run would have to remove gigabytes."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        names = set(connection.execute(text("SELECT datname FROM pg_database")).scalars())
    engine.dispose()

    assert make_url(database_url).database in names
    assert FOUND
    assert names.isdisjoint(FOUND)
