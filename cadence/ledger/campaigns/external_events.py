"""Which events have other systems sent about a lead, and what did they change? Edge."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from cadence.domain.external import Effect, ExternalEffect
from cadence.ledger.campaigns.campaigns import find
from cadence.ledger.db.queries import query
from cadence.ledger.tables.campaigns import campaigns
from cadence.ledger.tables.external import external_events
from cadence.ledger.tables.fields import reader, row_of

OF_ORDER = query(
    select(external_events, campaigns.c.name.label("campaign"))
    .join_from(external_events, campaigns, campaigns.c.id == external_events.c.campaign_id, isouter=True)
    .where(external_events.c.ref == bindparam("ref"))
    .order_by(external_events.c.recorded_at, external_events.c.id),
    "what the event of one order changed",
    index="external_events_ref",
)
HOLDING = query(
    select(external_events.c.id).where(
        external_events.c.lead_id == bindparam("lead"),
        external_events.c.effect == Effect.HOLD.value,
        external_events.c.ended_at.is_(None),
        external_events.c.until > bindparam("now"),
    ),
    "the holds of a lead that last",
    index="external_events_hold | external_events_lead",
)

_result = reader(
    ExternalEffect, campaign=lambda row: row.campaign or "", to="target", effect=lambda row: Effect(row.effect)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewExternalEvent:
    """An event, and what it changed in one campaign."""

    id: str
    lead: str
    name: str
    effect: Effect
    at: datetime
    campaign: str = ""
    enrolment: str | None = None
    target: str = ""
    why: str = ""
    until: datetime | None = None
    value: Decimal | None = None
    currency: str = ""
    ref: str = ""


def keep(connection: Connection, event: NewExternalEvent) -> None:
    """Write what an event changed in one campaign, or that it changed nothing. The caller has locked the lead."""
    values = row_of(event, without={"campaign"}) | {"effect": event.effect.value, "ref": event.ref}
    if event.campaign:
        values["campaign_id"] = find(connection, event.campaign).id
    connection.execute(insert(external_events).values(**values))


def of_order(connection: Connection, ref: str) -> list[ExternalEffect]:
    """Return what the event of one order changed, by campaign."""
    return [_result(row) for row in connection.execute(OF_ORDER, {"ref": ref})]


def end_holds(connection: Connection, lead: str, *, at: datetime) -> int:
    """End what holds a lead because of events; return how many there were. The caller has locked the lead."""
    holding: Collection[Any] = connection.execute(HOLDING, {"lead": lead, "now": at}).scalars().all()
    if holding:
        connection.execute(update(external_events).where(external_events.c.id.in_(holding)).values(ended_at=at))
    return len(holding)
