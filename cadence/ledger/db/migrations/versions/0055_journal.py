"""Note what the journal of stops has to have. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0055"
down_revision = "0054"
downgrade = no_way_back


def upgrade() -> None:
    """Create the entries with their triggers, and enter all that stands."""
    run_script(__file__, "journal/journal.sql")
