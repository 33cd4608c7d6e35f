"""What comes next for a lead, and may it go now? Pure: other packages use `next_move` and `verdict`."""

from cadence.planning.candidate import candidate
from cadence.planning.next import COMPLETED, UNREACHED, finish_reason, next_move, verdict
from cadence.planning.position import callback_step, pending_callbacks
from cadence.planning.why import why, why_promised

__all__ = [
    "COMPLETED",
    "UNREACHED",
    "callback_step",
    "candidate",
    "finish_reason",
    "next_move",
    "pending_callbacks",
    "verdict",
    "why",
    "why_promised",
]
