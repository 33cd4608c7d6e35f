"""Report the calls that no agent took, also by hour, step and sender. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0043"
down_revision = "0042"
downgrade = no_way_back


def upgrade() -> None:
    """Add the column to the facts about touches, and the view of the figure."""
    run_script(__file__, "abandoned/abandoned.sql")
