"""What comes next for a lead, and may it go now? Pure: the house uses `next_move` and `verdict`."""

from cadence.plan.ask import candidate
from cadence.plan.next import COMPLETED, UNREACHED, finish_reason, next_move, verdict
from cadence.plan.why import why

__all__ = ["COMPLETED", "UNREACHED", "candidate", "finish_reason", "next_move", "verdict", "why"]
