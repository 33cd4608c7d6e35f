"""
May this attempt go, and if so, by which row? Edge: one transaction under the lead's lock, and nothing is sent in it.

The answer is always a value. What was decided is written down in the same transaction, for what is not sent as much as
for what is (law 10).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from cadence.campaign.templates import RenderError
from cadence.domain import (
    OPEN_STATES,
    Allow,
    Attempt,
    Candidate,
    Channel,
    Defer,
    Finish,
    Hold,
    Move,
    Number,
    Outcome,
    Reason,
    Refuse,
    Scope,
    Touch,
    Verdict,
    Wait,
)
from cadence.domain.names import touch_queue
from cadence.domain.payloads import PATIENCE, TouchResult
from cadence.domain.spellings import identity
from cadence.engine.dispatch.answers import (
    AlreadyReserved,
    NothingSent,
    Portfolio,
    Reserved,
    ReservedTouch,
    SenderRates,
    Skipped,
)
from cadence.engine.dispatch.later import FloorFullError, NotNowError
from cadence.engine.dispatch.portfolio_capacity import PortfolioFull, begins_conversation, room
from cadence.engine.dispatch.rendering import Wording, in_session, outgoing, word
from cadence.engine.dispatch.waiting import wrap_up_of
from cadence.engine.outcomes import LeadCase, UnitOfWork
from cadence.ledger.db import locks
from cadence.ledger.people import texts
from cadence.ledger.touches import decisions, leases, senders, tasks, touch_rows, touches
from cadence.ledger.touches.decisions import Decision
from cadence.ledger.touches.touch_rows import Stored
from cadence.planning import candidate, finish_reason
from cadence.planning.attempts import judged, passed_over, touch_of
from cadence.planning.held import look_again
from cadence.planning.queue_place import turn_of

ENDS_AFTER = timedelta(minutes=1)
"""A permit outlives ring and talk by this much before the carrier is asked, in the Clock's time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hearing:
    """Everything one attempt is heard on."""

    page: UnitOfWork
    case: LeadCase
    attempt: Attempt
    asked: Candidate
    rates: SenderRates

    @property
    def version(self) -> int:
        """The version of the cadence that this lead is on."""
        return self.case.facts.enrolment.version

    def number(self, allow: Allow) -> Number | None:
        """Return the number that an Allow is about."""
        return next((one for one in self.case.facts.lead.numbers if one.id == allow.number), None)

    def portfolio(self, number: int | None) -> Portfolio | None:
        """Return whose limit of people this uses up: that of the sender, where it begins a conversation."""
        begins = begins_conversation(self.case, self.asked, number, self.page.now)
        return self.rates.portfolio(self.asked.sender) if begins else None


def reserve(page: UnitOfWork, enrolment: str, attempt: Attempt, rates: SenderRates) -> Reserved:
    """Plan again, judge, and reserve. Raises NotNowError, which undoes everything, when there is no room right now."""
    locks.lock_for_touch(page.tx, enrolment, account=True, clock=page.planner.clock)
    page.locked()
    case = page.planner.case(page.tx, enrolment)
    move = page.planner.next(case, page.now)
    if not _is(move, attempt) or move.at is None or move.at > page.now:
        page.store(case, move)
        return NothingSent(result=TouchResult(next=move, step=attempt.step))
    stored = _open(page, case, attempt)
    if stored is not None:
        return AlreadyReserved(stored=stored)
    asked = candidate(case.campaign, case.facts, attempt)
    hearing = _Hearing(page=page, case=case, attempt=attempt, asked=asked, rates=rates)
    said = judged(case.campaign, case.facts, attempt, page.now, case.law)
    if isinstance(said, Allow):
        wording = _words(hearing, said)
        if isinstance(wording, Wording):
            got = _room(hearing, said)
            return _allowed(hearing, got, wording) if isinstance(got, Allow) else _no(hearing, got.said, got.turn)
        said = wording
    return _no(hearing, said)


