"""Which facts were committed to, and in which block are they sealed? Pure: tables."""

import sqlalchemy as sa

from cadence.ledger.tables.base import ID, instant, metadata

leaves = sa.Table(
    "leaves",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=False), primary_key=True),
    sa.Column("xid", sa.BigInteger, nullable=False, server_default=sa.text("pg_current_xact_id()::text::bigint")),
    sa.Column("kind", sa.SmallInteger, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("lead_id", ID),
    sa.Column("gone", sa.Boolean, nullable=False),
    sa.Column("salt", sa.LargeBinary, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

blocks = sa.Table(
    "blocks",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("root", sa.LargeBinary, nullable=False),
    sa.Column("previous", sa.LargeBinary, nullable=False),
    sa.Column("head", sa.LargeBinary, nullable=False),
    instant("sealed_at", required=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
