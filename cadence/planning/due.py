"""
When is a touch due, as the file says? Pure.

Time on pause does not count (law 5): a wait passes only while nothing holds it. Dates and promises do not move.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cadence.campaign import Campaign, Step
from cadence.campaign.parts import AfterDate
from cadence.domain import BY_MISTAKE, Cause, Facts, Pause
from cadence.domain.dates import near_instant
from cadence.domain.zones import candidate_zones, zones_of
from cadence.planning.pauses import relevant
from cadence.planning.position import Due
from cadence.policy.evaluation.from_file import until_window

NO_GUARD = timedelta(0)
"""The guard before closing is a rule of what leaves, not of when it is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When something is due, and until when it is worth doing."""

    due: datetime
    expires: datetime | None = None
    shared: bool = False  # an opening of `until` begins then, for many people at once
    unreadable: str = ""  # the field whose date could not be read: the step is refused, with that reason


def timing(campaign: Campaign, facts: Facts, due: Due, now: datetime) -> Timing:
    """
    Return when this is due and expires, dates read in the person's own zones.

    A date that cannot be read is due at once, so that its refusal is recorded (law 10).
    """
    step, date = due.step, None
    if step.dated:
        zones = (place.zone for place in candidate_zones(facts.lead))
        try:
            date = near_instant(facts.lead.attributes.get(step.dated, ""), zones, latest=step.before is None)
        except ValueError:
            if due.due is None and due.attempt == 1:
                return Timing(due=due.origin, unreadable=step.dated)
    if due.due is not None:
        start = due.due
    elif date is not None and due.attempt == 1:
        waits = relevant(campaign, facts, step) if due.after else []  # a `wait` before it; a pause moves no date
        start = max(_by_date(step, date), advance(due.origin, due.after, waits))
    elif due.fixed is not None:
        start = due.fixed
    else:
        start = advance(due.origin, due.after, relevant(campaign, facts, step))
    opening = _opening(facts, step, start) if due.due is None else start
    expires = date if step.before is not None else expiry(campaign, facts, step, due.cause, opening, now)
    return Timing(due=opening, expires=expires, shared=opening > start)


def _by_date(step: Step, date: datetime) -> datetime:
    """Return the instant so long before or after its date at which a step is due."""
    if step.before is not None:
        return date - step.before.by
    return date + step.after.by if isinstance(step.after, AfterDate) else date


def _opening(facts: Facts, step: Step, start: datetime) -> datetime:
    """
    Return the first instant from `start` on that `until` names on every clock the person may go by (laws 7 and 9).

    Without a known clock, and where these clocks agree on no hour, it is due at `start`: the rules hold it.
    """
    if step.until is None:
        return start
    zones = zones_of(candidate_zones(facts.lead))
    return until_window(step.until, NO_GUARD).opens(zones, start) or start


def expiry(  # noqa: PLR0913, PLR0917  whose, of what, due when
    campaign: Campaign, facts: Facts, step: Step, cause: Cause, start: datetime, now: datetime
) -> datetime | None:
    """
    Return when the content of a step expires that is due at `start`; None for never.

    It counts from the first try, without the time that a mistake of ours held it.
    """
    if step.expires is None:
        return None
    first = next((touch.due for touch in facts.own() if touch.cause == cause and touch.attempt == 1), None)
    mistakes = [pause for pause in relevant(campaign, facts, step) if pause.scope in BY_MISTAKE]
    # An open pause has held it until now.
    until_now = [pause if pause.until else replace(pause, until=max(now, pause.since)) for pause in mistakes]
    return advance(first or start, step.expires, until_now)


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
