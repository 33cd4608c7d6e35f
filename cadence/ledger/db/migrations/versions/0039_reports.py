"""Let a campaign be reported: the facts about its touches and leads, and a view for each figure. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0039"
down_revision = "0038"
downgrade = no_way_back


def upgrade() -> None:
    """Add the views, and the indexes that they need."""
    run_script(__file__, "reports/reports.sql")
