"""What is known of a lead after a change? Pure: the simulation folds it, and tests compare the ledger with it."""

from dataclasses import fields, replace
from typing import Any, assert_never

from cadence.domain import Callback, Facts, Suppression, Touch, TouchState
from cadence.domain.outcomes import REFUSALS
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
    SetVersion,
    SkipStep,
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
        case OpenEnrolment() | SetVersion():
            facts = _enrolled(facts, write)
        case PromiseCall():
            facts = _promised(facts, write)
        case CancelPromise():
            facts = _canceled(facts, write)
        case SkipStep():
            facts = _skipped(facts, write)
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


def _enrolled(facts: Facts, write: OpenEnrolment | SetVersion) -> Facts:
    """
    Go over to a new enrolment, or set the version of this one.

    Promises belong to the old enrolment, and pauses count from the new one's beginning.
    """
    if isinstance(write, SetVersion):
        return replace(facts, enrolment=replace(facts.enrolment, version=write.version))
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


def _skipped(facts: Facts, write: SkipStep) -> Facts:
    """Add the touch of a refused step, or put it in the place of the planned one."""
    others = (touch for touch in facts.touches if touch.id != write.touch.id)
    return replace(facts, touches=tuple(sorted((*others, write.touch), key=lambda touch: touch.at)))


def _updated(facts: Facts, write: UpdateTouch) -> Facts:
    """Change a touch, as far as facts know its fields."""
    touches = tuple(_with(touch, dict(write.values)) if touch.id == write.touch else touch for touch in facts.touches)
    return replace(facts, touches=touches)


def _with(touch: Touch, values: dict[str, Any]) -> Touch:
    """Return a touch with these values. An id of the carrier's says that it took the touch; a refusal has none."""
    after = replace(touch, **{name: value for name, value in values.items() if name in TOUCH_FIELDS})
    if "sid" in values or touch.taken:
        return replace(after, taken=True)
    refused = after.state is TouchState.SETTLED and after.outcome in REFUSALS
    return replace(after, taken=False if refused else None)


def _closed(facts: Facts, write: CloseNumber) -> Facts:
    """Close a number of the lead; the first reason stands."""
    numbers = tuple(
        replace(number, closed=number.closed or write.reason) if number.id == write.number else number
        for number in facts.lead.numbers
    )
    return replace(facts, lead=replace(facts.lead, numbers=numbers))
