"""Keep events that other systems send about people. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0052"
down_revision = "0051"
downgrade = no_way_back


def upgrade() -> None:
    """Create the table, with its leaves and its outgoing event; and count no end by an event as exhausted."""
    run_script(__file__, "external/external_events.sql")
    run_script(__file__, "external/exhausted.sql")
