"""Store who is signed in to the page. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0049"
down_revision = "0048"
downgrade = no_way_back


def upgrade() -> None:
    """Create the table of sessions."""
    run_script(__file__, "sessions/page_sessions.sql")
