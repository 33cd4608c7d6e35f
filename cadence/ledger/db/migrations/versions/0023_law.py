"""Store packs and the house file, and keep every text that was law. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0023"
down_revision = "0022"
downgrade = no_way_back


def upgrade() -> None:
    """Create the tables of texts and of versions, and let decisions name the law they were made by."""
    run_script(__file__, "law/law.sql")
