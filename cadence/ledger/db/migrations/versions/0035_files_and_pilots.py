"""Store the text of campaign files, and who is held back by a pilot. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0035"
down_revision = "0032"
downgrade = no_way_back


def upgrade() -> None:
    """Create both tables; versions that were launched before have no text."""
    run_script(__file__, "pilots/files_and_pilots.sql")
