"""
When is a touch due, as the file says? Pure.

Time on pause does not count (law 5): a wait passes only while nothing holds it. Dates and promises do not move.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cadence.campaign import Campaign
from cadence.domain import BY_MISTAKE, Attempt, Channel, Facts, Pause
from cadence.domain.channels import can_address
from cadence.domain.dates import read_instant
from cadence.planning.position import Due
from cadence.policy.built_in.campaign_state import covering, destinations


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When something is due, and until when it is worth doing."""

    due: datetime
    expires: datetime | None = None
    unreadable: str = ""  # the field whose date could not be read: the step is refused, with that reason


def timing(campaign: Campaign, facts: Facts, due: Due, zones: Iterable[str], now: datetime | None = None) -> Timing:
    """Return when this is due. A date that cannot be read is due at once, so that its refusal is recorded (law 10)."""
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
    return Timing(due=start, expires=_expiry(campaign, facts, due, start, zones, now))


def _expiry(  # noqa: PLR0913, PLR0917  what `timing` is about, and the start it found
    campaign: Campaign, facts: Facts, due: Due, start: datetime, zones: Iterable[str], now: datetime | None
) -> datetime | None:
    """
    Return when the content expires, counted from the first try.

    Time in which a mistake of ours held it does not count.
    """
    step = due.step
    if step.before is not None:
        try:
            return read_instant(facts.lead.attributes.get(step.before.field, ""), zones)
        except ValueError:
            return None
    if step.expires is None:
        return None
    first = next((touch.due for touch in facts.own() if touch.cause == due.cause and touch.attempt == 1), None)
    mistakes = [pause for pause in relevant(campaign, facts, due) if pause.scope in BY_MISTAKE]
    if now is not None:  # an open pause has held it until now
        mistakes = [pause if pause.until else replace(pause, until=max(now, pause.since)) for pause in mistakes]
    return advance(first or start, step.expires, mistakes)


def relevant(campaign: Campaign, facts: Facts, due: Due) -> list[Pause]:
    """Return the pauses that hold this touch, past and present, oldest first."""
    if not facts.pauses:
        return []
    channel = due.step.channel
    held_by = covering(
        channel,
        campaign=campaign.campaign,
        lead=facts.lead.id,
        sender=sender_of(campaign, due),
        floor=due.step.floor,
        template=due.step.approved,
        destinations=_destinations(facts, channel),
    )
    chosen = [pause for pause in facts.pauses if (pause.scope, pause.value) in held_by]
    return sorted(chosen, key=lambda pause: pause.since)


def _destinations(facts: Facts, channel: Channel | None) -> frozenset[str]:
    """Return the pauses of destinations that hold each of a person's numbers on a channel."""
    if channel is None:
        return frozenset()
    usable = [own for own in facts.lead.numbers if own.closed is None and can_address(channel, own.kind)]
    each = [destinations(channel, number) for number in usable]
    return frozenset.intersection(*each) if each else frozenset()


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
