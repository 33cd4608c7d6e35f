"""
What does a call that somebody asks for change? Pure.

A person has one promised call in a campaign: the hour asked for last replaces every other that nobody has kept yet.
More that a promise has to write, or to announce, is added here.
"""

from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import Callback, Enrolment, Facts, NewsKind
from cadence.planning.position import pending_callbacks
from cadence.planning.transitions.change import Change, Notify, OpenEnrolment, PromiseCall, Write
from cadence.planning.transitions.events import CallbackRequested


def callback_asked(campaign: Campaign, facts: Facts, event: CallbackRequested, now: datetime) -> Change:
    """Return the promise and who hears of it; nothing when this very call is promised already."""
    writes = promised(campaign, facts, event, now)
    keeping = kept_by(writes)
    notify = (Notify(kind=NewsKind.CALLBACK, enrolment=keeping.enrolment, ref=event.ref),) if keeping else ()
    return Change(at=now, writes=writes, notify=notify)


def promised(campaign: Campaign, facts: Facts, event: CallbackRequested, now: datetime) -> tuple[Write, ...]:
    """Return the rows of a promise: it is kept by the open enrolment, or by one opened for it."""
    standing = standing_promises(campaign, facts)
    if not event.instead_of and any((one.at, one.number) == (event.at, event.number) for one in standing):
        return ()
    opened = reopened(facts, event.enrolment, "callback", now) if facts.enrolment.finished is not None else None
    replaced = dict.fromkeys((*(one.id for one in standing), *event.instead_of))
    promise = PromiseCall(
        id=event.id,
        lead=facts.lead.id,
        enrolment=opened.enrolment.id if opened else facts.enrolment.id,
        at=event.at,
        ref=event.ref,
        number=event.number,
        instead_of=tuple(replaced),
    )
    return (opened, promise) if opened else (promise,)


def standing_promises(campaign: Campaign, facts: Facts) -> tuple[Callback, ...]:
    """Return the promises of an enrolment that are still to be kept."""
    if facts.enrolment.finished is not None:
        return ()
    pending = {due.cause.ref for due in pending_callbacks(campaign, facts)}
    return tuple(one for one in facts.callbacks if one.id in pending)


def kept_by(writes: tuple[Write, ...]) -> PromiseCall | None:
    """Return the promise among these rows."""
    return next((one for one in writes if isinstance(one, PromiseCall)), None)


def reopened(facts: Facts, id_: str, kind: str, now: datetime) -> OpenEnrolment:
    """Return an enrolment of one touch after one that has ended, on its version."""
    last = facts.enrolment
    enrolment = Enrolment(id=id_, campaign=last.campaign, version=last.version, at=now, kind=kind)
    return OpenEnrolment(enrolment=enrolment, after=last.id)
