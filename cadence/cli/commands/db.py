"""Does the ledger have the schema that this program needs? Edge."""

import typer

from cadence.app.settings import Settings
from cadence.cli.app import FAILED, Json, command, group
from cadence.cli.output import print_json, say, talk
from cadence.ledger.db.engine import make_engine
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.migrate import upgrade as migrate
from cadence.ledger.db.shape import revisions, what_to_do

db = group("db")


@command("cadence db upgrade", into=db)
def upgrade() -> None:
    """
    Upgrade the ledger's schema. It is safe to run at every start, also from several machines at once.

    The database of CADENCE_DATABASE_URL must exist; its tables are created. Stop the workers and web servers first. A
    ledger with numbers of Mexico, Brazil, Argentina or Colombia needs CADENCE_HMAC_KEY, to merge their spellings.
    """
    settings = Settings.from_env()
    hasher = Hasher(settings.hmac_key, settings.hmac_key_name) if settings.hmac_key else None
    for line in migrate(settings.database_url, hasher):
        talk(line)
    talk("The ledger is up to date.")


@command("cadence db status", into=db)
def status(*, json: Json = False) -> None:
    """Show the ledger's revision and the revision this program needs. Exit code 1 if they differ."""
    engine = make_engine(Settings.from_env().database_url)
    revision, needed = revisions(engine)
    engine.dispose()
    if json:
        print_json({"found": revision, "needed": needed, "up_to_date": revision == needed})
    else:
        say(f"found {revision or 'none'}, needed {needed}")
    if problem := what_to_do(revision):
        talk(problem)
        raise typer.Exit(FAILED)
