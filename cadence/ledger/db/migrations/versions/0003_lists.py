"""Stop paying for an index that no statement uses any more: a launch lists whom it has just read. Edge."""

from alembic import op

from cadence.ledger.db.migrations.forward import no_way_back

revision = "0003"
down_revision = "0002"
downgrade = no_way_back


def upgrade() -> None:
    """Drop the index of leads by list."""
    op.drop_index("leads_list", "leads")
