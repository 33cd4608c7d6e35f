"""Let the ledger hold channels, kinds of number and addresses that come later. Edge."""

from pathlib import Path

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Take any word, and addresses with an @."""
    script = Path(__file__).parent / "channels" / "channels.sql"
    op.get_bind().connection.cursor().execute(script.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: the ledger only moves forward. Restore a backup instead."""
    raise NotImplementedError("the ledger has no way back: restore a backup made before the upgrade")
