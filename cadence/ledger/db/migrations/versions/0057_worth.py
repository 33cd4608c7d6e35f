"""Find what events say a conversion is worth, and drop a view that nobody reads. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0057"
down_revision = "0056"
downgrade = no_way_back


def upgrade() -> None:
    """Create the index, and drop the view."""
    run_script(__file__, "prices/worth.sql")
