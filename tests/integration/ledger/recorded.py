"""How does a test get a ledger that earlier code wrote? From the statements that `record.py` keeps."""

from pathlib import Path

from alembic import command

from cadence.ledger.db.engine import make_engine
from cadence.ledger.db.migrate import configuration
from cadence.local.stack import Postgres

FOLDER = Path(__file__).parent / "ledgers"
REVISIONS = tuple(sorted(file.stem for file in FOLDER.glob("*.sql")))
"""The revisions of the code that wrote them."""


def restore(postgres: Postgres, revision: str) -> str:
    """Return the name of a database with the ledger of this revision, as its code left it."""
    name = f"recorded_{revision}"
    postgres.run(f"DROP DATABASE IF EXISTS {name}")
    postgres.run(f"CREATE DATABASE {name}")
    engine = make_engine(postgres.url(name))
    try:
        with engine.begin() as connection:
            config = configuration()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            statements = (FOLDER / f"{revision}.sql").read_text(encoding="utf-8")
            connection.connection.cursor().execute(statements)
    finally:
        engine.dispose()
    return name
