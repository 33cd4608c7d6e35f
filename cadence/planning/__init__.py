"""What comes next for a lead, and may it go now? Pure: other packages use `next_move` and `verdict`."""

from cadence.planning.candidate import candidate
from cadence.planning.next import next_move, verdict, why, why_promised
from cadence.planning.position import callback_step

__all__ = ["callback_step", "candidate", "next_move", "verdict", "why", "why_promised"]
