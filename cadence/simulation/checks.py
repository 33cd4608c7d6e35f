"""
Did the simulation do something forbidden? Pure: counted from the touches that were made, without the rules.

The rules forbid all of it, so a count other than 0 is a fault of the engine or of the simulation.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from cadence.campaign import Campaign
from cadence.campaign.conditions.evaluate import PersonAt, holds
from cadence.campaign.periods import WholeCampaign
from cadence.domain import Allow, Attempt, CauseKind, Channel, Facts, Touch, TouchState
from cadence.domain.channels import CONTACT_CHANNELS
from cadence.domain.counted import counts
from cadence.domain.nearest import same_word
from cadence.planning import candidate
from cadence.planning.spread import share
from cadence.policy import evaluation
from cadence.policy.primitives.budget import BUDGETED
from cadence.simulation.world import SimulationWorld

CHECKS = {
    "doubled": "touches made a second time for the same cause and try",
    "after_stop": "touches to a number after its stop",
    "over_budget": "touches beyond what the file allows a lead in all",
    "not_allowed": "touches of those asked about afresh that the gate would not have let go",
}
"""What must not happen, by name."""
COUNTED_ALWAYS = tuple(name for name in CHECKS if name != "not_allowed")
"""Checks that every touch gets."""
RECHECKED_SHARE = 0.02
"""The share of touches that are evaluated again: the known verdict must be what the rules say."""


def wrong_with(touch: Touch, campaign: Campaign, before: Facts) -> Iterator[str]:
    """Yield what is wrong with a touch that leaves, given what was done before."""
    if any(other.id == touch.id for other in before.touches):
        yield "doubled"
    stops = (stop for stop in before.suppressions if stop.number == touch.number)
    if touch.cause.kind is not CauseKind.INBOUND and any(stop.since <= touch.at for stop in stops):
        yield "after_stop"
    if _over_budget(touch, campaign, before):
        yield "over_budget"


def rechecked(world: SimulationWorld, facts: Facts, attempt: Attempt, allow: Allow, now: datetime) -> bool | None:
    """Evaluate the rules again for a sample of touches: return whether they allow this one; None outside the sample."""
    chosen = share(f"{world.people.seed}/{facts.enrolment.id}/{attempt.cause}/{attempt.attempt}") < RECHECKED_SHARE
    if not chosen:
        return None
    again = replace(candidate(world.campaign, facts, attempt), number=allow.number)
    return isinstance(evaluation.judge(world.campaign, facts, again, now, world.law), Allow)


def left(touch: Touch) -> bool:
    """Tell whether something was sent to the person, or a call was made."""
    return touch.channel in CONTACT_CHANNELS and touch.state is not TouchState.SKIPPED


def _over_budget(touch: Touch, campaign: Campaign, before: Facts) -> bool:
    """Tell whether this touch exceeds the number of touches that the file allows a lead."""
    if touch.channel not in CONTACT_CHANNELS or touch.cause.kind not in BUDGETED:
        return False
    requested = {promise.id for promise in before.callbacks if promise.requested}
    if touch.cause.kind is CauseKind.CALLBACK and touch.cause.ref in requested:
        return False
    for limit in campaign.limits:
        theirs = not limit.segments or same_word(before.lead.segment) in map(same_word, limit.segments)
        if limit.where is not None:
            theirs = theirs and holds(limit.where, PersonAt(before, touch.at, campaign.purpose)) is not False
        if not theirs or not isinstance(limit.per, WholeCampaign):
            continue
        channels = limit.channels or tuple(Channel)
        if touch.channel in channels:
            together = (*before.own(), *(before.colleagues if limit.by == "account" else ()))
            had = sum(own.channel in channels and own.cause.kind in BUDGETED and counts(own) for own in together)
            if had >= limit.max:
                return True
    return False
