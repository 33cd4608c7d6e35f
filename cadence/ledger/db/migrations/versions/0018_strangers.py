"""Keep for 30 days where a stop came from that matches no lead. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0018"
down_revision = "0017"
downgrade = no_way_back


def upgrade() -> None:
    """Make the table."""
    run_script(__file__, "eighteenth/strangers.sql")
