"""What have other systems told us of people? Pure: tables."""

import sqlalchemy as sa

from cadence.ledger.tables.base import ID, instant, metadata, recorded, word

external_events = sa.Table(
    "external_events",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("lead_id", ID, sa.ForeignKey("leads.id"), nullable=False),
    sa.Column("campaign_id", sa.Integer, sa.ForeignKey("campaigns.id")),
    sa.Column("enrolment_id", ID, sa.ForeignKey("enrolments.id")),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("effect", sa.Text, nullable=False),
    word("target"),
    word("why"),
    instant("until"),
    instant("ended_at"),
    sa.Column("value", sa.Numeric(16, 4)),
    word("currency"),
    instant("at", required=True),
    sa.Column("ref", sa.Text, nullable=False),
    recorded(),
)
sa.Index("external_events_lead", external_events.c.lead_id, external_events.c.at)
sa.Index("external_events_go", external_events.c.enrolment_id, postgresql_where=external_events.c.effect == "go")
sa.Index("external_events_hold", external_events.c.lead_id, postgresql_where=external_events.c.effect == "hold")
sa.Index("external_events_ref", external_events.c.ref)
sa.Index(
    "external_events_worth",
    external_events.c.campaign_id,
    postgresql_where=(external_events.c.effect == "finish") & external_events.c.value.is_not(None),
)
