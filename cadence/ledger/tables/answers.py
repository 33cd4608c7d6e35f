"""What did people send us, which calls did we promise, and which commands were given? Pure: tables."""

import sqlalchemy as sa

from cadence.ledger.tables.base import ID, document, instant, metadata, recorded, salt, word

inbound = sa.Table(
    "inbound",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("sid", sa.Text),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("number_id", sa.BigInteger, sa.ForeignKey("numbers.id"), nullable=False),
    sa.Column("sender", sa.Text, nullable=False),
    instant("at", required=True),
    sa.Column("meaning", sa.Text, nullable=False, server_default="none"),
    sa.Column("lead_id", ID, sa.ForeignKey("leads.id")),
    sa.Column("touch_id", ID, sa.ForeignKey("touches.id")),
    sa.Column("confirmed_by_carrier", sa.Boolean, nullable=False, server_default=sa.false()),
    instant("reviewed_at"),
    sa.Column("reviewed_by", sa.Text),
    recorded(),
)
sa.Index("inbound_sid", inbound.c.sid, unique=True, postgresql_where=inbound.c.sid.is_not(None))
sa.Index("inbound_number", inbound.c.number_id, inbound.c.at)
sa.Index("inbound_lead", inbound.c.lead_id, inbound.c.at)
sa.Index("inbound_touch", inbound.c.touch_id, postgresql_where=inbound.c.touch_id.is_not(None))

inbound_texts = sa.Table(
    "inbound_texts",
    metadata,
    sa.Column("inbound_id", ID, sa.ForeignKey("inbound.id"), primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    salt(),
)

stranger_addresses = sa.Table(
    "stranger_addresses",
    metadata,
    sa.Column("inbound_id", ID, sa.ForeignKey("inbound.id"), primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    instant("at", required=True),
)
sa.Index("stranger_addresses_at", stranger_addresses.c.at)

callbacks = sa.Table(
    "callbacks",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("lead_id", ID, sa.ForeignKey("leads.id"), nullable=False),
    sa.Column("enrolment_id", ID, sa.ForeignKey("enrolments.id"), nullable=False),
    sa.Column("number_id", sa.BigInteger, sa.ForeignKey("numbers.id")),
    instant("at", required=True),
    instant("asked_at", required=True),
    sa.Column("ref", sa.Text, nullable=False),
    instant("canceled_at"),
    sa.Column("replaced_by", ID, sa.ForeignKey("callbacks.id", deferrable=True, initially="DEFERRED")),
    recorded(),
)
sa.Index("callbacks_ref", callbacks.c.ref, unique=True, postgresql_where=callbacks.c.replaced_by.is_(None))
sa.Index("callbacks_enrolment", callbacks.c.enrolment_id)
sa.Index("callbacks_lead", callbacks.c.lead_id)
sa.Index("callbacks_at", callbacks.c.at)

tasks = sa.Table(
    "tasks",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("lead_id", ID, sa.ForeignKey("leads.id")),
    sa.Column("enrolment_id", ID, sa.ForeignKey("enrolments.id")),
    sa.Column("ref", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    word("body"),
    word("assign"),
    instant("opened_at", required=True),
    instant("done_at"),
    sa.Column("done_by", sa.Text),
    recorded(),
    salt(),
    word("label"),
    instant("due_at"),
    word("result"),
    word("reason"),
    sa.Column("reminders", sa.Integer, nullable=False, server_default=sa.text("0")),
    instant("reminded_at"),
    sa.UniqueConstraint("ref"),
)
sa.Index("tasks_open", tasks.c.opened_at, tasks.c.id, postgresql_where=tasks.c.done_at.is_(None))
sa.Index("tasks_lead", tasks.c.lead_id)
sa.Index("tasks_closed", tasks.c.done_at.desc(), tasks.c.id, postgresql_where=tasks.c.done_at.is_not(None))
sa.Index("tasks_due", tasks.c.due_at, tasks.c.id, postgresql_where=sa.text("done_at IS NULL AND due_at IS NOT NULL"))

commands = sa.Table(
    "commands",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("key", sa.Text),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    word("why"),
    sa.Column("lead_id", ID, sa.ForeignKey("leads.id")),
    sa.Column("campaign_id", sa.Integer, sa.ForeignKey("campaigns.id")),
    document("args", "{}"),
    instant("at", required=True),
    recorded(),
    salt(),
    sa.UniqueConstraint("key"),
)
sa.Index("commands_lead", commands.c.lead_id, postgresql_where=commands.c.lead_id.is_not(None))
sa.Index(
    "commands_campaign", commands.c.campaign_id, commands.c.at, postgresql_where=commands.c.campaign_id.is_not(None)
)

clock = sa.Table(
    "clock",
    metadata,
    sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False, server_default=sa.text("1")),
    instant("origin", required=True),
    instant("started", required=True),
    sa.Column("speed", sa.Double, nullable=False),
)

carrier_cursor = sa.Table(
    "carrier_cursor",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    instant("seen_at", required=True),
)
