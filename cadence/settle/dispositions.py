"""What does the agent say came of a conversation, and what follows? Edge."""

from dataclasses import replace
from datetime import datetime

from cadence.errors import ConflictError, InvalidInputError
from cadence.ledger import callbacks, commands, enrolment_rows, locks, news, numbers, touch_rows, touches
from cadence.ledger.callbacks import Promised
from cadence.ledger.commands import Command
from cadence.ledger.suppressions import Stop
from cadence.ledger.touch_rows import Stored
from cadence.model import Channel, Disposition, NewsKind, TouchState
from cadence.plan.transitions import Change, kept_by
from cadence.plan.transitions.callback import promised as promised_rows
from cadence.settle.callbacks import Promise, event_of, last_case
from cadence.settle.mind import Mind, Page
from cadence.settle.settled import Settled
from cadence.settle.stops import stop_people
from cadence.settle.writing import Written, write

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
    Record what the agent says, and plan for it. The same word again changes nothing, another one is a correction.

    A wrong number closes it in every campaign, `do_not_contact` stops the person everywhere, and `callback` needs the
    instant: the last one said is kept, and a correction to another word takes the promise back. Raises NotFoundError,
    InvalidInputError, and ConflictError for a touch that was no conversation or a promise that was kept already.
    """
    if (disposition is Disposition.CALLBACK) != (callback_at is not None):
        raise InvalidInputError("The disposition callback, and no other, needs the instant of the call.")
    with mind.page() as page:
        locks.lock_lead_of_touch(page.tx, touch)
        stored = touch_rows.get(page.tx, touch)
        if stored.touch.channel is not Channel.CALL or stored.touch.state is not TouchState.SETTLED:
            raise ConflictError(f"Touch {touch} is not a call that has ended; only those have a disposition.")
        promised = callbacks.find(page.tx, _ref(touch))
        again = stored.touch.disposition is disposition and _at(promised) == callback_at
        if again and command.key is None:
            return Settled(changed=False)
        before = {} if again else _before(stored, promised)
        order = _order(stored, disposition, callback_at, command, before)
        if not commands.record(page.tx, order, at=page.now).new or again:
            return Settled(changed=False)
        touches.set_disposition(page.tx, touch, disposition)
        followed = _follow(page, stored, disposition)
        written = followed.news
        enrolment = _promise(page, stored, promised, callback_at)
        was_open = enrolment_rows.get(page.tx, enrolment).enrolment.finished is None
        planned = page.plan_or_leave(enrolment)
        if was_open:  # later words on one that has ended are recorded, and nobody has to be told
            written += (news.add(page.tx, enrolment, NewsKind.DISPOSITION, at=page.now, ref=touch),)
    return Settled(move=planned.move, news=written, stopped=followed.stopped)


def _ref(touch: str) -> str:
    """Return who asked for the call that was promised in this conversation."""
    return f"touch:{touch}"


def _at(promised: Promised | None) -> datetime | None:
    """Return the instant of a promise that stands."""
    return promised.callback.at if promised is not None and not promised.callback.canceled else None


def _before(stored: Stored, promised: Promised | None) -> dict[str, str]:
    """Return the word that is corrected, and its instant; nothing when this is the first."""
    word, at = stored.touch.disposition, _at(promised)
    if word is None:
        return {}
    return {"corrects": word.value} | ({"corrects_at": at.isoformat()} if at else {})


def _order(
    stored: Stored, disposition: Disposition, at: datetime | None, command: Command, before: dict[str, str]
) -> Command:
    """Return the order as it is kept: with the person whose story it belongs to, what it says and what it corrects."""
    said = {"touch": stored.touch.id, "disposition": disposition.value}
    said |= {"callback_at": at.isoformat()} if at else {}
    return replace(command, lead=stored.touch.lead, args={**command.args, **said, **before})


def _promise(page: Page, stored: Stored, promised: Promised | None, at: datetime | None) -> str:
    """
    Have the promise of this conversation be what was said last; return the enrolment that it concerns.

    One that is being kept or was kept stands, so that nobody is called twice. Raises ConflictError.
    """
    touch, standing = stored.touch, _at(promised) is not None
    if at is not None and standing and promised is not None and callbacks.taken_up(page.tx, promised):
        raise ConflictError(
            "The call that was promised in this conversation is being made, or was made; expected a correction before "
            "that. Promise another one with `cadence callback` or POST /api/callbacks."
        )
    if at is not None:
        asked = Promise(lead=touch.lead, campaign=touch.campaign, at=at, ref=_ref(touch.id))
        case = last_case(page, touch.lead, touch.campaign)
        writes = promised_rows(case.campaign, case.facts, event_of(asked, instead_of=promised), page.now)
        write(page, [Change(at=page.now, writes=writes)])
        kept = kept_by(writes)
        return kept.enrolment if kept else case.facts.enrolment.id
    if promised is not None and standing and not callbacks.taken_up(page.tx, promised):
        callbacks.cancel(page.tx, promised.callback.id, at=page.now)
        return promised.enrolment
    return touch.enrolment


def _follow(page: Page, stored: Stored, disposition: Disposition) -> Written:
    """Do what the word asks for beyond this enrolment; return what that wrote."""
    touch = stored.touch
    if disposition is Disposition.WRONG_NUMBER and touch.number is not None:
        numbers.close(page.tx, touch.number, WRONG_NUMBER, at=page.now)
    if disposition is Disposition.DO_NOT_CONTACT:
        stop = Stop(source="disposition", ref=touch.id)
        return stop_people(page, [touch.lead], stop, number=touch.number, but=touch.enrolment)
    return Written()
