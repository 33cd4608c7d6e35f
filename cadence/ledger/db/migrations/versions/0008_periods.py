"""Find a campaign's touches by the instant they were made at. Edge."""

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the index anew."""
    script = Path(__file__).parent / "eighth" / "periods.sql"
    op.get_bind().connection.cursor().execute(script.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: the ledger only moves forward. Restore a backup instead."""
    raise NotImplementedError("the ledger has no way back: restore a backup made before the upgrade")
