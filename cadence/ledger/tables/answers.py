"""What did people send us, which calls did we promise, and which commands were given? Pure: tables."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from cadence.ledger.tables.base import ID, document, instant, metadata, recorded, word

inbound = Table(
    "inbound",
    metadata,
    Column("id", ID, primary_key=True),
    Column("sid", Text),
    Column("channel", Text, nullable=False),
    Column("number_id", BigInteger, ForeignKey("numbers.id"), nullable=False),
    Column("sender", Text, nullable=False),
    instant("at", required=True),
    Column("meaning", Text, nullable=False, server_default="none"),
    Column("lead_id", ID, ForeignKey("leads.id")),
    Column("touch_id", ID, ForeignKey("touches.id")),
    Column("confirmed_by_carrier", Boolean, nullable=False, server_default=false()),
    instant("reviewed_at"),
    Column("reviewed_by", Text),
    recorded(),
)
Index("inbound_sid", inbound.c.sid, unique=True, postgresql_where=inbound.c.sid.is_not(None))
Index("inbound_number", inbound.c.number_id, inbound.c.at)
Index("inbound_lead", inbound.c.lead_id, inbound.c.at)

inbound_texts = Table(
    "inbound_texts",
    metadata,
    Column("inbound_id", ID, ForeignKey("inbound.id"), primary_key=True),
    Column("body", Text, nullable=False),
)

stranger_addresses = Table(
    "stranger_addresses",
    metadata,
    Column("inbound_id", ID, ForeignKey("inbound.id"), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    instant("at", required=True),
)
Index("stranger_addresses_at", stranger_addresses.c.at)

callbacks = Table(
    "callbacks",
    metadata,
    Column("id", ID, primary_key=True),
    Column("lead_id", ID, ForeignKey("leads.id"), nullable=False),
    Column("enrolment_id", ID, ForeignKey("enrolments.id"), nullable=False),
    Column("number_id", BigInteger, ForeignKey("numbers.id")),
    instant("at", required=True),
    instant("asked_at", required=True),
    Column("ref", Text, nullable=False),
    instant("canceled_at"),
    Column("replaced_by", ID, ForeignKey("callbacks.id", deferrable=True, initially="DEFERRED")),
    recorded(),
)
Index("callbacks_ref", callbacks.c.ref, unique=True, postgresql_where=callbacks.c.replaced_by.is_(None))
Index("callbacks_enrolment", callbacks.c.enrolment_id)
Index("callbacks_lead", callbacks.c.lead_id)

tasks = Table(
    "tasks",
    metadata,
    Column("id", ID, primary_key=True),
    Column("lead_id", ID, ForeignKey("leads.id")),
    Column("enrolment_id", ID, ForeignKey("enrolments.id")),
    Column("ref", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    word("body"),
    word("assign"),
    instant("opened_at", required=True),
    instant("done_at"),
    Column("done_by", Text),
    recorded(),
    UniqueConstraint("ref"),
)
Index("tasks_open", tasks.c.opened_at, tasks.c.id, postgresql_where=tasks.c.done_at.is_(None))
Index("tasks_lead", tasks.c.lead_id)

commands = Table(
    "commands",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("key", Text),
    Column("name", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("origin", Text, nullable=False),
    word("why"),
    Column("lead_id", ID, ForeignKey("leads.id")),
    Column("campaign_id", Integer, ForeignKey("campaigns.id")),
    document("args", "{}"),
    instant("at", required=True),
    recorded(),
    UniqueConstraint("key"),
)
Index("commands_lead", commands.c.lead_id, postgresql_where=commands.c.lead_id.is_not(None))
Index("commands_campaign", commands.c.campaign_id, commands.c.at, postgresql_where=commands.c.campaign_id.is_not(None))

clock = Table(
    "clock",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False, server_default=text("1")),
    instant("origin", required=True),
    instant("started", required=True),
    Column("speed", Double, nullable=False),
)

carrier_cursor = Table(
    "carrier_cursor",
    metadata,
    Column("name", Text, primary_key=True),
    instant("seen_at", required=True),
)
