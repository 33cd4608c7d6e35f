"""Build the whole ledger. Edge: runs the SQL in `first/`, in order."""

from pathlib import Path

from alembic import op

from cadence.ledger.db.migrations.forward import no_way_back

revision = "0001"
down_revision = None
downgrade = no_way_back


def upgrade() -> None:
    """Build every table, constraint and trigger."""
    cursor = op.get_bind().connection.cursor()
    for script in sorted((Path(__file__).parent / "first").glob("*.sql")):
        cursor.execute(script.read_text(encoding="utf-8"))
