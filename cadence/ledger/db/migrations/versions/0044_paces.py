"""Count gaps and attempts until a contact in one pass. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0044"
down_revision = "0043"
downgrade = no_way_back


def upgrade() -> None:
    """Add the column to the attempts of each lead."""
    run_script(__file__, "paces/paces.sql")
