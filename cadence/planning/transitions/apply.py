"""What is known of a lead after a change? Pure: the simulation folds it, and tests compare the ledger with it."""

from dataclasses import fields, replace
from typing import assert_never

from cadence.domain import Callback, Facts, Suppression, Touch
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
    Suppress,
    SuppressPerson,
    UpdateTouch,
    Write,
)

TOUCH_FIELDS = frozenset(field.name for field in fields(Touch))


def apply(facts: Facts, change: Change) -> Facts:
    """Return the facts after a change: those that the ledger has once the change is written."""
    for write in change.writes:
        facts = _applied(facts, write, change)
    return facts


def _applied(facts: Facts, write: Write, change: Change) -> Facts:  # noqa: C901  one branch for each kind of row
    """Return the facts after one row."""
    match write:
        case Suppress():
            facts = _suppressed(facts, write, change)
        case RecordInbound():
            facts = _recorded(facts, write)
        case KnowSender():
            facts = _known(facts, write)
        case MarkReviewed():
            facts = _reviewed(facts, write)
        case OpenEnrolment():
            facts = _opened(facts, write)
        case PromiseCall():
            facts = _promised(facts, write)
        case CancelPromise():
            facts = _canceled(facts, write)
        case UpdateTouch():
            facts = _updated(facts, write)
        case CloseNumber():
            facts = _closed(facts, write)
        case SuppressPerson() | OpenTask() | FinishTask() | KeepContradiction() | FreePlace():
            pass  # about numbers that are not the lead's yet, or no fact about the lead
        case _:
            assert_never(write)
    return facts


def _suppressed(facts: Facts, write: Suppress, change: Change) -> Facts:
    """Add one suppression for each of the lead's own numbers; others' numbers are not facts about this lead."""
    own = {known.id for known in facts.lead.numbers}
    last = max((suppression.id for suppression in facts.suppressions), default=0)
    rows = (
        Suppression(
            id=place,
            number=number,
            scope=write.scope,
            value=write.value,
            since=change.at,
            source=write.source,
        )
        for place, number in enumerate((id_ for id_ in write.numbers if id_ in own), start=last + 1)
    )
    return replace(facts, suppressions=(*facts.suppressions, *rows))


def _recorded(facts: Facts, write: RecordInbound) -> Facts:
    """Add a message that the lead sent, from whatever number, or that came from one of the lead's numbers."""
    message = write.message
    if write.lead != facts.lead.id and all(number.id != message.number for number in facts.lead.numbers):
        return facts
    return replace(facts, inbound=tuple(sorted((*facts.inbound, message), key=lambda received: received.at)))


def _known(facts: Facts, write: KnowSender) -> Facts:
    """Add a message whose sender became known, if it is the lead's."""
    others = replace(facts, inbound=tuple(message for message in facts.inbound if message.id != write.message.id))
    return _recorded(others, RecordInbound(message=write.message, lead=write.lead))


def _reviewed(facts: Facts, write: MarkReviewed) -> Facts:
    """Note that messages were dealt with."""
    inbound = tuple(
        replace(message, reviewed=True) if message.id in write.messages else message for message in facts.inbound
    )
    return replace(facts, inbound=inbound)


def _opened(facts: Facts, write: OpenEnrolment) -> Facts:
    """Go over to the new enrolment: promises belong to the old one, and pauses count from the new one's beginning."""
    pauses = tuple(pause for pause in facts.pauses if pause.until is None or pause.until > write.enrolment.at)
    return replace(facts, enrolment=write.enrolment, callbacks=(), pauses=pauses, planned=None)


def _promised(facts: Facts, write: PromiseCall) -> Facts:
    """Add a promise, and cancel those that it replaces."""
    standing = (
        replace(promise, canceled=True) if promise.id in write.instead_of else promise for promise in facts.callbacks
    )
    new = Callback(id=write.id, at=write.at, number=write.number, ref=write.ref)
    return replace(facts, callbacks=tuple(sorted((*standing, new), key=lambda promise: (promise.at, promise.id))))


def _canceled(facts: Facts, write: CancelPromise) -> Facts:
    """Take a promise back."""
    callbacks = tuple(
        replace(promise, canceled=True) if promise.id == write.id else promise for promise in facts.callbacks
    )
    return replace(facts, callbacks=callbacks)


def _updated(facts: Facts, write: UpdateTouch) -> Facts:
    """Change a touch, as far as facts know its fields; an id of the carrier's says that it took the touch."""
    known = {name: value for name, value in write.values if name in TOUCH_FIELDS}
    known |= {"taken": True} if any(name == "sid" for name, _ in write.values) else {}
    touches = tuple(replace(touch, **known) if touch.id == write.touch else touch for touch in facts.touches)
    return replace(facts, touches=touches)


def _closed(facts: Facts, write: CloseNumber) -> Facts:
    """Close a number of the lead; the first reason stands."""
    numbers = tuple(
        replace(number, closed=number.closed or write.reason) if number.id == write.number else number
        for number in facts.lead.numbers
    )
    return replace(facts, lead=replace(facts.lead, numbers=numbers))
