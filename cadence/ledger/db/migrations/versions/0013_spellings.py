"""Let rows of one phone be linked. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0013"
down_revision = "0012"
downgrade = no_way_back


def upgrade() -> None:
    """Make the link."""
    run_script(__file__, "thirteenth/spellings.sql")
