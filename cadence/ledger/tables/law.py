"""Which texts of law were ever in force, and since when? Pure: tables."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Identity,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from cadence.ledger.tables.base import instant, metadata, recorded, word

law_texts = Table(
    "law_texts",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("kind", Text, nullable=False),
    word("name"),
    Column("body", Text, nullable=False),
    Column("shipped", Boolean, nullable=False, server_default=text("false")),
    instant("at", required=True),
    recorded(),
)

law_versions = Table(
    "law_versions",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("kind", Text, nullable=False),
    word("name"),
    Column("version", Integer, nullable=False),
    Column("hash", LargeBinary, ForeignKey("law_texts.hash"), nullable=False),
    Column("command_id", BigInteger, ForeignKey("commands.id"), nullable=False),
    instant("at", required=True),
    recorded(),
    UniqueConstraint("kind", "name", "version"),
)
