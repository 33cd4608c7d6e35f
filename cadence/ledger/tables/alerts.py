"""When was each alert raised and cleared, and what did it read last? Pure: tables."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from cadence.ledger.tables.base import instant, metadata, recorded, word

alert_changes = sa.Table(
    "alert_changes",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("campaign_id", sa.Integer, sa.ForeignKey("campaigns.id"), nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("nth", sa.Integer, nullable=False),
    sa.Column("change", sa.Text, nullable=False),
    sa.Column("cause", sa.Text, nullable=False),
    instant("at", required=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("condition", sa.Text, nullable=False),
    sa.Column("does", ARRAY(sa.Text), nullable=False),
    sa.Column("figure", sa.Text, nullable=False),
    sa.Column("value", sa.Double),
    sa.Column("n", sa.BigInteger, nullable=False),
    sa.Column("bound", sa.Double),
    sa.Column("pause_id", sa.BigInteger, sa.ForeignKey("pauses.id")),
    recorded(),
    sa.UniqueConstraint("campaign_id", "origin", "name", "nth", name="alert_changes_once"),
)
sa.Index("alert_changes_at", alert_changes.c.campaign_id, alert_changes.c.at)

alert_readings = sa.Table(
    "alert_readings",
    metadata,
    sa.Column("campaign_id", sa.Integer, sa.ForeignKey("campaigns.id"), primary_key=True),
    sa.Column("origin", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("condition", sa.Text, nullable=False),
    sa.Column("does", ARRAY(sa.Text), nullable=False),
    sa.Column("figure", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    instant("since"),
    sa.Column("value", sa.Double),
    sa.Column("n", sa.BigInteger, nullable=False),
    sa.Column("bound", sa.Double),
    word("reason"),
    word("error"),
    sa.Column("pause_id", sa.BigInteger, sa.ForeignKey("pauses.id")),
    instant("at", required=True),
)
