"""Tell the price of a touch itself from that of a leg without reading the touch a second time. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0063"
down_revision = "0062"
downgrade = no_way_back


def upgrade() -> None:
    """Add a column to the view."""
    run_script(__file__, "prices/own.sql")
