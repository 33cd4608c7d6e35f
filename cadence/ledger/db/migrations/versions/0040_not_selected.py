"""Note who of a list a campaign is not for, and why a pause was ended. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0040"
down_revision = "0039"
downgrade = no_way_back


def upgrade() -> None:
    """Create the table; launches and ends of pauses from before have nothing to show."""
    run_script(__file__, "selection/not_selected.sql")
