"""What are other systems told? Pure: tables. Triggers of the ledger write the events, and nothing else does."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from cadence.ledger.tables.base import ID, instant, metadata, recorded, word

event_positions = sa.Table(
    "event_positions",
    metadata,
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("last", sa.BigInteger, nullable=False),
    sa.Column("horizon", sa.BigInteger, nullable=False),
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("place", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("id", ID, nullable=False, server_default=sa.text("gen_random_uuid()")),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("campaign_id", sa.Integer),
    instant("at", required=True),
    sa.Column("data", JSONB, nullable=False),
    sa.Column("horizon", sa.BigInteger, nullable=False),
    instant("written_at", required=True),
    recorded(),
    sa.UniqueConstraint("id"),
)
sa.Index("events_order", events.c.horizon, events.c.place)
sa.Index("events_written", events.c.written_at, postgresql_using="brin")

conversions = sa.Table(
    "conversions", metadata, sa.Column("enrolment_id", ID, sa.ForeignKey("enrolments.id"), primary_key=True)
)

endpoints = sa.Table(
    "endpoints",
    metadata,
    sa.Column("id", sa.Integer, sa.Identity(always=True), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("types", ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'")),
    sa.Column("secret", sa.LargeBinary, nullable=False),
    sa.Column("old_secret", sa.LargeBinary),
    instant("old_until"),
    sa.Column("horizon", sa.BigInteger, nullable=False),
    sa.Column("place", sa.BigInteger, nullable=False),
    instant("added_at", required=True),
    instant("disabled_at"),
    word("disabled_because"),
    recorded(),
    sa.UniqueConstraint("name"),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("event_id", ID, sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("endpoint_id", sa.Integer, sa.ForeignKey("endpoints.id"), primary_key=True),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    instant("next_at"),
    sa.Column("tries", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("status", sa.Integer),
    word("problem"),
    instant("delivered_at"),
)
sa.Index(
    "deliveries_due",
    deliveries.c.endpoint_id,
    deliveries.c.next_at,
    postgresql_where=deliveries.c.next_at.is_not(None),
)
sa.Index(
    "deliveries_open",
    deliveries.c.endpoint_id,
    deliveries.c.subject,
    deliveries.c.seq,
    postgresql_where=deliveries.c.delivered_at.is_(None),
)
