"""Let the ledger lock many touches at once without waiting. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0028"
down_revision = "0025"
downgrade = no_way_back


def upgrade() -> None:
    """Create the function; the locks and their order are those of protocol §1.2."""
    run_script(__file__, "locks/free_touches.sql")
