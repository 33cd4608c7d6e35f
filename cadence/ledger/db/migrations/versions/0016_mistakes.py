"""Let a pause be about a template, a destination or the carrier's account. Edge."""

from pathlib import Path

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Know the new scopes, and who takes the failed branch after a pause."""
    script = Path(__file__).parent / "sixteenth" / "mistakes.sql"
    op.get_bind().connection.cursor().execute(script.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: the ledger only moves forward. Restore a backup instead."""
    raise NotImplementedError("the ledger has no way back: restore a backup made before the upgrade")
