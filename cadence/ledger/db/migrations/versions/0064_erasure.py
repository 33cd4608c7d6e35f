"""Note what the carrier has to delete of people who were erased. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0064"
down_revision = "0063"
downgrade = no_way_back


def upgrade() -> None:
    """Create the deletions with their triggers, and enter what is left of people who were erased before."""
    run_script(__file__, "erasure/carrier_deletions.sql")
