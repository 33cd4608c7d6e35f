"""Write an event for each fact that other systems are told. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0047"
down_revision = "0046"
downgrade = no_way_back


def upgrade() -> None:
    """Create the events, their positions and the triggers that write them."""
    run_script(__file__, "events/events.sql")
