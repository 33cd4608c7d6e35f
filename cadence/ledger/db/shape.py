"""
Has the ledger the shape that this program needs? Edge: one question, asked at the start of every command.

Alembic answers it too, but it loads every migration for that. The revision of a migration is the number in its file's
name, so the names are enough (`tests/integration/ledger/test_migrations.py` compares both).
"""

from functools import cache
from importlib.resources import files

from psycopg.errors import UndefinedTable
from sqlalchemy import Engine
from sqlalchemy.exc import ProgrammingError

from cadence.ledger.db.engine import connect_errors
from cadence.ledger.db.queries import sql

REVISION = sql("SELECT version_num FROM alembic_version", "the ledger's revision", index="")


@cache
def known_revisions() -> tuple[str, ...]:
    """Return the revisions that this program knows, the oldest first."""
    names = (file.name for file in (files("cadence.ledger.db") / "migrations" / "versions").iterdir())
    return tuple(sorted(name.partition("_")[0] for name in names if name[:1].isdigit() and name.endswith(".py")))


def revisions(engine: Engine) -> tuple[str | None, str]:
    """Return the revision of the ledger and the one this program needs; None is an empty database."""
    with connect_errors(), engine.connect() as connection:
        try:
            current: str | None = connection.execute(REVISION).scalar()
        except ProgrammingError as error:
            if not isinstance(error.orig, UndefinedTable):
                raise  # such as a table that this user may not read
            current = None
    return current, known_revisions()[-1]


def what_to_do(revision: str | None) -> str:
    """Return why this program does not work on a ledger of this revision, and what to do; "" if it does."""
    needed = known_revisions()[-1]
    if revision == needed:
        return ""
    if not newer(revision):
        return f"The ledger is at revision {revision or 'none'}, this program needs {needed}. Run `cadence db upgrade`."
    return (
        f"The ledger is at revision {revision}, which this program does not know: it knows revisions up to {needed}. A "
        "later version of cadence upgraded it. Install that version here; there is no way back."
    )


def newer(revision: str | None) -> bool:
    """Tell whether a ledger of this revision was upgraded by a later version than this program."""
    return revision is not None and revision not in known_revisions()
