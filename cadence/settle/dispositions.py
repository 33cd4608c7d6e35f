"""What does the agent say came of a conversation, and what follows? Edge."""

from datetime import datetime

from cadence.errors import ConflictError, InvalidInputError
from cadence.ledger import commands, enrolment_rows, locks, news, numbers, touch_rows, touches
from cadence.ledger.commands import Command
from cadence.ledger.suppressions import Stop
from cadence.ledger.touch_rows import Stored
from cadence.model import Channel, Disposition, NewsKind, TouchState
from cadence.settle.callbacks import Promise, promise
from cadence.settle.mind import Mind, Page
from cadence.settle.settled import Settled
from cadence.settle.stops import stop_person

WRONG_NUMBER = "wrong_number"
"""Why a number is closed that belongs to somebody else."""


def record_disposition(
    mind: Mind,
    touch: str,
    disposition: Disposition,
    command: Command,
    *,
    callback_at: datetime | None = None,
) -> Settled:
    """
    Record what the agent says, and plan for it; a later word replaces an earlier one.

    A wrong number closes it in every campaign, `do_not_contact` stops the person everywhere, and `callback` needs the
    instant. Raises NotFoundError, InvalidInputError, and ConflictError for a touch that was no conversation.
    """
    if (disposition is Disposition.CALLBACK) != (callback_at is not None):
        raise InvalidInputError("The disposition callback, and no other, needs the instant of the call.")
    with mind.page() as page:
        lead = locks.lock_lead_of_touch(page.tx, touch)
        stored = touch_rows.get(page.tx, touch)
        if stored.touch.channel is not Channel.CALL or stored.touch.state is not TouchState.SETTLED:
            raise ConflictError(f"Touch {touch} is not a call that has ended; only those have a disposition.")
        if not commands.record(page.tx, command, at=page.now).new:
            return Settled(changed=False)
        touches.set_disposition(page.tx, touch, disposition)
        written = _follow(page, stored, disposition)
        enrolment = stored.touch.enrolment
        if callback_at is not None:
            asked = Promise(lead=lead, campaign=stored.touch.campaign, at=callback_at, ref=f"touch:{touch}")
            enrolment = promise(page, asked)
        was_open = enrolment_rows.get(page.tx, enrolment).enrolment.finished is None
        planned = page.plan_or_leave(enrolment)
        if was_open:  # later words on one that has ended are recorded, and nobody has to be told
            written += (news.add(page.tx, enrolment, NewsKind.DISPOSITION, at=page.now, ref=touch),)
    stopped = (lead,) if disposition is Disposition.DO_NOT_CONTACT else ()
    return Settled(move=planned.move, news=written, stopped=stopped)


def _follow(page: Page, stored: Stored, disposition: Disposition) -> tuple[int, ...]:
    """Do what the word asks for beyond this enrolment; return the news for others."""
    touch = stored.touch
    if disposition is Disposition.WRONG_NUMBER and touch.number is not None:
        numbers.close(page.tx, touch.number, WRONG_NUMBER, at=page.now)
    if disposition is Disposition.DO_NOT_CONTACT:
        return stop_person(page, touch.lead, Stop(source="disposition", ref=touch.id), but=touch.enrolment)
    return ()
