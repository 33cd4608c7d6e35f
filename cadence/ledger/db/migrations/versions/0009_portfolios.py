"""Count the people of a portfolio over all campaigns. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0009"
down_revision = "0008"
downgrade = no_way_back


def upgrade() -> None:
    """Make what is locked while somebody counts, and the index that counts."""
    run_script(__file__, "ninth/portfolios.sql")
