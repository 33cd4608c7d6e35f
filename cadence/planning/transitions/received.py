"""
What does an event from another system change? Pure: what the campaign's file says in `on_event`.

It ends the cadence, and takes back the calls that were promised in it; or nothing leaves for the person for a time; or
the cadence goes on with another step. Each event leads to its step once in an enrolment, so events make no loop.
"""

from datetime import datetime, timedelta
from typing import Any

from cadence.campaign import Campaign
from cadence.domain import Facts, NewsKind
from cadence.domain.external import Effect, WithoutEffect
from cadence.planning.transitions.callback import standing_promises
from cadence.planning.transitions.change import CancelPromise, Change, Notify, People
from cadence.planning.transitions.event_writes import FinishEnrolment, KeepEvent
from cadence.planning.transitions.events import EventReceived

A_MOMENT = timedelta(microseconds=1)
"""A step to go on with follows every touch that was reserved before its event, whatever their instants say."""


def received(campaign: Campaign, facts: Facts, event: EventReceived, now: datetime) -> Change:
    """Return what follows from an event for one enrolment; it is kept in any case."""
    rule, enrolment = campaign.on_event.get(event.name), facts.enrolment
    if rule is None:
        return _kept(facts, event, now, Effect.NONE, why=WithoutEffect.UNKNOWN)
    worth: dict[str, Any] = {"value": event.value, "currency": event.currency} if rule.value else {}
    if enrolment.finished is not None:
        return _kept(facts, event, now, Effect.NONE, why=WithoutEffect.ENDED, target=enrolment.finished, **worth)
    if rule.finish is not None:
        kept = _kept(facts, event, now, Effect.FINISH, target=rule.finish.value, **worth)
        promises = tuple(CancelPromise(id=promise.id) for promise in standing_promises(campaign, facts))
        ends = FinishEnrolment(enrolment=enrolment.id, reason=rule.finish.value)
        notify = Notify(kind=NewsKind.EVENT, enrolment=enrolment.id, ref=event.id)
        ringing = (People(lead=facts.lead.id),)
        return kept.and_then(Change(at=now, writes=(*promises, ends), notify=(notify,), take_back=ringing))
    if rule.hold is not None:
        kept = _kept(facts, event, now, Effect.HOLD, until=now + rule.hold)
        everybody = Notify(kind=NewsKind.EVENT, people=People(lead=facts.lead.id), ref=event.id)
        return kept.and_then(Change(at=now, notify=(everybody,)))
    over = enrolment.kind != "cadence"  # what is open is a promised call after the end
    if over or any(jump.event == event.name for jump in facts.jumps):
        why, target = (WithoutEffect.ENDED, "") if over else (WithoutEffect.AGAIN, rule.go)
        return _kept(facts, event, now, Effect.NONE, why=why, target=target)
    last = max((touch.at for touch in facts.own()), default=now)  # the clocks of two machines differ
    kept = _kept(facts, event, now if last < now else last + A_MOMENT, Effect.GO, target=rule.go)
    notify = Notify(kind=NewsKind.EVENT, enrolment=enrolment.id, ref=event.id)
    return kept.and_then(Change(at=now, notify=(notify,)))


def _kept(facts: Facts, event: EventReceived, now: datetime, effect: Effect, **more: Any) -> Change:  # noqa: ANN401  fields
    row = KeepEvent(
        id=event.id,
        lead=facts.lead.id,
        name=event.name,
        effect=effect,
        at=now,
        campaign=facts.enrolment.campaign,
        enrolment=facts.enrolment.id,
        ref=event.ref,
        **more,
    )
    return Change(at=now, writes=(row,))
