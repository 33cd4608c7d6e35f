"""Stop paying for an index that no statement uses any more: a launch lists whom it has just read. Edge."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Drop the index of leads by list."""
    op.drop_index("leads_list", "leads")


def downgrade() -> None:
    """Refuse: the ledger only moves forward. Restore a backup instead."""
    raise NotImplementedError("the ledger has no way back: restore a backup made before the upgrade")
