"""
How much would carrying a list be? Pure: some of its leads simulated as if there were always an agent and room.

They stand for all: `factor` is how many leads each of them stands for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cadence.domain.list_rows import LeadRow
from cadence.planning.spread import share
from cadence.simulation.simulation import SimulatedPeriod, Simulation, SingleProcess, simulate
from cadence.simulation.world import SimulationWorld

MOST = 300
"""So many leads stand for all of them."""
LONGEST = timedelta(days=400)
"""What comes later is not looked at; days on which nothing happens cost nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What would come of some leads, and how many each of them stands for."""

    simulation: Simulation
    factor: float


def sample(world: SimulationWorld, rows: Sequence[LeadRow], start: datetime, leads: int | None = None) -> Sample:
    """Carry some of these rows from an instant on; they stand for so many leads, or for the rows."""
    seed = world.people.seed
    chosen = sorted(rows, key=lambda row: share(f"{seed}/sample/{row.line}"))[:MOST]
    roomy = {name: floor.model_copy(update={"agents": MOST}) for name, floor in world.campaign.floors.items()}
    campaign = world.campaign.model_copy(update={"floors": roomy, "in_flight": MOST})
    free = replace(world, campaign=campaign)
    found = simulate(free, chosen, SimulatedPeriod(start, start + LONGEST), SingleProcess(free, chosen))
    return Sample(simulation=found, factor=(len(rows) if leads is None else leads) / max(len(chosen), 1))
