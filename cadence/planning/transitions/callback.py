"""
What does a call that somebody asks for change? Pure.

A person has one promised call in a campaign: the time requested last replaces every promise that was not kept yet.
Whatever else a promise has to write or announce is added here.
"""

from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import OPEN_STATES, Callback, CauseKind, Enrolment, Facts, NewsKind, Outcome
from cadence.planning.position import pending_callbacks
from cadence.planning.transitions.change import Change, Notify, OpenEnrolment, PromiseCall, Write
from cadence.planning.transitions.events import CallbackRequested


def callback_asked(campaign: Campaign, facts: Facts, event: CallbackRequested, now: datetime) -> Change:
    """Return the promise and the leads to notify; nothing when the same call is promised already."""
    writes = promised(campaign, facts, event, now)
    keeping = kept_by(writes)
    notify = (Notify(kind=NewsKind.CALLBACK, enrolment=keeping.enrolment, ref=event.ref),) if keeping else ()
    return Change(at=now, writes=writes, notify=notify)


def promised(campaign: Campaign, facts: Facts, event: CallbackRequested, now: datetime) -> tuple[Write, ...]:
    """Return the rows of a promise: it is kept by the open enrolment, or by one opened for it."""
    standing = standing_promises(campaign, facts)
    if not event.instead_of and any((old.at, old.number) == (event.at, event.number) for old in standing):
        return ()
    opened = reopened(facts, event.enrolment, "callback", now) if facts.enrolment.finished is not None else None
    replaced = dict.fromkeys((*(old.id for old in standing), *event.instead_of))
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
    return tuple(promise for promise in facts.callbacks if promise.id in pending)


def promised_already(campaign: Campaign, facts: Facts, at: datetime) -> bool:
    """Tell whether an order for a call at this instant asks for nothing new: that is the one promise there is."""
    return [promise.at for promise in standing_promises(campaign, facts)] == [at]


def taken_up(facts: Facts, promise: str) -> bool:
    """Tell whether a promised call is under way or was made: the person spoke with an agent."""
    cause = (CauseKind.CALLBACK, promise)
    own = (touch for touch in facts.touches if touch.lead == facts.lead.id)
    tries = [touch for touch in own if (touch.cause.kind, touch.cause.ref) == cause]
    last = max(tries, key=lambda touch: touch.attempt, default=None)
    return last is not None and (last.state in OPEN_STATES or last.outcome is Outcome.ANSWERED)


def kept_by(writes: tuple[Write, ...]) -> PromiseCall | None:
    """Return the promise among these rows."""
    return next((write for write in writes if isinstance(write, PromiseCall)), None)


def reopened(facts: Facts, id_: str, kind: str, now: datetime) -> OpenEnrolment:
    """Return an enrolment of one touch after one that has ended, on its version."""
    last = facts.enrolment
    enrolment = Enrolment(id=id_, campaign=last.campaign, version=last.version, at=now, kind=kind)
    return OpenEnrolment(enrolment=enrolment, after=last.id)
