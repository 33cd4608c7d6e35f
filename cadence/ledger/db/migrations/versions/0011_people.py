"""Let a stop follow a person to the numbers that they get later. Edge."""

from pathlib import Path

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Let a suppression be about a person, and give those that stand the person who said stop."""
    script = Path(__file__).parent / "eleventh" / "people.sql"
    op.get_bind().connection.cursor().execute(script.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: the ledger only moves forward. Restore a backup instead."""
    raise NotImplementedError("the ledger has no way back: restore a backup made before the upgrade")
