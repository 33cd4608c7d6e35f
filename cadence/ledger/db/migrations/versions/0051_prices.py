"""Store what touches cost, as the carrier reports it, and what a tariff needs to know of a touch. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0051"
down_revision = "0050"
downgrade = no_way_back


def upgrade() -> None:
    """Add the prices with their leaves, two columns of touches, and the views that costs are counted from."""
    run_script(__file__, "prices/prices.sql")
