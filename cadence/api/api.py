"""What can programs order? Edge: dispositions, promised calls, suppressions."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from cadence.api import requests
from cadence.api.access import Sender, needs
from cadence.api.answers import REFUSALS, RequestRefusedError
from cadence.api.dependencies import Dependencies, Listening
from cadence.api.idempotency import IdempotencyKey, IdempotentOrder
from cadence.domain import Defer, Disposition, Hold, Refuse, SuppressionScope, Touch
from cadence.domain.errors import ConflictError, NotFoundError
from cadence.domain.roles import Permission
from cadence.engine.outcomes.callbacks import Promise, request_callback
from cadence.engine.outcomes.dispositions import record_disposition
from cadence.engine.outcomes.lifting import lift_suppression
from cadence.engine.outcomes.promised import Expected, expected_call, request_ref, resolve_instant
from cadence.engine.outcomes.stops import record_number_stop, record_stop
from cadence.engine.outcomes.writing import EventResult
from cadence.leads.phone import read_e164
from cadence.ledger.campaigns import campaigns
from cadence.ledger.people import people
from cadence.ledger.people.people import OperatorLead
from cadence.ledger.people.suppressions import NewSuppression
from cadence.ledger.touches import touch_rows
from cadence.policy.hours.local_days import local
from cadence.policy.wording import in_words

FIELDS = (*requests.FIELDS, "idempotency-key", "name", "limit")
FARTHEST = timedelta(days=366)
"""Nobody asks for a call later than that; it is a mistake in the year."""

router = APIRouter(prefix="/api", tags=["api"], responses=REFUSALS)


class DispositionStands(BaseModel):
    """What is now recorded about a conversation."""

    touch: str
    disposition: Disposition
    callback_at: datetime | None = None
    call: "PromisedCallTime | None" = None  # when it will be made


class PromisedCallTime(BaseModel):
    """When a promised call will be made, as far as is known now."""

    goes_at: datetime | None  # null: it waits for news, or a rule refuses it; `because` says which
    goes_at_local: str | None  # the same on the person's own clock, if that is known for certain
    zone: str | None
    moved: bool  # it will not be made at the promised time
    because: list[str]


class CallbackStands(PromisedCallTime):
    """A call that is now promised."""

    lead: str
    campaign: str
    at: datetime


class SuppressionStands(BaseModel):
    """What is now suppressed. The number is not repeated."""

    lead: str | None = None
    scope: SuppressionScope
    value: str | None = None


class SuppressionLifted(BaseModel):
    """Which suppression ended. The number is not repeated."""

    lead: str | None = None
    scope: SuppressionScope
    value: str | None = None


@router.post("/dispositions", response_model_exclude_unset=True, openapi_extra=needs(Permission.RECORD_RESULTS))
def dispositions(
    body: requests.DispositionRequest, deps: Listening, sender: Sender, idempotency_key: IdempotencyKey = None
) -> DispositionStands:
    """Record the result of a conversation. The call must have ended."""
    touch = _touch(deps, body)
    order = IdempotentOrder(name="disposition", request=body, key=idempotency_key, origin=sender.origin)

    def act() -> EventResult:
        if at is not None:
            _check_to_come(deps, at, "callback_at")
        return record_disposition(
            deps.planner,
            touch.id,
            body.disposition,
            order.command(deps),
            callback_at=at,
            promised=body.promised_on or "",
        )

    at = resolve_instant(deps.planner, touch.lead, touch.campaign, body.callback_at) if body.callback_at else None
    order.do(deps, act)
    stands = DispositionStands(touch=touch.id, disposition=body.disposition, callback_at=at)
    if at is not None:
        stands.call = PromisedCallTime(**_made(expected_call(deps.planner, touch.lead, touch.campaign, at)))
    return stands


@router.post("/callbacks", openapi_extra=needs(Permission.PROMISE_CALLS))
def callbacks(
    body: requests.CallbackRequest, deps: Listening, sender: Sender, idempotency_key: IdempotencyKey = None
) -> CallbackStands:
    """Promise a call. At that time it comes before the cadence; every rule applies."""
    lead = lead_of(deps, body.lead, body.list)
    order = IdempotentOrder(name="callback", request=body, key=idempotency_key, origin=sender.origin)

    def act() -> EventResult:
        _check_to_come(deps, at, "at")
        asked_for = request_ref(deps.planner, lead, str(body.task)) if body.task else ""
        ref = asked_for or f"api:{lead}:{body.campaign}:{at.isoformat()}"
        command = order.command(deps, lead=lead, at=at.isoformat())
        return request_callback(deps.planner, Promise(lead=lead, campaign=body.campaign, at=at, ref=ref), command)

    at = resolve_instant(deps.planner, lead, body.campaign, body.at)
    order.do(deps, act)
    made = _made(expected_call(deps.planner, lead, body.campaign, at))
    return CallbackStands(lead=lead, campaign=body.campaign, at=at, **made)


@router.post("/suppressions", openapi_extra=needs(Permission.STOP_CONTACT))
def suppressions(
    body: requests.SuppressionRequest, deps: Listening, sender: Sender, idempotency_key: IdempotencyKey = None
) -> SuppressionStands:
    """Stop contact as soon as this is answered: with every number of a lead, or with one number, known or not."""
    lead = lead_of(deps, body.lead, body.list) if body.lead is not None else None
    if body.scope is SuppressionScope.CAMPAIGN:
        with deps.ledger.begin() as tx:
            campaigns.find(tx, body.value or "")  # suppressing a misspelt name would have no effect
    order = IdempotentOrder(name="suppress", request=body, key=idempotency_key, origin=sender.origin)
    stop = NewSuppression(source="command", scope=body.scope, value=body.value or "")

    def act() -> EventResult:
        command = order.command(deps, lead=lead, scope=body.scope.value, value=body.value or "")
        if lead is not None:
            return record_stop(deps.planner, lead, stop, command)
        return record_number_stop(deps.planner, body.number or "", stop, command)

    order.do(deps, act)
    return SuppressionStands(lead=lead, scope=body.scope, value=body.value)


@router.post("/suppressions/lift", openapi_extra=needs(Permission.LIFT_STOPS))
def lift(
    body: requests.LiftRequest, deps: Listening, sender: Sender, idempotency_key: IdempotencyKey = None
) -> SuppressionLifted:
    """Lift the suppression of exactly this scope. A campaign that it ended for the person does not go on."""
    lead = lead_of(deps, body.lead, body.list) if body.lead is not None else None
    order = IdempotentOrder(name="unsuppress", request=body, key=idempotency_key, origin=sender.origin)
    stop = NewSuppression(source="command", scope=body.scope, value=body.value or "")

    def act() -> EventResult:
        command = order.command(deps, lead=lead, scope=body.scope.value, value=body.value or "")
        lift_suppression(deps.ledger, stop, command, at=deps.planner.now(), number=body.number or "")
        return EventResult()

    order.do(deps, act)
    return SuppressionLifted(lead=lead, scope=body.scope, value=body.value)


def _made(call: Expected) -> dict[str, Any]:
    """Return when a promised call will be made, for people and programs."""
    verdict = call.verdict
    no = verdict.reasons if isinstance(verdict, Defer | Hold | Refuse) else ()
    local_ = call.goes_at and call.zone and f"{local(call.zone, call.goes_at):%Y-%m-%d %H:%M}"
    return {
        "goes_at": call.goes_at,
        "goes_at_local": local_ or None,
        "zone": call.zone,
        "moved": call.moved,
        "because": list(dict.fromkeys(in_words(reason) for reason in no)),
    }


def _touch(deps: Dependencies, body: requests.DispositionRequest) -> Touch:
    """Return the touch that a disposition is about. Raises NotFoundError."""
    with deps.ledger.begin() as tx:
        if body.touch is not None:
            return touch_rows.get(tx, str(body.touch)).touch
        stored = touch_rows.find_by_sid(tx, body.call_sid or "")
    if stored is None:
        raise NotFoundError("No call of ours has this call_sid.")
    return stored.touch


def lead_of(deps: Dependencies, words: str, list_name: str | None) -> str:
    """Return the id of `person_of`."""
    return person_of(deps, words, list_name).id


def person_of(deps: Dependencies, words: str, list_name: str | None) -> OperatorLead:
    """Return the only lead with this id or number. Raises InvalidInputError, NotFoundError and ConflictError."""
    words = read_e164(words) if words.startswith("+") else _plain_id(words)
    with deps.ledger.begin() as tx:
        matches = people.find(tx, deps.ledger.hasher, words)
    leads = [match for match in matches if list_name is None or match.list == list_name]
    if not leads:
        raise NotFoundError("No lead has that id in its list, LIST/ID, number or own id.")
    if len(leads) > 1:
        raise ConflictError(f"{len(leads)} leads match that; give the list as well, or our own id of the lead.")
    return leads[0]


def _plain_id(words: str) -> str:
    """Return an id in its canonical form; any other text is returned as it is."""
    try:
        return str(UUID(words))
    except ValueError:
        return words


def _check_to_come(deps: Dependencies, at: datetime, field: str) -> None:
    """Check that an instant is in the future and within a year. Raises RequestRefusedError."""
    now = deps.planner.now()
    if now < at <= now + FARTHEST:
        return
    raise RequestRefusedError(
        422,
        error=f"{field} has passed" if at <= now else f"{field} is more than a year away",
        expected=f"an instant after {now:%Y-%m-%dT%H:%M:%S+00:00}, within a year",
        next_="Ask the person again when to call.",
    )
