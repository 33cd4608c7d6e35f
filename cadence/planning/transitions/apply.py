"""What is known of a lead after a change? Pure: the simulation folds it, and tests compare the ledger with it."""

from collections.abc import Container, Iterator
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, TypeVar, assert_never

from cadence.domain import Callback, Facts, Inbound, Jump, Number, Pause, PauseScope, Suppression, Touch, TouchState
from cadence.domain.external import Effect
from cadence.domain.outcomes import REFUSALS
from cadence.domain.touch_record import STORED_FIELDS, Stored
from cadence.planning.transitions.change import (
    CancelPromise,
    Change,
    CloseNumber,
    FinishTask,
    FreePlace,
    KeepContradiction,
    KnowSender,
    MarkReviewed,
    OpenEnrolment,
    OpenTask,
    PromiseCall,
    RecordInbound,
    RemindOfTask,
    SaveValue,
    SetVersion,
    SkipStep,
    Suppress,
    SuppressPerson,
    UpdateTouch,
    Write,
)
from cadence.planning.transitions.event_writes import FinishEnrolment, KeepEvent

Row = TypeVar("Row", Inbound, Callback, Number)
TOUCH_FIELDS = frozenset(field.name for field in fields(Touch))


def apply(facts: Facts, change: Change) -> Facts:
    """Return the facts after a change: those that the ledger has once the change is written."""
    for write in change.writes:
        facts = _applied(facts, write, change)
    return facts


def _applied(facts: Facts, write: Write, change: Change) -> Facts:  # noqa: C901, PLR0911, PLR0912  one for each kind of row
    match write:
        case UpdateTouch():  # the first, because nearly every change has one
            touches = (_updated(touch, write) if touch.id == write.touch else touch for touch in facts.touches)
            return replace(facts, touches=tuple(touches))
        case Suppress():
            return replace(facts, suppressions=(*facts.suppressions, *_suppressions(facts, write, change.at)))
        case RecordInbound():
            return _received(facts, write.message, write.lead)
        case SaveValue():
            return _saved(facts, write)
        case KnowSender():
            others = tuple(message for message in facts.inbound if message.id != write.message.id)
            return _received(replace(facts, inbound=others), write.message, write.lead)
        case MarkReviewed():
            return replace(facts, inbound=_with(facts.inbound, write.messages, reviewed=True))
        case OpenEnrolment(enrolment=opened):  # promises belong to the old one, and pauses count from its beginning
            pauses = tuple(pause for pause in facts.pauses if pause.until is None or pause.until > opened.at)
            return replace(facts, enrolment=opened, callbacks=(), pauses=pauses, planned=None)
        case SetVersion():
            return replace(facts, enrolment=replace(facts.enrolment, version=write.version))
        case PromiseCall():
            new = Callback(id=write.id, at=write.at, number=write.number, ref=write.ref)
            known = (*_with(facts.callbacks, write.instead_of, canceled=True), new)
            return replace(facts, callbacks=tuple(sorted(known, key=lambda promise: (promise.at, promise.id))))
        case CancelPromise():
            return replace(facts, callbacks=_with(facts.callbacks, (write.id,), canceled=True))
        case SkipStep():  # a planned touch of the same attempt becomes this row
            made = (*(touch for touch in facts.touches if touch.id != write.touch.id), write.touch)
            return replace(facts, touches=tuple(sorted(made, key=lambda touch: touch.at)))
        case CloseNumber():  # the first reason counts
            open_ = {number.id for number in facts.lead.numbers if not number.closed}
            numbers = _with(facts.lead.numbers, open_ & {write.number}, closed=write.reason)
            return replace(facts, lead=replace(facts.lead, numbers=numbers))
        case KeepEvent():
            return _happened(facts, write)
        case FinishEnrolment():
            return replace(facts, enrolment=replace(facts.enrolment, finished=write.reason))
        case SuppressPerson() | OpenTask() | FinishTask() | RemindOfTask() | KeepContradiction() | FreePlace():
            return facts  # about numbers that are not the lead's yet, or no fact about the lead
        case _:
            assert_never(write)


def stored_after(was: Stored, change: Change) -> Stored:
    """Return a touch with what the ledger and the carrier care about, after a change."""
    for write in change.writes:
        if isinstance(write, UpdateTouch) and write.touch == was.touch.id:
            own = {name: value for name, value in write.values if name in STORED_FIELDS}
            was = replace(was, touch=_updated(was.touch, write), **own)
    return was


def _with(rows: tuple[Row, ...], ids: Container[int | str], **values: Any) -> tuple[Row, ...]:  # noqa: ANN401  the types of the fields
    """Return the rows, those with these ids with other values."""
    return tuple(replace(row, **values) if row.id in ids else row for row in rows)


def _suppressions(facts: Facts, write: Suppress, since: datetime) -> Iterator[Suppression]:
    """Yield one suppression for each of the lead's own numbers; others' numbers are not facts about this lead."""
    own = {known.id for known in facts.lead.numbers}
    last = max((suppression.id for suppression in facts.suppressions), default=0)
    scope, value, source = write.scope, write.value, write.source
    for id_, number in enumerate((number for number in write.numbers if number in own), start=last + 1):
        yield Suppression(id=id_, number=number, scope=scope, value=value, since=since, source=source)


def _saved(facts: Facts, write: SaveValue) -> Facts:
    """Return the facts with a value among the lead's attributes; an empty one takes back what was saved."""
    if write.lead != facts.lead.id:
        return facts
    attributes = {name: value for name, value in facts.lead.attributes.items() if name != write.name}
    if write.value:
        attributes[write.name] = write.value
    return replace(facts, lead=replace(facts.lead, attributes=attributes))


def _happened(facts: Facts, write: KeepEvent) -> Facts:
    """Return the facts after an event of another system: a step to go on with, or a pause with an end."""
    if write.effect is Effect.GO:
        return replace(facts, jumps=(*facts.jumps, Jump(event=write.name, to=write.target, at=write.at)))
    if write.effect is Effect.HOLD:
        held = Pause(scope=PauseScope.LEAD, value=facts.lead.id, since=write.at, until=write.until)
        return replace(facts, pauses=(*facts.pauses, held))
    return facts


def _received(facts: Facts, message: Inbound, lead: str | None) -> Facts:
    """Add a message that the lead sent, from whatever number, or that came from one of the lead's numbers."""
    if lead != facts.lead.id and all(number.id != message.number for number in facts.lead.numbers):
        return facts
    return replace(facts, inbound=tuple(sorted((*facts.inbound, message), key=lambda received: received.at)))


def _updated(touch: Touch, write: UpdateTouch) -> Touch:
    """Return a touch with its new values. An id of the carrier's says that it took the touch; a refusal has none."""
    values = dict(write.values)
    state, outcome = values.get("state", touch.state), values.get("outcome", touch.outcome)
    refused = state is TouchState.SETTLED and outcome in REFUSALS
    taken = True if "sid" in values or touch.taken else False if refused else None
    return replace(touch, **{name: value for name, value in values.items() if name in TOUCH_FIELDS}, taken=taken)
