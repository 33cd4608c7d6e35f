"""Let the ledger take the locks of one decision in one call. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0025"
down_revision = "0024"
downgrade = no_way_back


def upgrade() -> None:
    """Create the functions; the locks and their order are those of protocol §1.2."""
    run_script(__file__, "locks/locks.sql")
