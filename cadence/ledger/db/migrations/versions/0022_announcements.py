"""Let a touch tell a person when a promised call will be made. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0022"
down_revision = "0021"
downgrade = no_way_back


def upgrade() -> None:
    """Know the cause."""
    run_script(__file__, "twenty_second/announcements.sql")
