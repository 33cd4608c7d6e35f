"""What does the agent say of a conversation? Edge: `planning/transitions/disposition.py` decides what it changes."""

from dataclasses import replace
from datetime import datetime

from cadence.domain import Channel, Disposition, TouchState
from cadence.domain.errors import ConflictError, InvalidInputError
from cadence.engine.outcomes.callbacks import Promise, event_of, last_case
from cadence.engine.outcomes.planner import LeadCase, Planner, UnitOfWork
from cadence.engine.outcomes.settled import Settled
from cadence.engine.outcomes.writing import write
from cadence.ledger.campaigns import commands
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.db import locks
from cadence.ledger.touches import callbacks, touch_rows
from cadence.ledger.touches.callbacks import OpenPromise
from cadence.ledger.touches.touch_rows import Stored
from cadence.planning.transitions import DispositionGiven, change, kept_by


def record_disposition(
    planner: Planner,
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
    with planner.page() as page:
        locks.lock_lead_of_touch(page.tx, touch)
        page.locked()
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
        case, said = _event(page, stored, disposition, promised, callback_at)
        made = change(case.facts, said, page.now, case.campaign)
        written = write(page, [made])
        keeping = kept_by(made.writes)
        planned = page.plan_or_leave(keeping.enrolment if keeping else case.facts.enrolment.id)
    return Settled(move=planned.move, news=written.news, stopped=written.stopped)


def _ref(touch: str) -> str:
    """Return who asked for the call that was promised in this conversation."""
    return f"touch:{touch}"


def _at(promised: OpenPromise | None) -> datetime | None:
    """Return the instant of a promise that stands."""
    return promised.callback.at if promised is not None and not promised.callback.canceled else None


def _before(stored: Stored, promised: OpenPromise | None) -> dict[str, str]:
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


def _event(
    page: UnitOfWork, stored: Stored, disposition: Disposition, promised: OpenPromise | None, at: datetime | None
) -> tuple[LeadCase, DispositionGiven]:
    """
    Return the word as an event, with the facts of the enrolment it concerns: the promise is what was said last.

    One that is being kept or was kept stands, so that nobody is called twice. Raises ConflictError.
    """
    touch, standing = stored.touch, _at(promised) is not None
    kept = promised is not None and standing and callbacks.taken_up(page.tx, promised)
    if at is not None and kept:
        raise ConflictError(
            "The call that was promised in this conversation is being made, or was made; expected a correction before "
            "that. Promise another one with `cadence callback` or POST /api/callbacks."
        )
    if at is not None:
        asked = Promise(lead=touch.lead, campaign=touch.campaign, at=at, ref=_ref(touch.id))
        callback = event_of(asked, instead_of=promised)
        case = last_case(page, touch.lead, touch.campaign)
        return case, DispositionGiven(touch=touch.id, disposition=disposition, callback=callback)
    if promised is not None and standing and not kept:
        case = page.planner.case(page.tx, promised.enrolment)
        return case, DispositionGiven(touch=touch.id, disposition=disposition, take_back=promised.callback.id)
    return page.planner.case(page.tx, touch.enrolment), DispositionGiven(touch=touch.id, disposition=disposition)
