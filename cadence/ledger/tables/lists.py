"""Which official lists have we a copy of, and who stands on them? Pure: tables."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Identity,
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
