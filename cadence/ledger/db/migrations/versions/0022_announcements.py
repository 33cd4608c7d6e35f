"""Let a touch tell a person when a promised call will be made. Edge."""

from pathlib import Path

from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Know the cause."""
    script = Path(__file__).parent / "twenty_second" / "announcements.sql"
    op.get_bind().connection.cursor().execute(script.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: the ledger only moves forward. Restore a backup instead."""
    raise NotImplementedError("the ledger has no way back: restore a backup made before the upgrade")
