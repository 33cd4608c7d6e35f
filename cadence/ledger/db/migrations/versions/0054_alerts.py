"""Keep when alerts are raised and cleared, and count what was known at an instant. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0054"
down_revision = "0053"
downgrade = no_way_back


def upgrade() -> None:
    """Create the table, its triggers, and the views of what was known when."""
    run_script(__file__, "alerts/alerts.sql")
