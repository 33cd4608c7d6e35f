"""Let a person come back to a campaign. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0019"
down_revision = "0018"
downgrade = no_way_back


def upgrade() -> None:
    """Give each visit of a person a key of its own."""
    run_script(__file__, "nineteenth/visits.sql")
