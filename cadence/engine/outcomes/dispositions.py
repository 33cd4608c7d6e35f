"""How is an agent's disposition recorded? Edge: `planning/transitions/our_people.py` decides what it changes."""

from dataclasses import replace
from datetime import datetime

from cadence.domain import Disposition, TouchState
from cadence.domain.channels import CONVERSATION_CHANNELS
from cadence.domain.errors import ConflictError, InvalidInputError
from cadence.domain.promised_dates import promised_date
from cadence.domain.zones import candidate_zones, zones_of
from cadence.engine.outcomes.callbacks import Promise, event_of, last_case
from cadence.engine.outcomes.planner import LeadCase, Planner, UnitOfWork
from cadence.engine.outcomes.writing import EventResult, case_after, without_unchanged, write
from cadence.ledger.campaigns import commands
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.people import saved_values
from cadence.ledger.touches import callbacks
from cadence.ledger.touches.callbacks import OpenPromise
from cadence.ledger.touches.locked import lock_touch
from cadence.ledger.touches.touch_rows import Stored
from cadence.planning.transitions import change
from cadence.planning.transitions.callback import kept_by, taken_up
from cadence.planning.transitions.events import DispositionGiven


def record_disposition(  # noqa: PLR0913  what is reported, by whom, and what belongs to it
    planner: Planner,
    touch: str,
    disposition: Disposition,
    command: Command,
    *,
    callback_at: datetime | None = None,
    promised: str = "",
) -> EventResult:
    """
    Record an agent's disposition and plan for it. Repeating it changes nothing; another disposition is a correction.

    A wrong number is closed in every campaign, `do_not_contact` stops the person everywhere. `callback` needs the
    instant, and `promised` the date as it was typed: the latest one counts, and a correction to another disposition
    takes it back. Raises NotFoundError, InvalidInputError, and ConflictError for a touch that was no conversation, a
    promise that was kept already, or a campaign that keeps no promised date.
    """
    if (disposition is Disposition.CALLBACK) != (callback_at is not None):
        raise InvalidInputError("The disposition callback, and no other, needs the instant of the call.")
    if (disposition is Disposition.PROMISED) != bool(promised):
        raise InvalidInputError("The disposition promised, and no other, needs the promised date.")
    with planner.begin() as unit:
        stored, _ = lock_touch(unit.tx, touch)
        unit.locked()
        if stored.touch.channel not in CONVERSATION_CHANNELS or stored.touch.state is not TouchState.SETTLED:
            raise ConflictError(f"Touch {touch} is not a call that has ended; only those have a disposition.")
        call = callbacks.find(unit.tx, _ref(touch))
        date = _promised(unit, stored, disposition, promised)
        again = stored.touch.disposition is disposition and _at(call) == callback_at and date is None
        if again and command.key is None:
            return EventResult(changed=False)
        before = {} if again else _before(stored, call)
        stored_command = _stored_command(stored, disposition, callback_at, command, before)
        if not commands.record(unit.tx, stored_command, at=unit.now).new or again:
            return EventResult(changed=False)
        case, event = _event(unit, stored, disposition, call, callback_at)
        event = replace(event, promised=date)
        made = change(case.facts, event, unit.now, case.campaign)
        written = write(unit, [made])
        keeping = kept_by(made.writes)
        enrolment = keeping.enrolment if keeping else case.facts.enrolment.id
        planned = unit.plan_or_leave(enrolment, case_after(case, made, written))
        written = without_unchanged(unit, written, {enrolment: planned})
    return replace(written, move=planned.move)


def _promised(unit: UnitOfWork, stored: Stored, disposition: Disposition, typed: str) -> str | None:
    """
    Return the date that is kept from now on; "" where a correction leaves none, None where it stays as it is.

    Raises InvalidInputError for what cannot be such a date, and ConflictError where the campaign has no name for it.
    """
    touch = stored.touch
    if Disposition.PROMISED not in (disposition, touch.disposition):
        return None
    case = unit.planner.case(unit.tx, touch.enrolment)
    name, lead = case.campaign.promised, case.facts.lead
    if disposition is not Disposition.PROMISED:
        return saved_values.before(unit.tx, touch.lead, name, _ref(touch.id)) if name else None
    if not name:
        raise ConflictError(
            f"The campaign {touch.campaign} has no name for a promised date; expected `promised: pay_on` in its file. "
            "Report another disposition, or launch the file with it and --migrate."
        )
    date = promised_date(typed, zones_of(candidate_zones(lead)), unit.now)
    same = touch.disposition is disposition and lead.attributes.get(name) == date
    return None if same else date


def _ref(touch: str) -> str:
    """Return the reference of the call that was promised in this conversation."""
    return f"touch:{touch}"


def _at(promised: OpenPromise | None) -> datetime | None:
    """Return the instant of a promise, unless it was canceled."""
    return promised.callback.at if promised is not None and not promised.callback.canceled else None


def _before(stored: Stored, promised: OpenPromise | None) -> dict[str, str]:
    """Return the disposition that is corrected, and its instant; nothing when this is the first."""
    disposition, at = stored.touch.disposition, _at(promised)
    if disposition is None:
        return {}
    return {"corrects": disposition.value} | ({"corrects_at": at.isoformat()} if at else {})


def _stored_command(
    stored: Stored, disposition: Disposition, at: datetime | None, command: Command, before: dict[str, str]
) -> Command:
    """Return the command as it is stored: with the lead, what was reported and what it corrects."""
    reported = {"touch": stored.touch.id, "disposition": disposition.value}
    reported |= {"callback_at": at.isoformat()} if at else {}
    return replace(command, lead=stored.touch.lead, args={**command.args, **reported, **before})


def _event(
    unit: UnitOfWork, stored: Stored, disposition: Disposition, promised: OpenPromise | None, at: datetime | None
) -> tuple[LeadCase, DispositionGiven]:
    """Return the disposition as an event, with its case. Raises ConflictError for a promise that is being kept."""
    touch = stored.touch
    standing = promised if _at(promised) is not None else None
    if at is not None:
        case = last_case(unit, touch.lead, touch.campaign)
        if standing is not None and taken_up(case.facts, standing.callback.id):
            raise ConflictError(
                "The call that was promised in this conversation is being made, or was made; expected a correction "
                "before that. Promise another one with `cadence callback` or POST /api/callbacks."
            )
        request = Promise(lead=touch.lead, campaign=touch.campaign, at=at, ref=_ref(touch.id))
        callback = event_of(request, instead_of=promised)
        return case, DispositionGiven(touch=touch.id, disposition=disposition, callback=callback)
    if standing is not None:
        case = unit.planner.case(unit.tx, standing.enrolment)
        if not taken_up(case.facts, standing.callback.id):
            return case, DispositionGiven(touch=touch.id, disposition=disposition, take_back=standing.callback.id)
    return unit.planner.case(unit.tx, touch.enrolment), DispositionGiven(touch=touch.id, disposition=disposition)
