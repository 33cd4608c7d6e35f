"""Which official lists and calendars do we have a copy of, and what is in them? Pure: tables."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from cadence.ledger.tables.base import instant, metadata, recorded

registry_copies = Table(
    "registry_copies",
    metadata,
    Column("id", Integer, Identity(always=True), primary_key=True),
    Column("name", Text, nullable=False),
    Column("key_name", Text, ForeignKey("keys.name"), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("numbers", BigInteger, nullable=False),
    instant("imported_at", required=True),
    recorded(),
    UniqueConstraint("name"),
)

registry_entries = Table(
    "registry_entries",
    metadata,
    Column("copy_id", Integer, ForeignKey("registry_copies.id"), primary_key=True),
    Column("hmac", LargeBinary, primary_key=True),
)

closed_feeds = Table(
    "closed_feeds",
    metadata,
    Column("name", Text, primary_key=True),
    Column("as_of", Date, nullable=False),
    Column("dates", Integer, nullable=False),
    instant("imported_at", required=True),
    recorded(),
)

closed_days = Table(
    "closed_days",
    metadata,
    Column("feed", Text, ForeignKey("closed_feeds.name"), primary_key=True),
    Column("country", Text, primary_key=True),
    Column("region", Text, primary_key=True),
    Column("town", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("name", Text, nullable=False),
)
Index("closed_days_town", closed_days.c.town, closed_days.c.day)