def _no(hearing: _Hearing, said: Defer | Hold | Refuse, at: datetime | None = None) -> NothingSent | Skipped:
    """Return what follows when it may not go: the next step, or a wait until `at`, or for news."""
    match said:
        case Refuse():
            return _refused(hearing, said)
        case Defer():
            return _postponed(hearing, said, replace(hearing.attempt, at=at or said.until))
        case Hold():
            held, case = Wait(hold=said.name, key=said.key), hearing.case
            return _postponed(hearing, said, look_again(case.campaign, case.facts, held, hearing.page.now))


def _is(move: Move, attempt: Attempt) -> bool:
    """Tell whether the plan still wants this very try, by the same queue."""
    if not isinstance(move, Attempt):
        return False
    return (move.cause, move.attempt) == (attempt.cause, attempt.attempt) and _same_queue(move, attempt)


def _same_queue(one: Attempt, other: Attempt) -> bool:
    """Tell whether one activity may make both: it is named after the channel, and its history must stay true."""
    return touch_queue(one.channel, one.floor) == touch_queue(other.channel, other.floor)


def _open(page: UnitOfWork, case: LeadCase, attempt: Attempt) -> Stored | None:
    """Return the touch of this attempt that may be in the air."""
    for touch in case.facts.own():
        if touch.state in OPEN_STATES and (touch.cause, touch.attempt) == (attempt.cause, attempt.attempt):
            return touch_rows.get(page.tx, touch.id)
    return None


def _words(hearing: _Hearing, allow: Allow) -> Wording | Refuse:
    """Find the words; what cannot be said, or may not be sent while trying out, is refused like by a rule (law 6)."""
    case, number, only = hearing.case, hearing.number(allow), hearing.rates.only_numbers
    session = False
    if number is not None:
        if not number.e164:
            return _unsaid("number.erased", allow)
        if only and identity(number.e164) not in {identity(one) for one in only}:
            return _unsaid("settings.only_numbers", allow)
        session = in_session(case.facts, number.id, hearing.asked.sender, hearing.page.now)
    try:
        return word(case.campaign, case.facts, hearing.attempt, in_session=session)
    except RenderError:
        return _unsaid("text.complete", allow)


def _room(hearing: _Hearing, allow: Allow) -> Allow | PortfolioFull:
    """Return the Allow if the portfolio has room for one more person, where this begins a conversation."""
    portfolio = hearing.portfolio(allow.number)
    return room(hearing.page, hearing.case, hearing.asked, allow, portfolio) if portfolio else allow


def _unsaid(rule: str, allow: Allow) -> Refuse:
    reason = Reason(rule=rule, evidence={"number": allow.number})
    return Refuse(scope=Scope.STEP, reasons=(*allow.reasons, reason), evidence=allow.evidence)


def _allowed(hearing: _Hearing, allow: Allow, wording: Wording) -> Reserved:
    """Insert the touch, its words and the decision; then take the floor's place and the sender's slot, which lock."""
    page, attempt, number = hearing.page, hearing.attempt, hearing.number(allow)
    got = touches.reserve(page.tx, _touch(hearing, allow), version=hearing.version, floor=attempt.floor)
    if not got.won:
        return AlreadyReserved(stored=got.stored)
    stored = got.stored
    texts.put(page.tx, stored.touch.id, wording.text)
    _decide(hearing, allow, stored.touch.id)
    if attempt.channel is Channel.TASK or number is None:
        return _hand_out(page, stored, wording)
    if attempt.channel is Channel.CALL:
        _take_place(hearing, stored)
    wait = _take_slot(page, stored, wording, hearing.rates)
    validity = allow.closes - page.now if allow.closes is not None else None
    out = outgoing(hearing.case.campaign, stored, number, wording, validity)
    return ReservedTouch(out=out, allow=allow, wait=wait)


def _hand_out(page: UnitOfWork, stored: Stored, wording: Wording) -> NothingSent:
    """Hand work to one of our people: nothing leaves the house, so the touch is settled at once."""
    touch = stored.touch
    new = tasks.NewTask(
        ref=touch.id,
        kind="step",
        title=wording.title,
        body=wording.text.body,
        assign=wording.assign,
        lead=touch.lead,
        enrolment=touch.enrolment,
    )
    tasks.add(page.tx, new, at=page.now)
    touches.settle(page.tx, touch.id, Outcome.CREATED, at=page.now)
    case = page.planner.case(page.tx, touch.enrolment)
    move = page.planner.next(case, page.now)
    page.store(case, move)
    return NothingSent(result=TouchResult(next=move, step=touch.step, verdict="allow", outcome=Outcome.CREATED.value))


