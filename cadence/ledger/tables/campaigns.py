"""Which campaigns are there, who is enrolled, and what is paused? Pure: tables."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from cadence.ledger.tables.base import ID, INSTANT, document, instant, metadata, order, recorded, salt, word

campaigns = sa.Table(
    "campaigns",
    metadata,
    sa.Column("id", sa.Integer, sa.Identity(always=True), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False, server_default="running"),
    sa.Column("current_version", sa.Integer),
    sa.Column("starts_on", sa.Date),
    sa.Column("ends_on", sa.Date),
    instant("launched_at", required=True),
    instant("closed_at"),
    recorded(),
    sa.UniqueConstraint("name"),
    sa.ForeignKeyConstraint(
        ["id", "current_version"],
        ["campaign_versions.campaign_id", "campaign_versions.version"],
        name="campaigns_current_version_fkey",
        use_alter=True,
    ),
)

campaign_versions = sa.Table(
    "campaign_versions",
    metadata,
    sa.Column("campaign_id", sa.Integer, sa.ForeignKey("campaigns.id"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    instant("launched_at", required=True),
    recorded(),
    sa.UniqueConstraint("campaign_id", "hash"),
)

campaign_files = sa.Table(
    "campaign_files",
    metadata,
    sa.Column("campaign_id", sa.Integer, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.ForeignKeyConstraint(
        ["campaign_id", "version"],
        ["campaign_versions.campaign_id", "campaign_versions.version"],
        name="campaign_files_version_fkey",
    ),
)

roster = sa.Table(
    "roster",
    metadata,
    sa.Column("campaign_id", sa.Integer, sa.ForeignKey("campaigns.id"), primary_key=True),
    sa.Column("lead_id", ID, sa.ForeignKey("leads.id"), primary_key=True),
    sa.Column("score", sa.Integer, nullable=False),
    instant("added_at", required=True),
    instant("taken_at"),
    sa.Column("visit", sa.Text, primary_key=True, nullable=False, server_default=""),
)
sa.Index(
    "roster_one_waiting",
    roster.c.campaign_id,
    roster.c.lead_id,
    unique=True,
    postgresql_where=roster.c.taken_at.is_(None),
)
sa.Index(
    "roster_waiting",
    roster.c.campaign_id,
    roster.c.score.desc(),
    roster.c.lead_id,
    postgresql_where=roster.c.taken_at.is_(None),
)

held_back = sa.Table(
    "held_back",
    metadata,
    sa.Column("campaign_id", sa.Integer, sa.ForeignKey("campaigns.id"), primary_key=True),
    sa.Column("lead_id", ID, sa.ForeignKey("leads.id"), primary_key=True),
    instant("added_at", required=True),
)
sa.Index("held_back_lead", held_back.c.lead_id)

not_selected = sa.Table(
    "not_selected",
    metadata,
    sa.Column("lead_id", ID, sa.ForeignKey("leads.id"), primary_key=True),
    sa.Column("campaign_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("at", INSTANT, primary_key=True, nullable=False),
    recorded(),
    sa.ForeignKeyConstraint(
        ["campaign_id", "version"],
        ["campaign_versions.campaign_id", "campaign_versions.version"],
        name="not_selected_version_fkey",
    ),
)

list_readings = sa.Table(
    "list_readings",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("campaign_id", sa.Integer, sa.ForeignKey("campaigns.id"), nullable=False),
    sa.Column("list", sa.Text, nullable=False),
    instant("at", required=True),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("usable", sa.Integer, nullable=False),
    document("causes", "{}"),
    recorded(),
)
sa.Index("list_readings_campaign", list_readings.c.campaign_id, list_readings.c.list, list_readings.c.id)

enrolments = sa.Table(
    "enrolments",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("lead_id", ID, sa.ForeignKey("leads.id"), nullable=False),
    sa.Column("campaign_id", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False, server_default="cadence"),
    sa.Column("priority", sa.SmallInteger, nullable=False, server_default=sa.text("3")),
    instant("at", required=True),
    instant("started_at"),
    instant("next_at"),
    sa.Column("move", JSONB, nullable=False),
    sa.Column("hold", sa.Text),
    word("hold_key"),
    sa.Column("errors", sa.SmallInteger, nullable=False, server_default=sa.text("0")),
    sa.Column("finished", sa.Text),
    instant("finished_at"),
    recorded(),
    sa.ForeignKeyConstraint(
        ["campaign_id", "version"],
        ["campaign_versions.campaign_id", "campaign_versions.version"],
        name="enrolments_version_fkey",
    ),
    sa.UniqueConstraint("id", "lead_id", "campaign_id"),
)
_open = enrolments.c.finished.is_(None)
PROMISED = sa.text("finished IS NULL AND ((move -> 'cause'::text) ->> 'kind'::text) = 'callback'::text")
"""The next move is a promised call. In PostgreSQL's own spelling, or Alembic would see a difference."""
sa.Index("enrolments_one_open", enrolments.c.lead_id, enrolments.c.campaign_id, unique=True, postgresql_where=_open)
sa.Index("enrolments_lead", enrolments.c.lead_id, enrolments.c.at)
sa.Index("enrolments_campaign", enrolments.c.campaign_id, enrolments.c.finished)
sa.Index("enrolments_open", enrolments.c.campaign_id, enrolments.c.id, postgresql_where=_open)
sa.Index(
    "enrolments_unstarted",
    enrolments.c.priority,
    enrolments.c.at,
    enrolments.c.id,
    postgresql_where=sa.and_(enrolments.c.started_at.is_(None), _open),
)
sa.Index("enrolments_promised", enrolments.c.next_at, postgresql_where=PROMISED)
sa.Index("enrolments_wakeups", enrolments.c.next_at, postgresql_where=_open)
sa.Index(
    "enrolments_held",
    enrolments.c.hold,
    enrolments.c.hold_key,
    enrolments.c.id,
    postgresql_where=sa.and_(_open, enrolments.c.hold.is_not(None)),
)

news = sa.Table(
    "news",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("enrolment_id", ID, sa.ForeignKey("enrolments.id"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    instant("at", required=True),
    word("ref"),
    instant("delivered_at"),
    recorded(),
)
sa.Index("news_undelivered", news.c.id, postgresql_where=news.c.delivered_at.is_(None))
sa.Index("news_enrolment", news.c.enrolment_id, news.c.id)

pauses = sa.Table(
    "pauses",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("scope", sa.Text, nullable=False),
    word("value"),
    instant("since", required=True),
    instant("until"),
    sa.Column("actor", sa.Text, nullable=False),
    word("reason"),
    sa.Column("resumed_by", sa.Text),
    word("fallback"),
    word("end_reason"),
    recorded(),
    order(),
    salt(),
)
sa.Index("pauses_one_open", pauses.c.scope, pauses.c.value, unique=True, postgresql_where=pauses.c.until.is_(None))
sa.Index("pauses_scope_value", pauses.c.scope, pauses.c.value, pauses.c.since)
