"""Which branches with conditions has a lead taken, and by which condition? Pure: for the story of a lead."""

from dataclasses import dataclass

from cadence.campaign import Campaign
from cadence.campaign.branches import Fork, Taken, taken
from cadence.domain import CauseKind, Facts, TouchState
from cadence.planning.position import again_due, person_after, target_after, visits
from cadence.planning.task_results import is_open

UNDECIDED = frozenset({TouchState.PLANNED, TouchState.RESERVED, TouchState.UNKNOWN, TouchState.CARRIED})
"""States of a touch after which nothing has been decided yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WayTaken:
    """A branch with conditions that a lead came to after a step, and the way it took."""

    step: str
    way: Taken


def ways_taken(campaign: Campaign, facts: Facts) -> list[WayTaken]:
    """Return the ways that a lead took at branches with conditions, the earliest first, with what is known now."""
    ways = []
    for tries in visits(facts.own(), CauseKind.STEP).values():
        last = tries[-1]
        if last.state in UNDECIDED or is_open(last) or last.cause.ref not in campaign.places:
            continue
        step = campaign.step_named(last.cause.ref)
        if again_due(facts, step, last.cause, tries) is not None:
            continue
        target = target_after(campaign, step, step, last)
        if isinstance(target, Fork):
            ways.append(WayTaken(step=step.step, way=taken(target, person_after(campaign, facts, last))))
    return ways
