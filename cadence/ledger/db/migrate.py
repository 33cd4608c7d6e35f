"""How is a ledger brought to its present shape? Edge: Alembic, run from here, one process at a time."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from cadence.domain.errors import ConflictError
from cadence.ledger.db.engine import connect_errors, make_engine
from cadence.ledger.db.hashing import Hasher

ONE_AT_A_TIME = 7_263_301
"""Advisory lock held while migrating: two processes that start together migrate once."""


NEWER = "The ledger is at revision {found}, which this program does not know. Install the version that upgraded it."
"""What is said where the program is older than the ledger."""


def upgrade(url: str, hasher: Hasher | None = None) -> list[str]:
    """
    Bring the ledger at this address up to date; return what its operator should know. Nothing is done when it is.

    `hasher` has the ledger's key: uniting the spellings of a phone takes it. Raises ConflictError where it is missing.
    """
    engine = make_engine(url)
    try:
        return upgrade_engine(engine, hasher)
    finally:
        engine.dispose()


def upgrade_engine(engine: Engine, hasher: Hasher | None = None) -> list[str]:
    """Bring the ledger behind this engine up to date, in one transaction; return what its operator should know."""
    report: list[str] = []
    with connect_errors(), engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ONE_AT_A_TIME})
        config = configuration()
        _refuse_newer(connection)
        config.attributes |= {"connection": connection, "hasher": hasher, "report": report}
        command.upgrade(config, "head")
    return report


def newer(revision: str | None) -> bool:
    """Tell whether a ledger of this revision was upgraded by a later version than this program."""
    script = ScriptDirectory.from_config(configuration())
    return revision is not None and revision not in {one.revision for one in script.walk_revisions()}


def _refuse_newer(connection: Connection) -> None:
    """Raise ConflictError for a ledger of a later version: nothing here knows what stands in it."""
    found = MigrationContext.configure(connection).get_current_revision()
    if newer(found):
        raise ConflictError(NEWER.format(found=found))


def revisions(engine: Engine) -> tuple[str | None, str | None]:
    """Return the revision the ledger has and the one this program wants; None is an empty database."""
    with connect_errors(), engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found, ScriptDirectory.from_config(configuration()).get_current_head()


def configuration() -> Config:
    """Return Alembic's configuration: there is no file of it."""
    config = Config()
    # Alembic reads "%" as the beginning of a variable.
    config.set_main_option("script_location", str(files("cadence.ledger.db") / "migrations").replace("%", "%%"))
    return config
