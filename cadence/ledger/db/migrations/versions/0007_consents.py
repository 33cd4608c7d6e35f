"""Keep the words that people agreed to, and who wrote a consent down. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0007"
down_revision = "0006"
downgrade = no_way_back


def upgrade() -> None:
    """Make the table of wordings, and let a consent name its own."""
    run_script(__file__, "seventh/consents.sql")
