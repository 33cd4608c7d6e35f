"""What comes next for a lead, and may it go now? Pure: other packages use `next_move` and `verdict`."""

from cadence.planning.candidate import candidate
from cadence.planning.next import next_move, verdict, why, why_promised

__all__ = ["candidate", "next_move", "verdict", "why", "why_promised"]
