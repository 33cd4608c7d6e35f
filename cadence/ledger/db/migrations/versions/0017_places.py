"""Keep an agent's place until the conversation is written up, and queue for it by promise and score. Edge."""

from pathlib import Path

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the queue, and what says until when a place is taken."""
    script = Path(__file__).parent / "seventeenth" / "places.sql"
    op.get_bind().connection.cursor().execute(script.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: the ledger only moves forward. Restore a backup instead."""
    raise NotImplementedError("the ledger has no way back: restore a backup made before the upgrade")
