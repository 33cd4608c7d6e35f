"""Let the ledger lock touches and return them in one call. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0030"
down_revision = "0029"
downgrade = no_way_back


def upgrade() -> None:
    """Create the functions; the locks and their order are those of protocol §1.2."""
    run_script(__file__, "locks/locked_touches.sql")
