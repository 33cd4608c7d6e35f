"""
May this attempt go, and which row records it? Edge: one transaction under the lead's lock; nothing is sent in it.

The answer is always a value. The decision is recorded in the same transaction, also when nothing is sent (law 10).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import uuid4

from cadence.campaign.templates import RenderError
from cadence.domain import (
    OPEN_STATES,
    Allow,
    Attempt,
    Candidate,
    Cause,
    CauseKind,
    Defer,
    Hold,
    Move,
    Number,
    Reason,
    Refuse,
    Scope,
    Touch,
    Verdict,
)
from cadence.domain.channels import CONTACT_CHANNELS, CONVERSATION_CHANNELS, descriptor_of
from cadence.domain.names import touch_queue
from cadence.domain.payloads import PATIENCE, TouchResult
from cadence.domain.spellings import identity
from cadence.engine.dispatch.answers import CapacityReached, Portfolio, Reserved, ReservedTouch, SenderRates
from cadence.engine.dispatch.portfolio_capacity import begins_conversation, claim_capacity
from cadence.engine.dispatch.rendering import Wording, in_session, outgoing, word
from cadence.engine.dispatch.task_capacity import claim_task
from cadence.engine.dispatch.tasks import hand_out
from cadence.engine.dispatch.waiting import FloorFullError, NotNowError
from cadence.engine.outcomes.planner import LeadCase, UnitOfWork
from cadence.engine.outcomes.reports import wrap_up_of
from cadence.engine.outcomes.writing import write
from cadence.ledger.db import locks
from cadence.ledger.people import texts
from cadence.ledger.touches import decisions, leases, senders, touch_rows, touches
from cadence.ledger.touches.touch_rows import Stored
from cadence.planning.attempts import expiry_of, judged, move_after, turn_of
from cadence.planning.candidate import candidate, touch_of
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.attempt import skipped_by
from cadence.planning.transitions.events import StepRefused
from cadence.planning.trial import now_or_never

ENDS_AFTER = timedelta(minutes=1)
"""A lease outlasts ring and talk time by this much before the carrier is asked, in the Clock's time."""
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """Everything that one attempt is judged on."""

    unit: UnitOfWork
    case: LeadCase
    attempt: Attempt
    candidate: Candidate
    rates: SenderRates

    def number(self, allow: Allow) -> Number | None:
        """Return the number that an Allow names."""
        return next((number for number in self.case.facts.lead.numbers if number.id == allow.number), None)

    def portfolio(self, number: int | None) -> Portfolio | None:
        """Return the sender's portfolio if this touch begins a conversation: then its limit of people counts it."""
        begins = begins_conversation(self.case, self.candidate, number, self.unit.now)
        return self.rates.portfolio(self.candidate.sender) if begins else None


def reserve(unit: UnitOfWork, enrolment: str, attempt: Attempt, rates: SenderRates, *, leaves: bool = True) -> Reserved:
    """
    Plan again, judge, and reserve. Raises NotNowError, which rolls everything back, when there is no room now.

    Without `leaves` nothing is reserved that would leave: what is allowed is the next move of the answer.
    """
    if attempt.cause.kind is CauseKind.TRIAL:
        locks.share_tried(unit.tx, enrolment)
    locked = locks.lock_for_touch(unit.tx, enrolment, clock=unit.planner.clock)
    unit.locked()
    unit.planner.today.follow(unit.tx, locked.law)
    case = unit.planner.case(unit.tx, enrolment)
    move = unit.planner.next(case, unit.now)
    if not isinstance(move, Attempt) or not _same_try(move, attempt) or move.at > unit.now:
        unit.store(case, move)
        return TouchResult(next=move, step=attempt.step)
    stored = _open(unit, case, attempt)
    if stored is not None:
        return stored if leaves else _left_to_its_queue(unit, case, move)
    proposed = candidate(case.campaign, case.facts, attempt)
    context = _Context(unit=unit, case=case, attempt=attempt, candidate=proposed, rates=rates)
    verdict = judged(case.campaign, case.facts, attempt, unit.now, case.law)
    if isinstance(verdict, Allow):
        if not leaves and attempt.channel in CONTACT_CHANNELS:
            return _left_to_its_queue(unit, case, move)
        wording = _wording(context, verdict)
        if isinstance(wording, Wording):
            capacity = _capacity(context, verdict, wording)
            if isinstance(capacity, Allow):
                return _allowed(context, capacity, wording)
            return _not_allowed(context, capacity.verdict, capacity.turn)
        verdict = wording
    return _not_allowed(context, verdict)


