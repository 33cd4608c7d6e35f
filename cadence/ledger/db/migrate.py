"""How is a ledger upgraded? Edge: Alembic, run from here, one process at a time."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, text

from cadence.domain.errors import ConflictError
from cadence.ledger.db.engine import connect_errors, make_engine
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.shape import newer, what_to_do

ONE_AT_A_TIME = 7_263_301
"""Advisory lock held while migrating: two processes that start together migrate once."""


def upgrade(url: str, hasher: Hasher | None = None) -> list[str]:
    """
    Upgrade the ledger at this address, if needed; return messages for the operator.

    `hasher` has the ledger's key, which uniting the spellings of a phone needs. Raises ConflictError without it.
    """
    engine = make_engine(url)
    try:
        return upgrade_engine(engine, hasher)
    finally:
        engine.dispose()


def upgrade_engine(engine: Engine, hasher: Hasher | None = None) -> list[str]:
    """Upgrade the ledger of this engine in one transaction; return messages for the operator."""
    report: list[str] = []
    with connect_errors(), engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ONE_AT_A_TIME})
        config = configuration()
        _refuse_newer(connection)
        config.attributes |= {"connection": connection, "hasher": hasher, "report": report}
        command.upgrade(config, "head")
    return report


def _refuse_newer(connection: Connection) -> None:
    """Raise ConflictError for a ledger of a later version, whose shape this program does not know."""
    current = MigrationContext.configure(connection).get_current_revision()
    if newer(current):
        raise ConflictError(what_to_do(current))


def configuration() -> Config:
    """Return Alembic's configuration; there is no configuration file."""
    config = Config()
    # Alembic reads "%" as the beginning of a variable.
    config.set_main_option("script_location", str(files("cadence.ledger.db") / "migrations").replace("%", "%%"))
    return config
