"""How is a call promised? Edge: one promise at a time, on the lead's enrolment in the campaign."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from cadence.domain import Verdict
from cadence.domain.errors import ConflictError, InvalidInputError, NotFoundError
from cadence.engine.outcomes.planner import LeadCase, Planner, UnitOfWork
from cadence.engine.outcomes.writing import EventResult, write
from cadence.ledger.campaigns import campaigns, commands, enrolment_rows
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.db import locks
from cadence.ledger.touches.callbacks import OpenPromise
from cadence.planning import why_promised
from cadence.planning.transitions import change
from cadence.planning.transitions.callback import kept_by, promised_already, standing_promises
from cadence.planning.transitions.events import CallbackRequested


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A requested call. `ref` identifies the request: it makes one promise, however often it is repeated."""

    lead: str
    campaign: str
    at: datetime
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackResult(EventResult):
    """The result of requesting a call. `changed` is False when it was promised already."""

    instead_of: tuple[datetime, ...] = ()  # the promised times that it replaces
    verdict: Verdict | None = None  # what the rules say about that time, as far as is known now


def request_callback(planner: Planner, request: Promise, command: Command) -> CallbackResult:
    """
    Promise a call, which every rule judges like any touch; after the cadence has ended it gets its own enrolment.

    The same time is promised only once, and another time replaces the current one. Raises InvalidInputError for an
    instant that has passed, NotFoundError for a lead that was never in the campaign, and ConflictError for a campaign
    that makes no calls.
    """
    with planner.begin() as unit:
        if request.at <= unit.now:
            raise InvalidInputError(f"A call cannot be promised for {request.at:%Y-%m-%d %H:%M} UTC: that has passed.")
        locks.lock_lead(unit.tx, request.lead)
        unit.locked()
        case = last_case(unit, request.lead, request.campaign)
        if case.campaign.callback_step is None:
            raise ConflictError(
                f"Campaign {request.campaign} makes no calls: its file has no call step and no callback."
            )
        before = standing_promises(case.campaign, case.facts)
        known = promised_already(case.campaign, case.facts, request.at)
        enrolment = case.facts.enrolment.id
        if not commands.record(unit.tx, command, at=unit.now).new or known:
            return CallbackResult(changed=False, verdict=_verdict(unit, enrolment, request.at))
        made = change(case.facts, event_of(request), unit.now, case.campaign)
        written = write(unit, [made])
        promise = kept_by(made.writes)
        enrolment = promise.enrolment if promise else enrolment
        planned = unit.plan_or_leave(enrolment)
        verdict = _verdict(unit, enrolment, request.at)
    replaced = tuple(callback.at for callback in before) if promise else ()
    return CallbackResult(move=planned.move, news=written.news, instead_of=replaced, verdict=verdict)


def event_of(request: Promise, *, instead_of: OpenPromise | None = None) -> CallbackRequested:
    """Return a request as an event; `instead_of` is the promise that the same request made before."""
    return CallbackRequested(
        id=str(uuid4()),
        at=request.at,
        ref=request.ref,
        instead_of=(instead_of.callback.id,) if instead_of else (),
        enrolment=str(uuid4()),
    )


def last_case(unit: UnitOfWork, lead: str, campaign: str) -> LeadCase:
    """Return the case of a lead's open enrolment in a campaign, else of its last one. Raises NotFoundError."""
    last = enrolment_rows.last_in_campaign(unit.tx, lead, campaign)
    if last is None:
        campaigns.find(unit.tx, campaign)
        raise NotFoundError(f"This lead was never in campaign {campaign}. `cadence lead` shows where it was.")
    return unit.planner.case(unit.tx, last.enrolment.id)


def _verdict(unit: UnitOfWork, enrolment: str, at: datetime) -> Verdict | None:
    """Return what the rules say about a call promised for this instant."""
    case = unit.planner.case(unit.tx, enrolment)
    return why_promised(case.campaign, case.facts, at, case.law)