def _not_allowed(
    context: _Context, verdict: Defer | Hold | Refuse, at: datetime | None = None
) -> TouchResult | Attempt:
    """Return what follows when the touch may not go: the next step, a wait until `at` or for news, or the end."""
    verdict = now_or_never(context.attempt, verdict)
    case = context.case
    expiry = expiry_of(case.campaign, case.facts, context.attempt, context.unit.now, case.law) if at else None
    if isinstance(verdict, Defer) and at and expiry and at >= expiry[0]:  # it would wait for its end
        verdict = replace(expiry[1], reasons=(*verdict.reasons, *expiry[1].reasons), evidence=verdict.evidence)
    if isinstance(verdict, Refuse) and verdict.scope is not Scope.ENROLMENT:
        return _skipped(context, verdict)
    move = move_after(case.campaign, case.facts, context.attempt, verdict, context.unit.now)
    if at is not None and isinstance(move, Attempt):
        move = replace(move, at=at)
    _record_decision(context, verdict, None)
    return _answer(context, verdict, move)


def _left_to_its_queue(unit: UnitOfWork, case: LeadCase, move: Attempt) -> TouchResult:
    """Return that this attempt may leave: it goes through the queue of its channel."""
    leaving = replace(move, leaves=True)
    unit.store(case, leaving)
    return TouchResult(next=leaving, step=move.step)


def _same_try(move: Attempt, attempt: Attempt) -> bool:
    """Return whether what is planned now is this same try, on the same queue."""
    return (move.cause, move.attempt) == (attempt.cause, attempt.attempt) and _same_queue(move, attempt)


def _same_queue(attempt: Attempt, other: Attempt) -> bool:
    """Return whether one activity may make both attempts: an activity is named after its channel and floor."""
    return touch_queue(attempt.channel, attempt.floor) == touch_queue(other.channel, other.floor)


def _open(unit: UnitOfWork, case: LeadCase, attempt: Attempt) -> Stored | None:
    """Return the touch of this attempt that may have been sent already, if there is one."""
    for touch in case.facts.own():
        if touch.state in OPEN_STATES and (touch.cause, touch.attempt) == (attempt.cause, attempt.attempt):
            return touch_rows.get(unit.tx, touch.id)
    return None


def _wording(context: _Context, allow: Allow) -> Wording | Refuse:
    """Return the text; one that cannot be rendered, or may not go during a trial, is refused as by a rule (law 6)."""
    case, number, rates = context.case, context.number(allow), context.rates
    session = False
    if number is not None:
        channel = {"channel": str(context.candidate.channel)}
        if not number.e164:
            return _refuse_text("number.erased", allow, channel)
        if rates.only_numbers and not _listed(number, rates.only_numbers):
            return _refuse_text("settings.only_numbers", allow, channel)
        if context.attempt.cause.kind is CauseKind.TRIAL and not _listed(number, rates.try_numbers):
            return _refuse_text("settings.try_numbers", allow, channel)
        session = in_session(case.facts, number.id, context.candidate.sender, context.unit.now)
    try:
        return word(case.campaign, case.facts, context.attempt, in_session=session)
    except RenderError as error:
        return _refuse_text("text.complete", allow, error.evidence)


def _listed(number: Number, setting: frozenset[str]) -> bool:
    """Return whether a setting lists this number, in whichever spelling."""
    return identity(number.e164) in {identity(listed) for listed in setting}


def _capacity(context: _Context, allow: Allow, wording: Wording) -> Allow | CapacityReached:
    """Return the Allow, unless a portfolio has no room for one more person, or a day for one more task."""
    portfolio = context.portfolio(allow.number)
    if portfolio is not None:
        return claim_capacity(context.unit, context.case, context.candidate, allow, portfolio)
    return claim_task(context.unit, context.case, context.attempt, wording, allow)


def _refuse_text(rule: str, allow: Allow, why: Mapping[str, str] = NOTHING) -> Refuse:
    reason = Reason(rule=rule, evidence={"number": allow.number, **why})
    return Refuse(scope=Scope.STEP, reasons=(*allow.reasons, reason), evidence=allow.evidence)


