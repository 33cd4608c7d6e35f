"""Keep what was corrected: a promise that another replaced, and a report that another outweighs. Edge."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Let a promise name its successor, and keep the reports that contradict what stands."""
    script = Path(__file__).parent / "second" / "corrections.sql"
    op.get_bind().connection.cursor().execute(script.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: the ledger only moves forward. Restore a backup instead."""
    raise NotImplementedError("the ledger has no way back: restore a backup made before the upgrade")
