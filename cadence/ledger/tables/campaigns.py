"""Which campaigns are there, who is enrolled, and what is paused? Pure: tables."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    and_,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from cadence.ledger.tables.base import ID, instant, metadata, order, recorded, word

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", Integer, Identity(always=True), primary_key=True),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="running"),
    Column("current_version", Integer),
    Column("starts_on", Date),
    Column("ends_on", Date),
    instant("launched_at", required=True),
    instant("closed_at"),
    recorded(),
    UniqueConstraint("name"),
    ForeignKeyConstraint(
        ["id", "current_version"],
        ["campaign_versions.campaign_id", "campaign_versions.version"],
        name="campaigns_current_version_fkey",
        use_alter=True,
    ),
)

campaign_versions = Table(
    "campaign_versions",
    metadata,
    Column("campaign_id", Integer, ForeignKey("campaigns.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    instant("launched_at", required=True),
    recorded(),
    UniqueConstraint("campaign_id", "hash"),
)

roster = Table(
    "roster",
    metadata,
    Column("campaign_id", Integer, ForeignKey("campaigns.id"), primary_key=True),
    Column("lead_id", ID, ForeignKey("leads.id"), primary_key=True),
    Column("score", Integer, nullable=False),
    instant("added_at", required=True),
    instant("taken_at"),
    Column("visit", Text, primary_key=True, nullable=False, server_default=""),
)
Index(
    "roster_one_waiting",
    roster.c.campaign_id,
    roster.c.lead_id,
    unique=True,
    postgresql_where=roster.c.taken_at.is_(None),
)
Index(
    "roster_waiting",
    roster.c.campaign_id,
    roster.c.score.desc(),
    roster.c.lead_id,
    postgresql_where=roster.c.taken_at.is_(None),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("id", ID, primary_key=True),
    Column("lead_id", ID, ForeignKey("leads.id"), nullable=False),
    Column("campaign_id", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False, server_default="cadence"),
    Column("priority", SmallInteger, nullable=False, server_default=text("3")),
    instant("at", required=True),
    instant("started_at"),
    instant("next_at"),
    Column("move", JSONB, nullable=False),
    Column("hold", Text),
    word("hold_key"),
    Column("errors", SmallInteger, nullable=False, server_default=text("0")),
    Column("finished", Text),
    instant("finished_at"),
    recorded(),
    ForeignKeyConstraint(
        ["campaign_id", "version"],
        ["campaign_versions.campaign_id", "campaign_versions.version"],
        name="enrolments_version_fkey",
    ),
    UniqueConstraint("id", "lead_id", "campaign_id"),
)
_open = enrolments.c.finished.is_(None)
PROMISED = text("finished IS NULL AND ((move -> 'cause'::text) ->> 'kind'::text) = 'callback'::text")
"""The next move is a promised call. In PostgreSQL's own spelling, or Alembic would see a difference."""
Index("enrolments_one_open", enrolments.c.lead_id, enrolments.c.campaign_id, unique=True, postgresql_where=_open)
Index("enrolments_lead", enrolments.c.lead_id, enrolments.c.at)
Index("enrolments_campaign", enrolments.c.campaign_id, enrolments.c.finished)
Index("enrolments_open", enrolments.c.campaign_id, enrolments.c.id, postgresql_where=_open)
Index(
    "enrolments_unstarted",
    enrolments.c.priority,
    enrolments.c.at,
    enrolments.c.id,
    postgresql_where=and_(enrolments.c.started_at.is_(None), _open),
)
Index("enrolments_promised", enrolments.c.next_at, postgresql_where=PROMISED)
Index("enrolments_wakeups", enrolments.c.next_at, postgresql_where=_open)
Index(
    "enrolments_held",
    enrolments.c.hold,
    enrolments.c.hold_key,
    enrolments.c.id,
    postgresql_where=and_(_open, enrolments.c.hold.is_not(None)),
)

news = Table(
    "news",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("enrolment_id", ID, ForeignKey("enrolments.id"), nullable=False),
    Column("kind", Text, nullable=False),
    instant("at", required=True),
    word("ref"),
    instant("delivered_at"),
    recorded(),
)
Index("news_undelivered", news.c.id, postgresql_where=news.c.delivered_at.is_(None))
Index("news_enrolment", news.c.enrolment_id, news.c.id)

pauses = Table(
    "pauses",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("scope", Text, nullable=False),
    word("value"),
    instant("since", required=True),
    instant("until"),
    Column("actor", Text, nullable=False),
    word("reason"),
    Column("resumed_by", Text),
    word("fallback"),
    recorded(),
    order(),
)
Index("pauses_one_open", pauses.c.scope, pauses.c.value, unique=True, postgresql_where=pauses.c.until.is_(None))
Index("pauses_scope_value", pauses.c.scope, pauses.c.value, pauses.c.since)
