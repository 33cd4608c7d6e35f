"""How do programs record consents and their withdrawal? Edge: rows are only added, as by the commands."""

from datetime import UTC

from fastapi import APIRouter
from pydantic import BaseModel

from cadence.api.access import Sender, needs
from cadence.api.answers import REFUSALS
from cadence.api.api import lead_of
from cadence.api.dependencies import Listening
from cadence.api.idempotency import IdempotencyKey, IdempotentOrder
from cadence.api.requests import ConsentRequest
from cadence.domain import Channel
from cadence.domain.roles import Permission
from cadence.engine.outcomes.consenting import record_consents
from cadence.engine.outcomes.writing import EventResult
from cadence.ledger.people.consents import NewConsent

router = APIRouter(prefix="/api/consents", tags=["consents"], responses=REFUSALS)


class ConsentStands(BaseModel):
    """What was recorded."""

    lead: str
    given: bool
    channels: list[Channel]


@router.post("", openapi_extra=needs(Permission.RECORD_CONSENTS))
def record_consent(
    body: ConsentRequest, deps: Listening, sender: Sender, idempotency_key: IdempotencyKey = None
) -> ConsentStands:
    """Record that a person agreed to channels, or withdrew that. To stop all contact, use a suppression."""
    lead = lead_of(deps, body.lead, body.list)
    name = "consent" if body.given else "revoke"
    order = IdempotentOrder(name=name, request=body, key=idempotency_key, origin=sender.origin)
    channels = list(dict.fromkeys(body.channels))
    records = [
        NewConsent(
            channel=channel,
            given=body.given,
            lead=None,
            kind=body.kind,
            purpose=body.purpose,
            source=body.source,
            expires=body.expires,
            wording=body.wording,
        )
        for channel in channels
    ]

    def act() -> EventResult:
        now = deps.planner.now()
        at = body.at.astimezone(UTC) if body.at else now
        command = order.command(deps, lead=lead, channels=",".join(channels))
        record_consents(deps.ledger, records, command, at=at, now=now, named=body.number or "")
        return EventResult()

    order.do(deps, act)
    return ConsentStands(lead=lead, given=body.given, channels=channels)
