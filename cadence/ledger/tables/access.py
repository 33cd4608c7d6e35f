"""Who may use the API, and who is signed in to the page? Pure: tables."""

import sqlalchemy as sa

from cadence.ledger.tables.base import instant, metadata, word

api_keys = sa.Table(
    "api_keys",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("prefix", sa.Text, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("per_minute", sa.Integer, nullable=False),
    instant("created_at", required=True),
    sa.Column("created_by", sa.Text, nullable=False),
    instant("expires_at"),
    instant("used_at"),
    instant("revoked_at"),
    word("revoked_by"),
)

page_sessions = sa.Table(
    "page_sessions",
    metadata,
    sa.Column("hash", sa.LargeBinary, primary_key=True),
    sa.Column("key_id", sa.Text, sa.ForeignKey("api_keys.id"), nullable=False),
    instant("began_at", required=True),
    instant("expires_at", required=True),
)
