"""Which items did background jobs set aside? Pure: tables."""

from sqlalchemy import BigInteger, Column, Identity, Index, Integer, Table, Text, UniqueConstraint

from cadence.ledger.tables.base import instant, metadata, recorded

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
