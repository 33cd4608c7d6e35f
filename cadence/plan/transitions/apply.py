"""What is known of a lead after a change? Pure: the simulation folds it, and tests compare the ledger with it."""

from dataclasses import replace
from typing import assert_never

from cadence.model import Callback, Facts, Inbound, Suppression
from cadence.plan.transitions.change import (
    Change,
    MarkReplied,
    OpenEnrolment,
    OpenTask,
    PromiseCall,
    RecordInbound,
    Suppress,
    SuppressPerson,
)


def apply(facts: Facts, change: Change) -> Facts:
    """Return the facts after a change: those that the ledger has once the change is written."""
    for write in change.writes:
        match write:
            case Suppress():
                facts = _suppressed(facts, write, change)
            case RecordInbound():
                facts = _recorded(facts, write.message)
            case MarkReplied():
                facts = _marked(facts, write)
            case OpenEnrolment():
                facts = _opened(facts, write)
            case PromiseCall():
                facts = _promised(facts, write)
            case SuppressPerson():
                pass  # what it adds is about numbers that are not the lead's yet
            case OpenTask():
                pass  # work for our own people is no fact about the lead
            case _:
                assert_never(write)
    return facts


def _suppressed(facts: Facts, write: Suppress, change: Change) -> Facts:
    """Add one suppression for each of the lead's own numbers; others' numbers are not facts about this lead."""
    own = {one.id for one in facts.lead.numbers}
    last = max((one.id for one in facts.suppressions), default=0)
    rows = (
        Suppression(
            id=place,
            number=number,
            scope=write.scope,
            value=write.value,
            since=change.at,
            source=write.source,
        )
        for place, number in enumerate((one for one in write.numbers if one in own), start=last + 1)
    )
    return replace(facts, suppressions=(*facts.suppressions, *rows))


def _recorded(facts: Facts, message: Inbound) -> Facts:
    """Add a message that came from one of the lead's own numbers."""
    if all(one.id != message.number for one in facts.lead.numbers):
        return facts
    return replace(facts, inbound=tuple(sorted((*facts.inbound, message), key=lambda one: one.at)))


def _marked(facts: Facts, write: MarkReplied) -> Facts:
    """Note the first answer on a touch."""
    touches = tuple(
        replace(one, replied_at=min(one.replied_at or write.at, write.at)) if one.id == write.touch else one
        for one in facts.touches
    )
    return replace(facts, touches=touches)


def _opened(facts: Facts, write: OpenEnrolment) -> Facts:
    """Go over to the new enrolment: promises belong to the old one, and pauses count from the new one's beginning."""
    pauses = tuple(one for one in facts.pauses if one.until is None or one.until > write.enrolment.at)
    return replace(facts, enrolment=write.enrolment, callbacks=(), pauses=pauses, planned=None)


def _promised(facts: Facts, write: PromiseCall) -> Facts:
    """Add a promise, and cancel those that it replaces."""
    standing = (replace(one, canceled=True) if one.id in write.instead_of else one for one in facts.callbacks)
    new = Callback(id=write.id, at=write.at, number=write.number)
    return replace(facts, callbacks=tuple(sorted((*standing, new), key=lambda one: (one.at, one.id))))
