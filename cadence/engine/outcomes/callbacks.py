"""How does a promise to call become a touch? Edge: one promise at a time, on the lead's enrolment in the campaign."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from cadence.domain import Verdict
from cadence.domain.errors import ConflictError, InvalidInputError, NotFoundError
from cadence.engine.outcomes.planner import LeadCase, Planner, UnitOfWork
from cadence.engine.outcomes.settled import Settled
from cadence.engine.outcomes.writing import write
from cadence.ledger.campaigns import campaigns, commands, enrolment_rows
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.db import locks
from cadence.ledger.touches.callbacks import OpenPromise
from cadence.planning import callback_step, why_promised
from cadence.planning.transitions import CallbackRequested, change, kept_by, standing_promises


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A call asked for. `ref` names who asked: it makes one promise, however often it is repeated."""

    lead: str
    campaign: str
    at: datetime
    ref: str
    number: int | None = None  # Number.id, when a certain one was asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed(Settled):
    """What stands after a call was asked for. `changed` is False when it was promised already."""

    instead_of: tuple[datetime, ...] = ()  # the hours that do not hold any more
    verdict: Verdict | None = None  # what the rules say of that hour, as far as is known now


def request_callback(planner: Planner, asked: Promise, command: Command) -> Agreed:
    """
    Promise a call, through the gate as every touch; after the cadence's end by an enrolment of its own.

    What is promised already is promised once, and another hour replaces the one that stands. Raises InvalidInputError
    for an instant that has passed, NotFoundError for a lead that was never in the campaign, and ConflictError for a
    campaign that makes no calls.
    """
    with planner.page() as page:
        if asked.at <= page.now:
            raise InvalidInputError(f"A call cannot be promised for {asked.at:%Y-%m-%d %H:%M} UTC: that has passed.")
        locks.lock_lead(page.tx, asked.lead)
        page.locked()
        case = last_case(page, asked.lead, asked.campaign)
        if callback_step(case.campaign) is None:
            raise ConflictError(f"Campaign {asked.campaign} makes no calls: its file has no call step and no callback.")
        before = standing_promises(case.campaign, case.facts)
        known = [one.at for one in before] == [asked.at]
        enrolment = case.facts.enrolment.id
        if not commands.record(page.tx, command, at=page.now).new or known:
            return Agreed(changed=False, verdict=_verdict(page, enrolment, asked.at))
        made = change(case.facts, event_of(asked), page.now, case.campaign)
        written = write(page, [made])
        promise = kept_by(made.writes)
        enrolment = promise.enrolment if promise else enrolment
        planned = page.plan_or_leave(enrolment)
        verdict = _verdict(page, enrolment, asked.at)
    replaced = tuple(one.at for one in before) if promise else ()
    return Agreed(move=planned.move, news=written.news, instead_of=replaced, verdict=verdict)


def event_of(asked: Promise, *, instead_of: OpenPromise | None = None) -> CallbackRequested:
    """Return a request as an event; `instead_of` is the promise that the same request made before."""
    return CallbackRequested(
        id=str(uuid4()),
        at=asked.at,
        ref=asked.ref,
        number=asked.number,
        instead_of=(instead_of.callback.id,) if instead_of else (),
        enrolment=str(uuid4()),
    )


def last_case(page: UnitOfWork, lead: str, campaign: str) -> LeadCase:
    """
    Return the facts of a lead's open enrolment in a campaign, else of its last one.

    Raises NotFoundError for a campaign that does not exist, and for a lead that was never in it.
    """
    last = enrolment_rows.last_in_campaign(page.tx, lead, campaign)
    if last is None:
        campaigns.find(page.tx, campaign)
        raise NotFoundError(f"This lead was never in campaign {campaign}. `cadence lead` shows where it was.")
    return page.planner.case(page.tx, last.enrolment.id)


def _verdict(page: UnitOfWork, enrolment: str, at: datetime) -> Verdict | None:
    """Return what the rules say of a call promised for this instant."""
    case = page.planner.case(page.tx, enrolment)
    return why_promised(case.campaign, case.facts, at, case.law)
