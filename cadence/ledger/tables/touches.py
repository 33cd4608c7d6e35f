"""Which touches were made, which were not, and why? Pure: tables."""

from sqlalchemy import (
    BigInteger,
    Column,
    Computed,
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
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from cadence.domain import Touch
from cadence.domain.touch_record import Stored
from cadence.ledger.tables.base import ID, document, instant, metadata, order, recorded, word
from cadence.ledger.tables.fields import columns_of

OPEN = text("touches.state IN ('reserved', 'unknown', 'carried')")
"""Touches under way, or perhaps under way. PostgreSQL uses the index `touches_open` only for this exact text."""


UNREPORTED = text("touches.state = 'settled' AND touches.outcome = 'sent'")
"""A sent message whose end was not reported. The query has the same text, for the same reason."""
_STEP_ENROLMENT = "CASE WHEN cause_kind = 'step'::text THEN enrolment_id ELSE NULL::uuid END"
"""In PostgreSQL's own spelling, or Alembic would see a difference."""


touches = Table(
    "touches",
    metadata,
    *columns_of(
        Touch,
        id=[Column("id", ID, primary_key=True)],
        lead=[Column("lead_id", ID, nullable=False)],
        enrolment=[Column("enrolment_id", ID, nullable=False)],
        campaign=[Column("campaign_id", Integer, nullable=False)],
        cause=[
            Column("cause_kind", Text, nullable=False),
            Column("cause_ref", Text, nullable=False),
            Column("cause_lap", Integer, nullable=False, server_default=text("1")),
            Column("cause_enrolment", ID, Computed(_STEP_ENROLMENT, persisted=True)),
        ],
        step=[word("step")],
        number=[Column("number_id", BigInteger, ForeignKey("numbers.id"))],
        account=[Column("account_id", BigInteger, ForeignKey("accounts.id"))],
        taken=[],  # follows from the carrier's id and the outcome
    ),
    *columns_of(Stored, touch=[]),
    recorded(),
    order(),
    ForeignKeyConstraint(
        ["enrolment_id", "lead_id", "campaign_id"],
        ["enrolments.id", "enrolments.lead_id", "enrolments.campaign_id"],
        name="touches_enrolment_fkey",
    ),
    UniqueConstraint(
        "lead_id",
        "cause_kind",
        "cause_ref",
        "cause_lap",
        "attempt",
        "cause_enrolment",
        name="touches_key",
        postgresql_nulls_not_distinct=True,
    ),
)
Index("touches_lead", touches.c.lead_id, touches.c.at)
Index("touches_number", touches.c.number_id, touches.c.at)
Index("touches_campaign", touches.c.campaign_id, touches.c.at)
Index("touches_account", touches.c.account_id, touches.c.at, postgresql_where=touches.c.account_id.is_not(None))
Index("touches_sid", touches.c.sid, unique=True, postgresql_where=touches.c.sid.is_not(None))
Index("touches_open", touches.c.at, postgresql_where=OPEN)
Index("touches_unreported", touches.c.at, postgresql_where=UNREPORTED)
Index("touches_portfolio", touches.c.portfolio, touches.c.at, postgresql_where=touches.c.portfolio != "")

Index("touches_talks", touches.c.floor, touches.c.at, postgresql_where=touches.c.outcome == "answered")

contradictions = Table(
    "contradictions",
    metadata,
    Column("touch_id", ID, ForeignKey("touches.id"), primary_key=True),
    Column("outcome", Text, primary_key=True),
    Column("code", Text, primary_key=True, server_default=""),
    instant("at", required=True),
    recorded(),
)

texts = Table(
    "texts",
    metadata,
    Column("touch_id", ID, ForeignKey("touches.id"), primary_key=True),
    Column("body", Text, nullable=False),
    word("template"),
    document("variables", "{}"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("lead_id", ID, ForeignKey("leads.id"), nullable=False),
    Column("enrolment_id", ID, ForeignKey("enrolments.id"), nullable=False),
    Column("touch_id", ID, ForeignKey("touches.id")),
    Column("version", Integer, nullable=False),
    instant("at", required=True),
    Column("verdict", Text, nullable=False),
    instant("until"),
    word("hold"),
    word("hold_key"),
    word("scope"),
    Column("number_id", BigInteger),
    Column("rules", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    document("reasons", "[]"),
    document("evidence", "{}"),
    Column("candidate", JSONB, nullable=False),
    document("packs", "{}"),
    Column("law", BigInteger, nullable=False, server_default=text("0")),
    Column("facts", JSONB, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    recorded(),
)
Index("decisions_enrolment", decisions.c.enrolment_id, decisions.c.id)
Index("decisions_lead", decisions.c.lead_id, decisions.c.id)

floors = Table(
    "floors",
    metadata,
    Column("name", Text, primary_key=True),
    Column("agents", Integer, nullable=False),
    Column("paused", Integer, nullable=False, server_default=text("0")),
    word("endpoint"),
    instant("updated_at", required=True),
    instant("paused_at"),
    word("paused_by"),
)

permits = Table(
    "permits",
    metadata,
    Column("floor", Text, ForeignKey("floors.name"), primary_key=True),
    Column("slot", Integer, primary_key=True, autoincrement=False),
    Column("touch_id", ID, ForeignKey("touches.id"), nullable=False),
    instant("taken_at", required=True),
    instant("lease_until", required=True),
    instant("free_at"),
    UniqueConstraint("touch_id"),
)
Index("permits_lease_until", permits.c.lease_until)

floor_queue = Table(
    "floor_queue",
    metadata,
    Column("enrolment_id", ID, ForeignKey("enrolments.id"), primary_key=True),
    Column("floor", Text, ForeignKey("floors.name"), nullable=False),
    Column("promised", SmallInteger, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("score", Integer, nullable=False),
    instant("due", required=True),
    instant("asks_until", required=True),
)
Index("floor_queue_floor", floor_queue.c.floor, floor_queue.c.asks_until)

senders = Table(
    "senders",
    metadata,
    Column("sender", Text, primary_key=True),
    instant("next_free", required=True),
)

portfolios = Table(
    "portfolios",
    metadata,
    Column("portfolio", Text, primary_key=True),
    instant("turn", required=True),
)
