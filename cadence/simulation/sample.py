"""
How much work is a list? Pure: a sample of its leads, simulated as if there were always an agent and room.

`factor` is how many leads each lead of the sample stands for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cadence.domain.list_rows import LeadRow
from cadence.planning.spread import share
from cadence.simulation.simulation import SimulatedPeriod, Simulation, SingleProcess, simulate
from cadence.simulation.world import SimulationWorld

MOST = 300
"""The size of the sample."""
LONGEST = timedelta(days=400)
"""Later events are ignored; days on which nothing happens cost nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The result of a sample, and how many leads each of its leads stands for."""

    simulation: Simulation
    factor: float


def sample(world: SimulationWorld, rows: Sequence[LeadRow], start: datetime, leads: int | None = None) -> Sample:
    """Simulate a sample of these rows from an instant on; it stands for `leads`, or for all rows."""
    seed = world.people.seed
    chosen = sorted(rows, key=lambda row: share(f"{seed}/sample/{row.line}"))[:MOST]
    roomy = {name: floor.model_copy(update={"agents": MOST}) for name, floor in world.campaign.floors.items()}
    campaign = world.campaign.model_copy(update={"floors": roomy, "in_flight": MOST})
    free = replace(world, campaign=campaign)
    result = simulate(free, chosen, SimulatedPeriod(start, start + LONGEST), SingleProcess(free, chosen))
    return Sample(simulation=result, factor=(len(rows) if leads is None else leads) / max(len(chosen), 1))
