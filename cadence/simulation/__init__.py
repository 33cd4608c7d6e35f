"""
What would come of a campaign, before anyone is contacted? The house uses `first_touches` and `simulate`.

Pure but for `crew.py`: the real plan and gate in virtual time, and people made up from a seed. Nothing here knows the
emulator, which stands for the world outside.
"""

from cadence.simulation.forecast import Outlook, first_touches
from cadence.simulation.people import People
from cadence.simulation.simulation import Alone, Simulation, Span, simulate
from cadence.simulation.tally import Tally
from cadence.simulation.world import World

__all__ = ["Alone", "Outlook", "People", "Simulation", "Span", "Tally", "World", "first_touches", "simulate"]
