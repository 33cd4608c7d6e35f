"""
How is an event from another system recorded? Edge: under the lead's lock, like a stop, so nothing leaves afterwards.

What follows is in the file of each campaign that the lead is in (`planning/transitions/received.py`). A lead who is in
line, and whose cadence the event ends, is enrolled and ended at once: it will not begin.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import uuid4

from pydantic import ValidationError

from cadence.campaign import Campaign
from cadence.domain import Enrolment, Finish, NewsKind
from cadence.domain.external import Effect, WithoutEffect
from cadence.domain.trials import KIND as TRIAL
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.engine.outcomes.writing import EventResult, like, together, without_unchanged, write
from cadence.ledger.campaigns import campaigns, commands, enrolment_queue, enrolment_rows, enrolments
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.ledger.campaigns.enrolments import NewEnrolment
from cadence.ledger.db import locks
from cadence.planning.transitions import change
from cadence.planning.transitions.change import Change, Notify, People
from cadence.planning.transitions.event_writes import KeepEvent
from cadence.planning.transitions.events import EventReceived


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalEvent:
    """An event as another system sends it."""

    lead: str
    name: str
    campaign: str = ""  # "" is every campaign that the lead is in
    values: dict[str, Decimal | None]  # the amounts among its data, by field; None for what is no amount
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedResult(EventResult):
    """What recording an event changed, and the reference of the order that brought it."""

    ref: str


def record_event(planner: Planner, sent: ExternalEvent, command: Command) -> ReceivedResult:
    """
    Record an event and what it changes in each campaign of the lead; with the same order once.

    Raises NotFoundError for a campaign that does not exist.
    """
    with planner.begin() as unit:
        if sent.campaign:
            campaigns.find(unit.tx, sent.campaign)
        lined = _in_line(unit, sent)
        for name in sorted(lined, key=lambda name: campaigns.find(unit.tx, name).id):
            locks.lock_entry(unit.tx, name)
        locks.lock_lead(unit.tx, sent.lead)
        unit.locked()
        given = commands.record(unit.tx, command, at=unit.now)
        if not given.new:
            return ReceivedResult(changed=False, ref=given.ref)
        results = [
            *(_on_enrolment(unit, sent, stored, given.ref) for stored in _open(unit, sent)),
            *(_on_line(unit, sent, lined[name], given.ref) for name in _in_line(unit, sent) if name in lined),
        ]
        if not results:
            results = [_on_nobody(unit, sent, given.ref)]
        whole = together(*results)
    return like(ReceivedResult, whole, ref=given.ref)


def _open(unit: UnitOfWork, sent: ExternalEvent) -> Iterator[StoredEnrolment]:
    """Yield the open enrolments that an event is about."""
    for stored in enrolment_rows.open_of_lead(unit.tx, sent.lead):
        if stored.enrolment.kind != TRIAL and sent.campaign in ("", stored.enrolment.campaign):
            yield stored


def _in_line(unit: UnitOfWork, sent: ExternalEvent) -> dict[str, Campaign]:
    """Return the campaigns for which the lead is in line and whose files name the event."""
    named: dict[str, Campaign] = {}
    for place in enrolment_queue.of_lead(unit.tx, sent.lead):
        if place.taken_at is None and sent.campaign in ("", place.campaign):
            stored = campaigns.find(unit.tx, place.campaign)
            file = unit.planner.readable(unit.tx, stored.name, stored.version)
            if file is not None and sent.name in file.on_event:
                named[place.campaign] = file
    return named


def _on_enrolment(unit: UnitOfWork, sent: ExternalEvent, stored: StoredEnrolment, ref: str) -> EventResult:
    """Write what the event changes for an enrolment, and plan for it."""
    try:
        case = unit.planner.case(unit.tx, stored.enrolment.id)
    except ValidationError:  # logged by whoever plans it; the event is kept
        kept = _without_effect(unit, sent, ref, WithoutEffect.UNREADABLE, stored.enrolment)
        return write(unit, [Change(at=unit.now, writes=(kept,))])
    made = change(case.facts, _event(sent, case.campaign, ref), unit.now, case.campaign)
    written = write(unit, [made])
    if not made.notify:
        return written
    planned = unit.plan_or_leave(stored.enrolment.id)
    return replace(without_unchanged(unit, written, {stored.enrolment.id: planned}), move=planned.move)


def _on_line(unit: UnitOfWork, sent: ExternalEvent, file: Campaign, ref: str) -> EventResult:
    """Let a lead in line in and end its cadence at once, or hold it; it has no step to go on from."""
    rule, stored = file.on_event[sent.name], campaigns.find(unit.tx, file.campaign)
    kept = replace(_without_effect(unit, sent, ref, WithoutEffect.WAITING, None), campaign=file.campaign)
    if rule.hold is not None:
        held = replace(kept, effect=Effect.HOLD, why="", until=unit.now + rule.hold)
        everybody = Notify(kind=NewsKind.EVENT, people=People(lead=sent.lead), ref=kept.id)
        return write(unit, [Change(at=unit.now, writes=(held,), notify=(everybody,))])
    if rule.finish is None:
        return write(unit, [Change(at=unit.now, writes=(replace(kept, target=rule.go),))])
    enrolment = Enrolment(id=str(uuid4()), campaign=file.campaign, version=stored.version, at=unit.now)
    entry = NewEnrolment(
        enrolment=enrolment,
        lead=sent.lead,
        move=Finish(reason=rule.finish.value, at=unit.now),
        priority=file.priority,
    )
    if not enrolments.enrol_page(unit.tx, stored.id, [entry], at=unit.now):
        raise AssertionError("a lead in line could not be enrolled under the locks of its campaign and its own")
    event = _event(sent, file, ref)
    ended = replace(kept, effect=Effect.FINISH, why="", target=rule.finish.value, enrolment=enrolment.id)
    return write(unit, [Change(at=unit.now, writes=(replace(ended, value=event.value, currency=event.currency),))])


def _on_nobody(unit: UnitOfWork, sent: ExternalEvent, ref: str) -> EventResult:
    """Keep an event about somebody who is in no campaign now, or not in the one that is named."""
    last = None
    for stored in reversed(enrolment_rows.of_lead(unit.tx, sent.lead)):
        if stored.enrolment.kind == "cadence" and sent.campaign in ("", stored.enrolment.campaign):
            last = stored.enrolment
            break
    if last is None:
        lines = (place.campaign for place in enrolment_queue.of_lead(unit.tx, sent.lead) if place.taken_at is None)
        line = next((name for name in lines if sent.campaign in ("", name)), "")
        why = WithoutEffect.UNKNOWN if line else WithoutEffect.NOT_IN_IT
        kept = replace(_without_effect(unit, sent, ref, why, None), campaign=line or sent.campaign)
        return write(unit, [Change(at=unit.now, writes=(kept,))])
    try:
        case = unit.planner.case(unit.tx, last.id)
    except ValidationError:
        kept = _without_effect(unit, sent, ref, WithoutEffect.UNREADABLE, last)
        return write(unit, [Change(at=unit.now, writes=(kept,))])
    return write(unit, [change(case.facts, _event(sent, case.campaign, ref), unit.now, case.campaign)])


def _event(sent: ExternalEvent, campaign: Campaign, ref: str) -> EventReceived:
    """Return the event as a campaign sees it: with the amount that its file asks for."""
    rule = campaign.on_event.get(sent.name)
    value = sent.values.get(rule.value) if rule is not None and rule.value else None
    currency = sent.currency if value is not None else ""
    return EventReceived(id=str(uuid4()), name=sent.name, ref=ref, value=value, currency=currency)


def _without_effect(
    unit: UnitOfWork, sent: ExternalEvent, ref: str, why: WithoutEffect, enrolment: Enrolment | None
) -> KeepEvent:
    return KeepEvent(
        id=str(uuid4()),
        lead=sent.lead,
        name=sent.name,
        effect=Effect.NONE,
        at=unit.now,
        campaign=enrolment.campaign if enrolment else "",
        enrolment=enrolment.id if enrolment else None,
        why=why.value,
        ref=ref,
    )
