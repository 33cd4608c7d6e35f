"""Let a decision store only what the one before it does not have. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0029"
down_revision = "0028"
downgrade = no_way_back


def upgrade() -> None:
    """Add the document; rows of before keep their columns."""
    run_script(__file__, "differences/differences.sql")
