"""Know since when a lead stands where it does, so that a report shows where leads stood. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0065"
down_revision = "0064"
downgrade = no_way_back


def upgrade() -> None:
    """Replace the views of leads."""
    run_script(__file__, "reports/instants.sql")
