"""Know on which database server the ledger was when it was last compared with its journal. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0060"
down_revision = "0059"
downgrade = no_way_back


def upgrade() -> None:
    """Add the column and the function that fills it."""
    run_script(__file__, "journal/server.sql")
