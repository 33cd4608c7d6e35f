"""
When is a touch due by the words of the file? Pure.

Time on pause does not count (law 5): a wait is used up only while nothing held it. Dates and promises do not move.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cadence.campaign import Campaign
from cadence.dates import read_instant
from cadence.model import Attempt, Facts, Pause, PauseScope
from cadence.plan.position import Due


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When something is due, and until when it is worth doing."""

    due: datetime
    expires: datetime | None = None
    unreadable: str = ""  # the field whose date could not be read: the step is refused, with that reason


def timing(campaign: Campaign, facts: Facts, due: Due, zones: Iterable[str]) -> Timing:
    """Return when this is due. A date that cannot be read is due at once, to be refused where it is seen (law 10)."""
    step = due.step
    if due.due is not None:
        start = due.due
    elif step.before is not None and due.attempt == 1:
        text = facts.lead.attributes.get(step.before.field, "")
        try:
            date = read_instant(text, zones)
        except ValueError:
            return Timing(due=due.origin, unreadable=step.before.field)
        return Timing(due=max(date - step.before.by, due.origin), expires=date)
    elif due.fixed is not None:
        start = due.fixed
    else:
        start = advance(due.origin, due.after, relevant(campaign, facts, due))
    return Timing(due=start, expires=_expiry(facts, due, start, zones))


def _expiry(facts: Facts, due: Due, start: datetime, zones: Iterable[str]) -> datetime | None:
    """Return when the content goes stale: it counts from the first try, whichever try this is."""
    step = due.step
    if step.before is not None:
        try:
            return read_instant(facts.lead.attributes.get(step.before.field, ""), zones)
        except ValueError:
            return None
    if step.expires is None:
        return None
    first = next((touch.due for touch in facts.own() if touch.cause == due.cause and touch.attempt == 1), None)
    return (first or start) + step.expires


def relevant(campaign: Campaign, facts: Facts, due: Due) -> list[Pause]:
    """Return the pauses that hold this touch, past and present, oldest first."""
    if not facts.pauses:
        return []
    channel = due.step.channel
    holds = {
        PauseScope.ALL: "",
        PauseScope.CAMPAIGN: campaign.campaign,
        PauseScope.LEAD: facts.lead.id,
        PauseScope.CHANNEL: channel.value if channel else "",
        PauseScope.SENDER: sender_of(campaign, due),
        PauseScope.FLOOR: due.step.floor,
    }
    chosen = [one for one in facts.pauses if one.scope is PauseScope.ALL or holds[one.scope] == one.value]
    return sorted(chosen, key=lambda one: one.since)


def sender_of(campaign: Campaign, due: Due) -> str:
    """Return our own number for this touch."""
    channel = due.step.channel
    return due.step.sender or (campaign.sender.of(channel) if channel else "")


def advance(start: datetime, wait: timedelta, pauses: list[Pause]) -> datetime:
    """
    Return the instant at which `wait` has passed since `start`, not counting time on pause.

    An open pause has not ended, so it adds nothing yet: the gate holds the lead until it does, and the plan is made
    again then. A due instant that falls inside a finished pause moves to its end.
    """
    moment, left = start, wait
    for pause in pauses:
        if pause.until is None or pause.until <= moment:
            continue
        free = max(pause.since - moment, timedelta(0))
        if left < free:
            break
        left -= free
        moment = pause.until
    return moment + left


def planned_for(facts: Facts, due: Due) -> Attempt | None:
    """Return the stored move if it is this very try."""
    planned = facts.planned
    if isinstance(planned, Attempt) and planned.cause == due.cause and planned.attempt == due.attempt:
        return planned
    return None
