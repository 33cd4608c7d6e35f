"""Which packs, official lists and calendars are decisions judged by? Pure: tables."""

import sqlalchemy as sa

from cadence.ledger.tables.base import instant, metadata, recorded, word

registry_copies = sa.Table(
    "registry_copies",
    metadata,
    sa.Column("id", sa.Integer, sa.Identity(always=True), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("key_name", sa.Text, sa.ForeignKey("keys.name"), nullable=False),
    sa.Column("as_of", sa.Date, nullable=False),
    sa.Column("numbers", sa.BigInteger, nullable=False),
    instant("imported_at", required=True),
    recorded(),
    sa.UniqueConstraint("name"),
)

registry_entries = sa.Table(
    "registry_entries",
    metadata,
    sa.Column("copy_id", sa.Integer, sa.ForeignKey("registry_copies.id"), primary_key=True),
    sa.Column("hmac", sa.LargeBinary, primary_key=True),
)

closed_feeds = sa.Table(
    "closed_feeds",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("as_of", sa.Date, nullable=False),
    sa.Column("dates", sa.Integer, nullable=False),
    instant("imported_at", required=True),
    recorded(),
)

closed_days = sa.Table(
    "closed_days",
    metadata,
    sa.Column("feed", sa.Text, sa.ForeignKey("closed_feeds.name"), primary_key=True),
    sa.Column("country", sa.Text, primary_key=True),
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("town", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
)
sa.Index("closed_days_town", closed_days.c.town, closed_days.c.day)

law_texts = sa.Table(
    "law_texts",
    metadata,
    sa.Column("hash", sa.LargeBinary, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    word("name"),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("shipped", sa.Boolean, nullable=False, server_default=sa.text("false")),
    instant("at", required=True),
    recorded(),
)

law_versions = sa.Table(
    "law_versions",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    word("name"),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("hash", sa.LargeBinary, sa.ForeignKey("law_texts.hash"), nullable=False),
    sa.Column("command_id", sa.BigInteger, sa.ForeignKey("commands.id"), nullable=False),
    instant("at", required=True),
    recorded(),
    sa.UniqueConstraint("kind", "name", "version"),
)
