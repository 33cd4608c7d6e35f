"""What did the carrier answer, and what follows? Edge: recorded under the lead's lock, then planned for."""

from datetime import datetime, timedelta
from typing import assert_never

from cadence.carrier.port import Answer, NotSent, Rejected, Taken, Uncertain
from cadence.door.later import NotNowError
from cadence.ledger import enrolment_rows, locks, permits, touch_rows, touches
from cadence.ledger.touch_rows import Stored
from cadence.ledger.touches import Heard
from cadence.model import Channel, Move, Outcome
from cadence.settle import Mind, Page
from cadence.settle.reports import after_outcome, pause_sender

LOOK_AGAIN = timedelta(seconds=2)
"""Real time after which the carrier is asked about a touch whose answer was lost."""


def record(mind: Mind, stored: Stored, answer: Answer) -> tuple[Stored, Move]:
    """
    Record the carrier's answer and plan what comes next; return how the touch stands then, and the move.

    Raises NotNowError where the touch has to be tried again.

    A report may have come first: it is never undone.
    """
    with mind.page() as page:
        locks.lock_lead_of_touch(page.tx, stored.touch.id)
        was = touch_rows.get(page.tx, stored.touch.id)
        later = _write(page, was, answer, at=page.now)
        if later is None:
            after_outcome(page, was=was, told=True)
        stands = standing(page, was.touch.id)
    if isinstance(answer, Rejected) and answer.pause_sender:
        pause_sender(mind, stored.touch.sender, answer.code)
    if later is not None:
        raise later
    return stands


def standing(page: Page, touch: str) -> tuple[Stored, Move]:
    """Return how a touch stands, and what is planned for its lead."""
    stored = touch_rows.get(page.tx, touch)
    return stored, enrolment_rows.get(page.tx, stored.touch.enrolment).move


def _write(page: Page, was: Stored, answer: Answer, *, at: datetime) -> NotNowError | None:
    """Write one answer; return why it has to be tried again, if it has."""
    tx, touch = page.tx, was.touch
    match answer:
        case Taken() if touch.channel is Channel.CALL:
            touches.mark_carried(tx, touch.id, sid=answer.sid, status=answer.status, at=at)
        case Taken():
            heard = Heard(sid=answer.sid, carried_at=at)
            first = Heard(sid=answer.sid, carried_at=at, status=answer.status)
            if not touches.settle(tx, touch.id, Outcome.SENT, at=at, heard=first):
                touches.note(tx, touch.id, heard)
        case Rejected():
            permits.free(tx, touch.id)
            touches.settle(tx, touch.id, answer.outcome, at=at, heard=Heard(code=answer.code))
        case NotSent():
            return _again(page, was, NotNowError(f"not sent: {answer.reason}", after=answer.retry_after))
        case Uncertain():
            if touches.mark_unknown(tx, touch.id, code=answer.reason[:40]):
                return NotNowError(f"the answer was lost: {answer.reason}", after=LOOK_AGAIN)
        case _:
            assert_never(answer)
    return None


def put_back(mind: Mind, stored: Stored, why: str) -> None:
    """Put back a touch whose Allow ran out before it left: it goes through the gate again, on the same row."""
    with mind.page() as page:
        locks.lock_lead_of_touch(page.tx, stored.touch.id)
        _again(page, stored, NotNowError(why, after=timedelta(0)))


def _again(page: Page, stored: Stored, why: NotNowError) -> NotNowError | None:
    """Give back what was taken for a touch that surely did not leave; None when a report says that it did."""
    if not touches.plan_again(page.tx, stored.touch.id):
        return None
    permits.free(page.tx, stored.touch.id)
    return why
