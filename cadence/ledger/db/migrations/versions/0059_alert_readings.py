"""Keep what each alert read last, so that many may look at it, and list the leads of failures of the carrier. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0059"
down_revision = "0058"
downgrade = no_way_back


def upgrade() -> None:
    """Create the table, and add the lead to a view."""
    run_script(__file__, "alert_readings/readings.sql")
