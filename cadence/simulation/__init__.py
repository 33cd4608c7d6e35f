"""
What would come of a campaign, before anyone is contacted? The house uses `first_touches` and `simulate`.

Pure but for `crew.py`: the real plan and gate in virtual time, and people made up from a seed. Nothing here knows the
emulator, which stands for the world outside.
"""

from cadence.simulation.forecast import Forecast, first_touches
from cadence.simulation.people import SimulatedPeople
from cadence.simulation.simulation import SimulatedPeriod, Simulation, SingleProcess, simulate
from cadence.simulation.tally import SimulationCounts
from cadence.simulation.world import SimulationWorld

__all__ = [
    "Forecast",
    "SimulatedPeople",
    "SimulatedPeriod",
    "Simulation",
    "SimulationCounts",
    "SimulationWorld",
    "SingleProcess",
    "first_touches",
    "simulate",
]
