"""Know by a setting of the transaction, not by a word that anybody may write, what the journal has already. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0056"
down_revision = "0055"
downgrade = no_way_back


def upgrade() -> None:
    """Replace the functions of the triggers."""
    run_script(__file__, "journal/applied.sql")
