"""
What would come of a campaign, before anyone is contacted? The house uses `first_touches` and `simulate`.

Pure but for `crew.py`: the real plan and gate in virtual time, and people made up from a seed. Nothing here knows the
emulator, which stands for the world outside.
"""

from cadence.ahead.outlook import Outlook, first_touches
from cadence.ahead.people import People
from cadence.ahead.simulation import Alone, Simulation, Span, simulate
from cadence.ahead.tally import Tally
from cadence.ahead.world import World

__all__ = ["Alone", "Outlook", "People", "Simulation", "Span", "Tally", "World", "first_touches", "simulate"]
