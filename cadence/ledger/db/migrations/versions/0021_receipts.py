"""Find messages whose end nobody has reported. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0021"
down_revision = "0020"
downgrade = no_way_back


def upgrade() -> None:
    """Make the index by which they are found."""
    run_script(__file__, "receipts/receipts.sql")
