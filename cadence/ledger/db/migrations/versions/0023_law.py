"""Store packs and the house file, and keep every text that was law. Edge."""

from pathlib import Path

from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Create the tables of texts and of versions, and let decisions name the law they were made by."""
    script = Path(__file__).parent / "law" / "law.sql"
    op.get_bind().connection.cursor().execute(script.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: the ledger only moves forward. Restore a backup instead."""
    raise NotImplementedError("the ledger has no way back: restore a backup made before the upgrade")
