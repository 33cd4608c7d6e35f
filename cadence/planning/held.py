"""
What becomes of a promised call that a hold, a pause or the end of its campaign keeps from being made? Pure.

Nothing may be sent to the person then, so one of our people gets a task. Where a reply or a row of a list waits for a
decision, that is at the agreed time, because no message may follow. Under a pause it is a quarter of an hour later, if
it still lasts. What an event of another system holds has an end that is known: where that is too late, it is at once.
When the campaign is stopped it is at once, too.
"""

from dataclasses import replace
from datetime import datetime

from cadence.campaign import Campaign, Step
from cadence.domain import (
    PROMISE_HELD,
    Attempt,
    CampaignState,
    CauseKind,
    Facts,
    Hold,
    HoldName,
    Refuse,
    Scope,
    TouchState,
    Wait,
)
from cadence.domain.outcomes import NEVER_RANG
from cadence.planning.announce import TOLERANCE, missed_promise
from cadence.planning.announced import MISSED, announcements, last_told, promise_task
from cadence.planning.case import PlanningCase
from cadence.planning.pauses import relevant
from cadence.planning.position import Due, not_kept, pending_callback, pending_callbacks

DECIDED = frozenset({HoldName.REVIEW, HoldName.ROW})
"""Holds that end when a person decides: until then no message may say that a promised call is late."""
OURS = ("campaign.limits", "campaign.end")
"""The rules of a campaign that end an enrolment, although the person did not ask for its end."""


def held_promise(case: PlanningCase) -> Attempt | None:
    """Return the task about a promised call that is held past its time; None while nobody has to know."""
    due = _untold(case.campaign, case.facts)
    if due is None or due.fixed is None:
        return None
    if _known_too_late(case, due.step, due.fixed):
        return promise_task(case.facts, case.now, due.cause.ref, PROMISE_HELD, due.fixed)
    if case.now < due.fixed:
        return None
    opening = case.first_open(due, case.now)
    if not isinstance(opening, Hold) or (opening.name not in DECIDED and case.now < due.fixed + TOLERANCE):
        return None
    return promise_task(case.facts, case.now, due.cause.ref, PROMISE_HELD, due.fixed)


def _known_too_late(case: PlanningCase, step: Step, agreed: datetime) -> bool:
    """Tell whether an event of another system holds a call past its time: only such a pause has an end to come."""
    latest = max(case.now, agreed + TOLERANCE)
    pauses = relevant(case.campaign, case.facts, step)
    return any(pause.since <= case.now and pause.until is not None and pause.until > latest for pause in pauses)


def dropped_promise(case: PlanningCase, due: Due, refusal: Refuse) -> Attempt | None:
    """Return the task about a promised call whose enrolment a rule of ours ends, unless there is one already."""
    if due.cause.kind is not CauseKind.CALLBACK or refusal.scope is not Scope.ENROLMENT or due.fixed is None:
        return None
    ours = all(reason.rule.startswith(OURS) for reason in refusal.reasons if reason.until is None)
    announced = any(touch.step == MISSED for touch in announcements(case.facts, due.cause.ref))
    if not ours or announced:
        return None
    return promise_task(case.facts, case.now, due.cause.ref, MISSED, due.fixed)


def closed_promise(case: PlanningCase) -> Attempt | None:
    """Return the task about a promised call of a campaign that was stopped or is over, one for each promise (law 4)."""
    if case.facts.state is CampaignState.RUNNING:
        return None
    open_ = {due.cause.ref for due in pending_callbacks(case.campaign, case.facts)} - _kept(case.facts)
    missed = missed_promise(case.campaign, case.facts)
    for promise in sorted(case.facts.callbacks, key=lambda promise: (promise.at, promise.id)):
        made = announcements(case.facts, promise.id)
        if (promise.id in open_ or promise == missed) and not any(touch.step == MISSED for touch in made):
            return promise_task(case.facts, case.now, promise.id, MISSED, last_told(case.facts, promise))
    return None


def _kept(facts: Facts) -> set[str]:
    """Return the promises of which a call has reached the person's phone, and was not abandoned."""
    calls = (touch for touch in facts.own() if touch.cause.kind is CauseKind.CALLBACK)
    made = (touch for touch in calls if touch.state is TouchState.SETTLED and touch.outcome not in NEVER_RANG)
    return {touch.cause.ref for touch in made if not not_kept(touch)}


def look_again(campaign: Campaign, facts: Facts, wait: Wait, now: datetime) -> Wait:
    """Return a wait under a hold that ends, at the latest, when a promised call that is held becomes a task."""
    due = _untold(campaign, facts) if wait.hold and wait.hold != HoldName.WRAP_UP else None
    if due is None or due.fixed is None:
        return wait
    looks = [due.fixed] if wait.hold in DECIDED else []
    upcoming = [at for at in (wait.at, *looks, due.fixed + TOLERANCE) if at is not None and at > now]
    return replace(wait, at=min(upcoming, default=wait.at))


def _untold(campaign: Campaign, facts: Facts) -> Due | None:
    """Return the promised call that was not tried yet, unless one of our people has a task about this very time."""
    due = pending_callback(campaign, facts)
    if due is None or due.attempt > 1 or due.fixed is None:
        return None
    made = announcements(facts, due.cause.ref)
    return None if any((touch.step, touch.due) == (PROMISE_HELD, due.fixed) for touch in made) else due
