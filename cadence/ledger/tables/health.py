"""Which processes run, do their jobs succeed, what did those set aside, when did a service answer? Pure: tables."""

from sqlalchemy import BigInteger, Column, Double, Identity, Index, Integer, Table, Text, UniqueConstraint, text

from cadence.ledger.tables.base import ID, document, instant, metadata, recorded, word

processes = Table(
    "processes",
    metadata,
    Column("id", ID, primary_key=True),
    Column("role", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("version", Text, nullable=False),
    word("queues"),
    instant("started_at", required=True),
    instant("heard_at", required=True),
    Column("ahead", Double, nullable=False, server_default=text("0")),
    document("details", "{}"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("name", Text, primary_key=True),
    instant("succeeded_at"),
    instant("failed_at"),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    word("error"),
)

set_aside = Table(
    "set_aside",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("job", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    instant("since", required=True),
    instant("last_at", required=True),
    instant("next_at"),
    recorded(),
    UniqueConstraint("job", "item"),
)
Index("set_aside_due", set_aside.c.next_at, postgresql_where=set_aside.c.next_at.is_not(None))

services = Table(
    "services",
    metadata,
    Column("name", Text, primary_key=True),
    instant("heard_at", required=True),
    word("identity"),
)
