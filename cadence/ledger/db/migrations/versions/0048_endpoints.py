"""Send events to endpoints. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0048"
down_revision = "0047"
downgrade = no_way_back


def upgrade() -> None:
    """Create the endpoints, and the table of what they have received."""
    run_script(__file__, "events/endpoints.sql")
