"""What did the carrier answer, and what follows? Edge: recorded under the lead's lock, then planned for."""

from datetime import timedelta
from typing import assert_never

from cadence.channels.meanings import meaning
from cadence.channels.provider import Accepted, Answer, NotSent, Rejected, Uncertain
from cadence.channels.twilio import statuses
from cadence.domain import Finish, Move, Outcome
from cadence.domain.channels import descriptor_of
from cadence.domain.error_subject import OURS
from cadence.engine.dispatch.waiting import NotNowError
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.engine.outcomes.reports import about, begin_pauses, outcome_of, pause_if_repeated, write_report
from cadence.engine.outcomes.writing import write
from cadence.ledger.touches.locked import lock_touch
from cadence.ledger.touches.touch_rows import Stored
from cadence.planning.transitions.apply import stored_after
from cadence.planning.transitions.attempt import unconfirmed
from cadence.planning.transitions.events import AnswerMissing, NeverSent, Reported
from cadence.planning.transitions.report import recorded

CODE = 40
"""Characters of the reason that are kept when an answer was lost."""
LOOK_AGAIN = timedelta(seconds=2)
"""Real time after which the carrier is asked about a touch whose answer was lost."""


def record(planner: Planner, stored: Stored, answer: Answer) -> tuple[Stored, Move]:
    """Record the carrier's answer, and plan; return the touch and move as they stand. Raises NotNowError."""
    if isinstance(answer, Rejected) and meaning(answer.code).about in OURS:
        with planner.begin() as unit:
            event = report_of(unit, stored, answer)
        begin_pauses(planner, recorded(event, unit.now).pauses)
    with planner.begin() as unit:
        was, planned = lock_touch(unit.tx, stored.touch.id)
        unit.locked()
        written = _write(unit, was, answer)
    match written:
        case (event, after, move):
            pause_if_repeated(planner, event)
            return after, planned if isinstance(planned, Finish) else move or planned
        case NotNowError():
            raise written
    return was, planned


def _write(unit: UnitOfWork, was: Stored, answer: Answer) -> tuple[Reported, Stored, Move | None] | NotNowError | None:
    """
    Write one answer.

    Return it as a report, with the touch after it and the plan, if one was made; or why the touch has to be tried
    again, if it has.
    """
    match answer:
        case Accepted() | Rejected():
            event = report_of(unit, was, answer)
            written = write_report(unit, event, notify_workflow=False)
            return event, stored_after(was, recorded(event, unit.now)), written.move
        case NotSent():
            return _again(unit, was, NotNowError(f"not sent: {answer.reason}", after=answer.retry_after))
        case Uncertain():
            missing = unconfirmed(AnswerMissing(was=was, code=answer.reason[:CODE]), unit.now)
            retry = NotNowError(f"the answer was lost: {answer.reason}", after=LOOK_AGAIN)
            return retry if write(unit, [missing]).changed else None
        case _:
            assert_never(answer)


def report_of(unit: UnitOfWork, was: Stored, answer: Accepted | Rejected) -> Reported:
    """Return an answer as a report. A message is settled once the carrier accepts it."""
    at = unit.now
    if isinstance(answer, Rejected):
        code_fields = about(unit, was, answer.code)
        return Reported(**code_fields, was=was, at=at, outcome=outcome_of(answer.outcome, code_fields), over=True)
    channel = was.touch.channel
    later = statuses.later(channel, was.status, answer.status)
    return Reported(
        was=was,
        at=at,
        outcome=None if descriptor_of(channel).ends_later else Outcome.SENT,
        sid=answer.sid,
        status=answer.status if later else "",
        taken=True,
    )


def put_back(planner: Planner, touch: str, why: str) -> None:
    """Put back a touch whose Allow expired before it was sent: the rules judge it again, on the same row."""
    with planner.begin() as unit:
        stored, _ = lock_touch(unit.tx, touch)
        _again(unit, stored, NotNowError(why, after=timedelta(0)))


def _again(unit: UnitOfWork, was: Stored, why: NotNowError) -> NotNowError | None:
    """Release what was taken for a touch that was certainly not sent; return None when a report says that it was."""
    return why if write(unit, [unconfirmed(NeverSent(was=was), unit.now)]).changed else None
