"""Find the orders about a campaign: whoever asks why somebody is in it wants to know who launched it. Edge."""

from alembic import op
from sqlalchemy import text

from cadence.ledger.db.migrations.forward import no_way_back

revision = "0004"
down_revision = "0003"
downgrade = no_way_back


def upgrade() -> None:
    """Index them; orders about people, which are many, are not in it."""
    op.create_index(
        "commands_campaign", "commands", ["campaign_id", "at"], postgresql_where=text("campaign_id IS NOT NULL")
    )
