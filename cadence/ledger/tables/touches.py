"""Which touches were made, which were not, and why? Pure: tables."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from cadence.domain import Touch
from cadence.domain.touch_record import Stored
from cadence.ledger.tables.base import ID, document, instant, metadata, order, recorded, salt, word
from cadence.ledger.tables.fields import columns_of

OPEN = sa.text("touches.state IN ('reserved', 'unknown', 'carried')")
"""Touches under way, or perhaps under way. PostgreSQL uses the index `touches_open` only for this exact text."""


UNREPORTED = sa.text("touches.state = 'settled' AND touches.outcome = 'sent'")
"""A sent message whose end was not reported. The query has the same text, for the same reason."""
_STEP_ENROLMENT = "CASE WHEN cause_kind = 'step'::text THEN enrolment_id ELSE NULL::uuid END"
"""In PostgreSQL's own spelling, or Alembic would see a difference."""


touches = sa.Table(
    "touches",
    metadata,
    *columns_of(
        Touch,
        id=[sa.Column("id", ID, primary_key=True)],
        lead=[sa.Column("lead_id", ID, nullable=False)],
        enrolment=[sa.Column("enrolment_id", ID, nullable=False)],
        campaign=[sa.Column("campaign_id", sa.Integer, nullable=False)],
        cause=[
            sa.Column("cause_kind", sa.Text, nullable=False),
            sa.Column("cause_ref", sa.Text, nullable=False),
            sa.Column("cause_lap", sa.Integer, nullable=False, server_default=sa.text("1")),
            sa.Column("cause_enrolment", ID, sa.Computed(_STEP_ENROLMENT, persisted=True)),
        ],
        step=[word("step")],
        number=[sa.Column("number_id", sa.BigInteger, sa.ForeignKey("numbers.id"))],
        account=[sa.Column("account_id", sa.BigInteger, sa.ForeignKey("accounts.id"))],
        taken=[],  # follows from the carrier's id and the outcome
    ),
    *columns_of(Stored, touch=[]),
    recorded(),
    order(),
    sa.ForeignKeyConstraint(
        ["enrolment_id", "lead_id", "campaign_id"],
        ["enrolments.id", "enrolments.lead_id", "enrolments.campaign_id"],
        name="touches_enrolment_fkey",
    ),
    sa.UniqueConstraint(
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
sa.Index("touches_number", touches.c.number_id, touches.c.at)
sa.Index("touches_account", touches.c.account_id, touches.c.at, postgresql_where=touches.c.account_id.is_not(None))
sa.Index("touches_campaign", touches.c.campaign_id, touches.c.at)
sa.Index("touches_sid", touches.c.sid, unique=True, postgresql_where=touches.c.sid.is_not(None))
sa.Index("touches_open", touches.c.at, postgresql_where=OPEN)
sa.Index("touches_unreported", touches.c.at, postgresql_where=UNREPORTED)
sa.Index("touches_portfolio", touches.c.portfolio, touches.c.at, postgresql_where=touches.c.portfolio != "")

sa.Index(
    "touches_tasks", touches.c.at, postgresql_where=sa.text("channel = 'task'::text AND cause_kind = 'step'::text")
)
sa.Index("touches_talks", touches.c.floor, touches.c.at, postgresql_where=touches.c.outcome == "answered")

contradictions = sa.Table(
    "contradictions",
    metadata,
    sa.Column("touch_id", ID, sa.ForeignKey("touches.id"), primary_key=True),
    sa.Column("outcome", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, primary_key=True, server_default=""),
    instant("at", required=True),
    recorded(),
)

prices = sa.Table(
    "prices",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("touch_id", ID, sa.ForeignKey("touches.id"), nullable=False),
    sa.Column("lead_id", ID, sa.ForeignKey("leads.id"), nullable=False),
    sa.Column("sid", sa.Text, nullable=False),
    sa.Column("amount", sa.Numeric, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    instant("at", required=True),
    recorded(),
)
sa.Index("prices_sid", prices.c.sid, prices.c.id)
sa.Index("prices_touch", prices.c.touch_id)

texts = sa.Table(
    "texts",
    metadata,
    sa.Column("touch_id", ID, sa.ForeignKey("touches.id"), primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    word("template"),
    document("variables", "{}"),
    salt(),
)

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("lead_id", ID, sa.ForeignKey("leads.id"), nullable=False),
    sa.Column("enrolment_id", ID, sa.ForeignKey("enrolments.id"), nullable=False),
    sa.Column("touch_id", ID, sa.ForeignKey("touches.id")),
    sa.Column("version", sa.Integer, nullable=False),
    instant("at", required=True),
    sa.Column("verdict", sa.Text, nullable=False),
    instant("until"),
    word("hold"),
    word("hold_key"),
    word("scope"),
    sa.Column("number_id", sa.BigInteger),
    sa.Column("rules", ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'")),
    sa.Column("reasons", JSONB),  # of a refusal, because they are counted; the document has those of every verdict
    # in rows of old versions, which have no document
    sa.Column("evidence", JSONB),
    sa.Column("candidate", JSONB),
    sa.Column("packs", JSONB),
    sa.Column("law", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    sa.Column("facts", JSONB),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    recorded(),
    sa.Column("base", sa.BigInteger),
    sa.Column("document", sa.LargeBinary),
)
sa.Index("decisions_enrolment", decisions.c.enrolment_id, decisions.c.id)

floors = sa.Table(
    "floors",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("agents", sa.Integer, nullable=False),
    sa.Column("paused", sa.Integer, nullable=False, server_default=sa.text("0")),
    word("endpoint"),
    instant("updated_at", required=True),
    instant("paused_at"),
    word("paused_by"),
)

permits = sa.Table(
    "permits",
    metadata,
    sa.Column("floor", sa.Text, sa.ForeignKey("floors.name"), primary_key=True),
    sa.Column("slot", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("touch_id", ID, sa.ForeignKey("touches.id"), nullable=False),
    instant("taken_at", required=True),
    instant("lease_until", required=True),
    instant("free_at"),
    sa.UniqueConstraint("touch_id"),
)
sa.Index("permits_lease_until", permits.c.lease_until)

floor_queue = sa.Table(
    "floor_queue",
    metadata,
    sa.Column("enrolment_id", ID, sa.ForeignKey("enrolments.id"), primary_key=True),
    sa.Column("floor", sa.Text, sa.ForeignKey("floors.name"), nullable=False),
    sa.Column("promised", sa.SmallInteger, nullable=False),
    sa.Column("priority", sa.SmallInteger, nullable=False),
    sa.Column("score", sa.Integer, nullable=False),
    instant("due", required=True),
    instant("asks_until", required=True),
)
sa.Index("floor_queue_floor", floor_queue.c.floor, floor_queue.c.asks_until)

senders = sa.Table(
    "senders",
    metadata,
    sa.Column("sender", sa.Text, primary_key=True),
    instant("next_free", required=True),
)

task_turns = sa.Table(
    "task_turns",
    metadata,
    sa.Column("scope", sa.Text, primary_key=True),
    sa.Column("day", sa.Date),
    sa.Column("given", sa.Integer, nullable=False),
)

portfolios = sa.Table(
    "portfolios",
    metadata,
    sa.Column("portfolio", sa.Text, primary_key=True),
    instant("turn", required=True),
)
