"""What did the carrier answer, and what follows? Edge: recorded under the lead's lock, then planned for."""

from datetime import timedelta
from typing import assert_never

from cadence.channels.provider import Accepted, Answer, NotSent, Rejected, Uncertain
from cadence.channels.twilio import statuses
from cadence.channels.twilio.codes import meaning
from cadence.domain import Channel, Move, Outcome
from cadence.domain.error_subject import OURS
from cadence.engine.dispatch.later import NotNowError
from cadence.engine.outcomes import Planner, UnitOfWork
from cadence.engine.outcomes.reports import about, begin_pauses, outcome_of, repeats, take_in
from cadence.ledger.campaigns import enrolment_rows
from cadence.ledger.db import locks
from cadence.ledger.touches import leases, touch_rows, touches
from cadence.ledger.touches.touch_rows import Stored
from cadence.planning.transitions import BeginPause, Reported, recorded

LOOK_AGAIN = timedelta(seconds=2)
"""Real time after which the carrier is asked about a touch whose answer was lost."""


def record(planner: Planner, stored: Stored, answer: Answer) -> tuple[Stored, Move]:
    """
    Record the carrier's answer and plan what comes next; return how the touch stands then, and the move.

    Raises NotNowError where the touch has to be tried again.

    A report may have come first: it is never undone.
    """
    if isinstance(answer, Rejected) and meaning(answer.code).about in OURS:
        with planner.page() as page:
            event = _event(page, stored, answer)
        begin_pauses(planner, recorded(event, page.now).pauses)
    with planner.page() as page:
        locks.lock_lead_of_touch(page.tx, stored.touch.id)
        page.locked()
        was = touch_rows.get(page.tx, stored.touch.id)
        later, pauses = _write(page, was, answer)
        stands = standing(page, was.touch.id)
    begin_pauses(planner, pauses)
    if later is not None:
        raise later
    return stands


def standing(page: UnitOfWork, touch: str) -> tuple[Stored, Move]:
    """Return how a touch stands, and what is planned for its lead."""
    stored = touch_rows.get(page.tx, touch)
    return stored, enrolment_rows.get(page.tx, stored.touch.enrolment).move


def _write(page: UnitOfWork, was: Stored, answer: Answer) -> tuple[NotNowError | None, tuple[BeginPause, ...]]:
    """Write one answer; return why it has to be tried again, if it has, and what of ours is to be paused."""
    touch = was.touch.id
    match answer:
        case Accepted() | Rejected():
            event = _event(page, was, answer)
            take_in(page, event, told=True)
            return None, repeats(page, event)
        case NotSent():
            return _again(page, was, NotNowError(f"not sent: {answer.reason}", after=answer.retry_after)), ()
        case Uncertain():
            if touches.mark_unknown(page.tx, touch, code=answer.reason[:40]):
                return NotNowError(f"the answer was lost: {answer.reason}", after=LOOK_AGAIN), ()
            return None, ()
        case _:
            assert_never(answer)


def _event(page: UnitOfWork, was: Stored, answer: Accepted | Rejected) -> Reported:
    """Return an answer as a report. A message is settled once the carrier takes it."""
    at = page.now
    if isinstance(answer, Rejected):
        told = about(page, was, answer.code)
        return Reported(**told, was=was, at=at, outcome=outcome_of(answer.outcome, told), over=True)
    channel = was.touch.channel
    later = statuses.later(channel, was.status, answer.status)
    return Reported(
        was=was,
        at=at,
        outcome=None if channel is Channel.CALL else Outcome.SENT,
        sid=answer.sid,
        status=answer.status if later else "",
        taken=True,
    )


def put_back(planner: Planner, stored: Stored, why: str) -> None:
    """Put back a touch whose Allow ran out before it left: it goes through the gate again, on the same row."""
    with planner.page() as page:
        locks.lock_lead_of_touch(page.tx, stored.touch.id)
        _again(page, stored, NotNowError(why, after=timedelta(0)))


def _again(page: UnitOfWork, stored: Stored, why: NotNowError) -> NotNowError | None:
    """Give back what was taken for a touch that surely did not leave; None when a report says that it did."""
    if not touches.plan_again(page.tx, stored.touch.id):
        return None
    leases.free(page.tx, stored.touch.id)
    return why
