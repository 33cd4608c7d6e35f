"""Build the whole ledger. Edge: runs the SQL in `first/`, in order."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Build every table, constraint and trigger."""
    cursor = op.get_bind().connection.cursor()
    for script in sorted((Path(__file__).parent / "first").glob("*.sql")):
        cursor.execute(script.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: consents, suppressions and the record of what was sent are never thrown away."""
    raise NotImplementedError("the ledger has no way back: restore a backup made before the upgrade")
