"""
What becomes of a promised call that a hold or a pause keeps past its time? Pure.

Nothing may be sent to the person then, so one of our people gets a task. Where a reply or a row of a list waits for a
decision, that is at the agreed time, because no message may follow. Under a pause it is a quarter of an hour later, if
it still lasts.
"""

from dataclasses import replace
from datetime import datetime

from cadence.campaign import Campaign
from cadence.model import (
    PROMISE_HELD,
    Attempt,
    Cause,
    CauseKind,
    Channel,
    Facts,
    Hold,
    HoldName,
    Refuse,
    Scope,
    Wait,
)
from cadence.plan.announce import TOLERANCE
from cadence.plan.case import Case
from cadence.plan.position import Due, pending_callbacks
from cadence.plan.told import MISSED, announcements

DECIDED = frozenset({HoldName.REVIEW, HoldName.ROW})
"""Holds that end when a person decides: until then no message may say that a promised call is late."""
OURS = ("campaign.limits", "campaign.end")
"""The rules of a campaign that end an enrolment, although the person did not ask for its end."""


def held_promise(case: Case) -> Attempt | None:
    """Return the task about a promised call that is held past its time; None while nobody has to be told."""
    due = _untold(case.campaign, case.facts)
    if due is None or due.fixed is None or case.now < due.fixed:
        return None
    said = case.first_open(due, case.now)
    if not isinstance(said, Hold) or (said.name not in DECIDED and case.now < due.fixed + TOLERANCE):
        return None
    return _task(case, due, PROMISE_HELD)


def dropped_promise(case: Case, due: Due, refusal: Refuse) -> Attempt | None:
    """Return the task about a promised call whose enrolment a rule of ours ends, unless there is one already."""
    if due.cause.kind is not CauseKind.CALLBACK or refusal.scope is not Scope.ENROLMENT or due.fixed is None:
        return None
    ours = all(one.rule.startswith(OURS) for one in refusal.reasons if one.until is None)
    told = any(one.step == MISSED for one in announcements(case.facts, due.cause.ref))
    return _task(case, due, MISSED) if ours and not told else None


def look_again(campaign: Campaign, facts: Facts, wait: Wait, now: datetime) -> Wait:
    """Return a wait under a hold that ends, at the latest, when a promised call that is held becomes a task."""
    due = _untold(campaign, facts) if wait.hold and wait.hold != HoldName.WRAP_UP else None
    if due is None or due.fixed is None:
        return wait
    looks = [due.fixed] if wait.hold in DECIDED else []
    coming = [one for one in (wait.at, *looks, due.fixed + TOLERANCE) if one is not None and one > now]
    return replace(wait, at=min(coming, default=wait.at))


def _untold(campaign: Campaign, facts: Facts) -> Due | None:
    """Return the promised call that was not tried yet, unless one of our people has a task about this very time."""
    due = next(pending_callbacks(campaign, facts), None)
    if due is None or due.attempt > 1 or due.fixed is None:
        return None
    made = announcements(facts, due.cause.ref)
    return None if any((one.step, one.due) == (PROMISE_HELD, due.fixed) for one in made) else due


def _task(case: Case, due: Due, step: str) -> Attempt:
    """Return the work of telling the person about a promised call."""
    lap = len(announcements(case.facts, due.cause.ref)) + 1
    cause = Cause(kind=CauseKind.ANNOUNCEMENT, ref=due.cause.ref, lap=lap)
    return Attempt(at=case.now, channel=Channel.TASK, cause=cause, step=step, due=due.fixed)
