"""
What would be the result of a campaign, before anyone is contacted? Other packages use `first_touches` and `simulate`.

Pure, except `pool.py`: the real planning and rules in virtual time, and people made up from a seed. Nothing here
imports the emulator, which represents the world outside.
"""

from cadence.simulation.forecast import Forecast, first_touches
from cadence.simulation.people import SimulatedPeople
from cadence.simulation.simulation import SimulatedPeriod, Simulation, SingleProcess, simulate
from cadence.simulation.world import SimulationWorld

__all__ = [
    "Forecast",
    "SimulatedPeople",
    "SimulatedPeriod",
    "Simulation",
    "SimulationWorld",
    "SingleProcess",
    "first_touches",
    "simulate",
]
