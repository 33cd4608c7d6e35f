"""What has the carrier to delete of people who were erased? Pure: the table."""

import sqlalchemy as sa

from cadence.ledger.tables.base import ID, instant, metadata, recorded, word

carrier_deletions = sa.Table(
    "carrier_deletions",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("lead_id", ID, sa.ForeignKey("leads.id"), nullable=False),
    sa.Column("touch_id", ID, sa.ForeignKey("touches.id")),
    sa.Column("inbound_id", ID, sa.ForeignKey("inbound.id")),
    instant("due_at", required=True),
    sa.Column("tries", sa.Integer, nullable=False, server_default=sa.text("0")),
    word("error"),
    instant("done_at"),
    recorded(),
    sa.UniqueConstraint("touch_id"),
    sa.UniqueConstraint("inbound_id"),
)
sa.Index(
    "carrier_deletions_due",
    carrier_deletions.c.due_at,
    carrier_deletions.c.id,
    postgresql_where=carrier_deletions.c.done_at.is_(None),
)
sa.Index("carrier_deletions_lead", carrier_deletions.c.lead_id)
