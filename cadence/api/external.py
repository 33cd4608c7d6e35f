"""What happened elsewhere? Edge: events from a CRM, a shop or a billing system that end or turn cadences."""

import re
from datetime import datetime
from decimal import Decimal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from cadence.api.access import Caller, Sender, needs
from cadence.api.answers import REFUSALS
from cadence.api.api import lead_of
from cadence.api.dependencies import Dependencies, Listening
from cadence.api.idempotency import IdempotencyKey, IdempotentOrder
from cadence.api.lead_story import LeadId, ListName, known_by_id
from cadence.api.requests import AddressedEventRequest, EventRequest
from cadence.domain.external import Effect, WithoutEffect, read_value
from cadence.domain.roles import Permission
from cadence.engine.outcomes.received import ExternalEvent, ReceivedResult, record_event
from cadence.ledger.campaigns import external_events

CURRENCY = re.compile(r"[A-Za-z]{3}")

router = APIRouter(prefix="/api", tags=["events"], responses=REFUSALS)


class EventEffect(BaseModel):
    """What an event changed in one campaign."""

    campaign: str | None = Field(description="null for an event about somebody who is in none.")
    effect: Effect = Field(description="finish, hold, go; or none: it is kept, and `why` says why it changed nothing.")
    why: WithoutEffect | None
    to: str | None = Field(
        description="The outcome of a finish, or the step of a go; of an end from before, its reason."
    )
    until: datetime | None = Field(description="When a hold ends.")
    value: Decimal | None = Field(description="What the end is worth; null where no amount was sent that can be read.")
    currency: str | None


class EventStands(BaseModel):
    """What was recorded of an event."""

    lead: str = Field(description="Our id.")
    event: str
    effects: list[EventEffect] = Field(
        description="One for each campaign. Empty for a role that may not read leads: it would tell where they stand."
    )


@router.post("/events", openapi_extra=needs(Permission.SEND_EVENTS))
def send_event(
    body: AddressedEventRequest, deps: Listening, sender: Sender, idempotency_key: IdempotencyKey = None
) -> EventStands:
    """Send an event about a person: from the answer on nothing leaves that it ends or holds."""
    return _record(deps, sender, body, idempotency_key, lead_of(deps, body.lead, body.list))


@router.post("/leads/{lead}/events", openapi_extra=needs(Permission.SEND_EVENTS))
def send_lead_event(  # noqa: PLR0913, PLR0917  the parameters of the request
    lead: LeadId,
    body: EventRequest,
    deps: Listening,
    sender: Sender,
    list_: ListName = None,
    idempotency_key: IdempotencyKey = None,
) -> EventStands:
    """Send an event about the person with this id."""
    return _record(deps, sender, body, idempotency_key, known_by_id(deps, lead, list_).id)


def _record(deps: Dependencies, sender: Caller, body: EventRequest, key: str | None, lead: str) -> EventStands:
    order = IdempotentOrder(name="event", request=body, key=key, origin=sender.origin, target=lead)
    ref = ""

    def act() -> ReceivedResult:
        nonlocal ref
        sent = ExternalEvent(
            lead=lead,
            name=body.event,
            campaign=body.campaign or "",
            values={name: read_value(value) for name, value in body.data.items()},
            currency=_currency(body.data.get("currency")),
        )
        result = record_event(deps.planner, sent, order.command(deps, lead=lead, event=body.event))
        ref = result.ref
        return result

    order.do(deps, act)
    with deps.ledger.begin() as connection:
        kept = external_events.of_order(connection, ref or order.given_before(deps) or "")
    shown = kept if sender.may(Permission.READ_LEADS) else ()
    return EventStands(
        lead=lead,
        event=body.event,
        effects=[
            EventEffect(
                campaign=effect.campaign or None,
                effect=effect.effect,
                why=WithoutEffect(effect.why) if effect.why else None,
                to=effect.to or None,
                until=effect.until,
                value=effect.value,
                currency=effect.currency or None,
            )
            for effect in shown
        ],
    )


def _currency(written: object) -> str:
    """Return a currency as ISO 4217 writes it; "" for what is none."""
    return written.upper() if isinstance(written, str) and CURRENCY.fullmatch(written) else ""
