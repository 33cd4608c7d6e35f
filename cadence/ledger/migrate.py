"""How is a ledger brought to its present shape? Edge: Alembic, run from here, one process at a time."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from cadence.ledger.engine import connect_errors, make_engine

ONE_AT_A_TIME = 7_263_301
"""Advisory lock held while migrating: two processes that start together migrate once."""


def upgrade(url: str) -> None:
    """Bring the ledger at this address up to date; do nothing when it is."""
    engine = make_engine(url)
    try:
        upgrade_engine(engine)
    finally:
        engine.dispose()


def upgrade_engine(engine: Engine) -> None:
    """Bring the ledger behind this engine up to date, in one transaction."""
    with connect_errors(), engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ONE_AT_A_TIME})
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def revisions(engine: Engine) -> tuple[str | None, str | None]:
    """Return the revision the ledger has and the one this program wants; None is an empty database."""
    with connect_errors(), engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found, ScriptDirectory.from_config(configuration()).get_current_head()


def configuration() -> Config:
    """Return Alembic's configuration: there is no file of it."""
    config = Config()
    # Alembic reads "%" as the beginning of a variable.
    config.set_main_option("script_location", str(files("cadence.ledger") / "migrations").replace("%", "%%"))
    return config
