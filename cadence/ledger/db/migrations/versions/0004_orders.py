"""Find the orders about a campaign: whoever asks why somebody is in it wants to know who launched it. Edge."""

from alembic import op
from sqlalchemy import text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Index them; orders about people, which are many, are not in it."""
    op.create_index(
        "commands_campaign", "commands", ["campaign_id", "at"], postgresql_where=text("campaign_id IS NOT NULL")
    )


def downgrade() -> None:
    """Refuse: the ledger only moves forward. Restore a backup instead."""
    raise NotImplementedError("the ledger has no way back: restore a backup made before the upgrade")