def _allowed(context: _Context, allow: Allow, wording: Wording) -> Reserved:
    """
    Take a place on the floor and the sender's slot, which lock, and write the touch, its text and the decision.

    The floor is asked first, so that everything can be written at once, with the slot. The facts were read under the
    lead's lock, so they have every touch of this key; the index of keys holds that nothing is sent twice (law 2).
    """
    unit, attempt, number = context.unit, context.attempt, context.number(allow)
    touch, version = _touch(context, allow), context.case.facts.enrolment.version
    taken_over, segments = None, wording.segments_on(attempt.channel)
    if any(_key(row) == _key(touch) for row in context.case.facts.touches):
        reservation = touches.reserve(unit.tx, touch, version=version, floor=attempt.floor, segments=segments)
        if not reservation.won:
            return reservation.stored
        taken_over = reservation.stored
    contacts = attempt.channel in CONTACT_CHANNELS and number is not None
    if contacts and attempt.floor and descriptor_of(attempt.channel).uses_agents:
        _take_lease(context, taken_over.touch.id if taken_over else touch.id)
    stored = taken_over or touches.add(
        unit.writes.later, touch, version=version, floor=attempt.floor, segments=segments
    )
    texts.put(unit.writes.later, stored.touch.id, wording.text)
    _record_decision(context, allow, stored.touch.id)
    if not contacts or number is None:
        return hand_out(unit, stored, wording)
    wait = _take_slot(unit, stored, wording, context.rates)
    validity = allow.closes - unit.now if allow.closes is not None else None
    sent = outgoing(context.case.campaign, stored, number, wording, validity)
    return ReservedTouch(stored=stored, what=sent, allow=allow, wait=wait)


def _key(touch: Touch) -> tuple[str, Cause, int, str]:
    """Return the key of a touch, as the ledger's index has it: a step counts within its enrolment."""
    scope = touch.enrolment if touch.cause.kind is CauseKind.STEP else ""
    return touch.lead, touch.cause, touch.attempt, scope


def _take_lease(context: _Context, touch: str) -> None:
    """Take a place on the floor. Raises FloorFullError when there is no place for this call."""
    unit, case, attempt, floor = context.unit, context.case, context.attempt, context.attempt.floor
    turn, later = turn_of(case.campaign, case.facts, attempt), unit.writes.later
    lease, wrap_up = (attempt.lasts or PATIENCE) + ENDS_AFTER, wrap_up_of(case.campaign, floor)
    if not leases.take(unit.tx, floor, touch, now=unit.now, lease=lease, place=turn, wrap_up=wrap_up, writer=later):
        raise FloorFullError(floor, turn=turn, wrap_up=wrap_up)


def _take_slot(unit: UnitOfWork, stored: Stored, wording: Wording, rates: SenderRates) -> timedelta:
    """Take the sender's slot, and a call's of the account; return the wait. Raises NotNowError for a long one."""
    clock, sender = unit.planner.clock, stored.touch.sender
    wanted = [
        (sender, wording.segments_on(stored.touch.channel) or 1, rates.of(sender), "the sender is at its rate limit")
    ]
    if stored.touch.channel in CONVERSATION_CHANNELS and rates.calls < float("inf"):
        wanted.insert(0, (senders.CALLS, 1, rates.calls, "the account is at its rate limit"))
    waits = []
    for name, size, rate, reason in wanted:
        slot = senders.take_slot(unit.writes, name, size, rate, now=unit.now, patience=clock.allow_lasts / 2)
        if not slot.taken:
            raise NotNowError(reason, after=clock.real_span(slot.wait))
        waits.append(slot.wait)
    return max(waits)


def _skipped(context: _Context, verdict: Refuse) -> TouchResult | Attempt:
    """Record the reason, skip the step, and go on with the next."""
    unit, case, attempt = context.unit, context.case, context.attempt
    refused = StepRefused(attempt=attempt, refusal=verdict, touch=str(uuid4()))
    made = change(case.facts, refused, unit.now, case.campaign)
    write(unit, [made])
    after = replace(case, facts=apply(case.facts, made))
    _record_decision(context, verdict, skipped_by(made).id)
    move = unit.planner.next(after, unit.now)
    if isinstance(move, Attempt) and move.at <= unit.now and _same_queue(move, attempt):
        return move
    return _answer(context, verdict, move)


def _answer(context: _Context, verdict: Verdict, move: Move) -> TouchResult:
    """Store the move in the transaction that read the state it was planned from (protocol §3.2)."""
    context.unit.store(context.case, move)
    rules = tuple(reason.rule for reason in verdict.reasons)
    step, name = context.attempt.step, type(verdict).__name__.lower()
    return TouchResult(next=move, step=step, verdict=name, rules=rules)


def _record_decision(context: _Context, verdict: Verdict, touch: str | None) -> None:
    case, unit = context.case, context.unit
    decisions.record(unit.writes.later, case.decision(verdict, context.candidate, touch), at=unit.now)


def _touch(context: _Context, allow: Allow) -> Touch:
    """Return the row of an attempt that is allowed."""
    case, portfolio = context.case, context.portfolio(allow.number)
    row = touch_of(case.campaign, case.facts, context.attempt, context.unit.now, id_=str(uuid4()), allow=allow)
    return replace(row, portfolio=portfolio.name if portfolio else "")