def _take_place(hearing: _Hearing, stored: Stored) -> None:
    """Take a place on the floor. Raises FloorFullError when there is none for this call."""
    page, case, attempt = hearing.page, hearing.case, hearing.attempt
    own = turn_of(case.campaign, case.facts, attempt)
    lease, wrap_up = (attempt.lasts or PATIENCE) + ENDS_AFTER, wrap_up_of(case.campaign, stored.floor)
    floor, touch = stored.floor, stored.touch.id
    if not leases.take(page.tx, floor, touch, now=page.now, lease=lease, place=own, wrap_up=wrap_up):
        raise FloorFullError(floor, turn=own, wrap_up=wrap_up)


def _take_slot(page: UnitOfWork, stored: Stored, wording: Wording, rates: SenderRates) -> timedelta:
    """
    Take the sender's slot, and for a call the account's, at most half the life of an Allow ahead.

    Raises NotNowError when one of them is farther.
    """
    clock, sender = page.planner.clock, stored.touch.sender
    count = wording.segments if stored.touch.channel is Channel.SMS else 1
    wanted = [(sender, count, rates.of(sender), "the sender has to breathe")]
    if stored.touch.channel is Channel.CALL and rates.calls < float("inf"):
        wanted.insert(0, (senders.CALLS, 1, rates.calls, "the account has to breathe"))
    waits = []
    for name, size, rate, why in wanted:
        slot = senders.take_slot(page.tx, name, size, rate, now=page.now, patience=clock.allow_lasts / 2)
        if not slot.taken:
            raise NotNowError(why, after=clock.real_span(slot.wait))
        waits.append(slot.wait)
    return max(waits)


def _refused(hearing: _Hearing, said: Refuse) -> NothingSent | Skipped:
    """Write down why, then go on: the step is passed over, or the lead is done."""
    page, case, attempt = hearing.page, hearing.case, hearing.attempt
    if said.scope is Scope.ENROLMENT:
        _decide(hearing, said, None)
        return _answer(hearing, said, Finish(reason=finish_reason(said)))
    draft = passed_over(case.campaign, case.facts, attempt, said, page.now, id_=str(uuid4()))
    row = touches.skip(page.tx, draft, version=hearing.version, rules=draft.rules, scope=draft.scope)
    _decide(hearing, said, row.touch.id)
    after = page.planner.case(page.tx, case.facts.enrolment.id)
    move = page.planner.next(after, page.now)
    if isinstance(move, Attempt) and move.at <= page.now and _same_queue(move, attempt):
        return Skipped(attempt=move, step=attempt.step)
    return _answer(hearing, said, move)


def _postponed(hearing: _Hearing, said: Defer | Hold, move: Attempt | Wait) -> NothingSent:
    """Write down what has to be waited for, and store the wait."""
    _decide(hearing, said, None)
    return _answer(hearing, said, move)


def _answer(hearing: _Hearing, said: Verdict, move: Move) -> NothingSent:
    """Store the move, in the transaction that read the state it was made from (protocol §3.2)."""
    hearing.page.store(hearing.case, move)
    rules = tuple(reason.rule for reason in said.reasons)
    step, verdict_ = hearing.attempt.step, type(said).__name__.lower()
    return NothingSent(result=TouchResult(next=move, step=step, verdict=verdict_, rules=rules))


def _decide(hearing: _Hearing, said: Verdict, touch: str | None) -> None:
    case, page = hearing.case, hearing.page
    packs = {pack.id: pack.version for pack in case.law.packs}
    decision = Decision(verdict=said, candidate=hearing.asked, facts=case.facts, packs=packs, touch=touch)
    decisions.record(page.tx, decision, at=page.now)


def _touch(hearing: _Hearing, allow: Allow) -> Touch:
    """Return the row of a try that may go."""
    case, portfolio = hearing.case, hearing.portfolio(allow.number)
    row = touch_of(case.campaign, case.facts, hearing.attempt, hearing.page.now, id_=str(uuid4()), allow=allow)
    return replace(row, portfolio=portfolio.name if portfolio else "")
