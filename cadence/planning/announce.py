"""
What does a person learn about a promised call, and on which channel? Pure.

The agreed time is confirmed where the file has words for it. A call that will be made at another time than agreed, or
that was missed, is announced with the next possible time. What cannot be sent in time becomes a task for our people.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from cadence.campaign import Campaign
from cadence.campaign.step_shape import Announcement
from cadence.domain import HELD, PROMISE_HELD, Attempt, Callback, CauseKind, Channel, Facts, Outcome, Touch, TouchState
from cadence.domain.channels import can_address
from cadence.domain.outcomes import NEVER_RANG
from cadence.domain.zones import candidate_zones
from cadence.planning.announced import CONFIRM, MISSED, MOVED, announcements, last_told, promise_task, put_back
from cadence.planning.candidate import candidate, touch_of
from cadence.planning.case import PlanningCase
from cadence.planning.position import Due, not_kept, pending_callback, pending_callbacks, visits
from cadence.policy import evaluation
from cadence.policy.hours.local_days import local

TOLERANCE = timedelta(minutes=15)
"""A call is on time when it is made at most this much after the agreed time."""
ROUND = timedelta(minutes=5)
"""A new time is rounded to this."""
MOST = 4
"""The most announcements of one promise. A call that is moved once more becomes a task for one of our people."""
UNHEARD = frozenset({Outcome.FAILED, Outcome.UNDELIVERED, Outcome.BLOCKED, Outcome.EXPIRED, Outcome.INVALID_NUMBER})
"""Outcomes of a message that did not reach the person."""


def announcement(case: PlanningCase) -> Attempt | None:
    """Return the announcement of the next promised call; None when there is nothing to announce now."""
    missed = missed_promise(case.campaign, case.facts)
    if missed is not None:
        return promise_task(case.facts, case.now, missed.id, MISSED, missed.at)
    due = pending_callback(case.campaign, case.facts)
    if due is None or _rang(case.facts, due):
        return None
    promise = next(call for call in case.facts.callbacks if call.id == due.cause.ref)
    agreed = last_told(case.facts, promise)
    made = announcements(case.facts, promise.id)
    about_time = [touch for touch in made if touch.step != PROMISE_HELD]
    goes, announced = _goes(case, due, agreed), [touch for touch in about_time if not _unheard(touch)]
    if goes is None or len(about_time) > MOST:
        return None
    moved = goes - agreed > TOLERANCE
    rule = case.campaign.callback
    if not moved and (announced or due.attempt > 1 or rule is None or rule.confirm is None):
        return None
    kind = MOVED if moved else CONFIRM
    words = (rule.moved if moved else rule.confirm) if rule is not None and _one_clock(case.facts, goes) else None
    blank = promise_task(case.facts, case.now, promise.id, kind, goes)
    failed = {touch.channel for touch in made if _unheard(touch)}
    channels = _channels(case.facts, promise, words) if len(about_time) < MOST else ()
    for channel in channels:
        attempt = replace(blank, channel=channel)
        opening = _opening(case, attempt, due, goes) if channel not in failed else None
        if opening is not None:
            return put_back(case.facts, replace(attempt, at=opening))
    return blank


def missed_promise(campaign: Campaign, facts: Facts) -> Callback | None:
    """Return a promise that will not be kept and was not announced as missed; not one that the person ended."""
    if not facts.callbacks:
        return None
    made = visits(facts.own(), CauseKind.CALLBACK)
    pending = {due.cause.ref for due in pending_callbacks(campaign, facts)}
    for promise in facts.callbacks:
        tries = made.get((promise.id, 1), [])
        if promise.canceled or promise.id in pending or not tries:
            continue
        last = tries[-1]
        refused = last.state is TouchState.SKIPPED and not _ended_by_person(facts, last)
        announced = any(touch.step == MISSED for touch in announcements(facts, promise.id))
        lost = not_kept(last) or last.outcome in NEVER_RANG
        if (refused or lost) and not announced:
            return promise
    return None


def _rang(facts: Facts, due: Due) -> bool:
    """Tell whether an earlier attempt at this call reached the person's phone."""
    tries = visits(facts.own(), CauseKind.CALLBACK).get((due.cause.ref, due.cause.lap), [])
    return any(touch.state is TouchState.SETTLED and touch.outcome not in NEVER_RANG for touch in tries)


def _ended_by_person(facts: Facts, refused: Touch) -> bool:
    """Tell whether the person asked not to be called; what only waits for a decision does not count."""
    suppressed = any(rule.startswith("suppression") for rule in refused.rules)
    return suppressed and not any(suppression.source == HELD for suppression in facts.suppressions)


def _goes(case: PlanningCase, due: Due, agreed: datetime) -> datetime | None:
    """Return when the call can be made, as far as is known now; a missed call a little later, rounded."""
    earliest = max(agreed, case.times(due).due)
    if case.now > earliest + TOLERANCE:
        earliest = case.now + TOLERANCE
        earliest += -(earliest - earliest.replace(hour=0, minute=0, second=0, microsecond=0)) % ROUND
    ahead = case.unpaused() if earliest > case.now else case
    opening = ahead.first_open(due, max(earliest, case.now))
    return opening if isinstance(opening, datetime) else None


def _one_clock(facts: Facts, instant: datetime) -> bool:
    """Tell whether the person's local time is certain: a wrong hour would be a broken promise."""
    return len({local(place.zone, instant).replace(tzinfo=None) for place in candidate_zones(facts.lead)}) == 1


def _channels(facts: Facts, promise: Callback, words: Announcement | None) -> tuple[Channel, ...]:
    """Return the channels that have words, first the one on which the person asked."""
    if words is None:
        return ()
    ref = promise.ref.partition(":")[2]
    asked_on = next((message.channel for message in facts.inbound if message.id == ref), None)
    return tuple(sorted(words.channels, key=lambda channel: channel is not asked_on))


def _opening(case: PlanningCase, attempt: Attempt, due: Due, goes: datetime) -> datetime | None:
    """Return when a message may leave: before the call, and without the message itself keeping the call from it."""
    message = candidate(case.campaign, case.facts, attempt)
    opening = evaluation.first_open(case.campaign, case.facts, message, case.now, case.law)
    if not isinstance(opening, datetime) or opening >= goes:
        return None
    usable = (own for own in case.facts.lead.numbers if own.closed is None)
    number = next((own.id for own in usable if can_address(attempt.channel, own.kind)), None)
    row = touch_of(case.campaign, case.facts, attempt, opening, id_="announcement")
    sent = replace(row, state=TouchState.SETTLED, outcome=Outcome.SENT, number=number)
    after = replace(case, facts=replace(case.facts, touches=(*case.facts.touches, sent)), verdicts={})
    return opening if after.unpaused().first_open(due, goes) == goes else None


def _unheard(touch: Touch) -> bool:
    """Tell whether an announcement did not reach the person: a rule refused it, or the carrier could not deliver it."""
    return touch.state is TouchState.SKIPPED or touch.outcome in UNHEARD
