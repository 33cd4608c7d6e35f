"""Find a campaign's touches by the instant they were made at. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0008"
down_revision = "0007"
downgrade = no_way_back


def upgrade() -> None:
    """Make the index anew."""
    run_script(__file__, "eighth/periods.sql")
