"""Which touches count in limits and gaps? Pure: those that went to a person, or may have (law 6)."""

from cadence.domain import CauseKind, Outcome, Touch, TouchState
from cadence.domain.channels import CONTACT_CHANNELS
from cadence.domain.outcomes import GOES_AGAIN

COUNTED = frozenset({TouchState.RESERVED, TouchState.UNKNOWN, TouchState.CARRIED, TouchState.SETTLED})
"""States in which a touch left or may have left."""
NEVER_LEFT = frozenset({Outcome.INVALID_NUMBER, Outcome.OPTED_OUT, Outcome.BLOCKED, Outcome.SKIPPED})
"""Outcomes of touches that were not sent, unless the carrier is known to have accepted them first."""
REACHED_NOBODY = GOES_AGAIN | {Outcome.INVALID_NUMBER}
"""Outcomes of touches that did not reach a person, even if the carrier accepted them."""


def counts(touch: Touch) -> bool:
    """Tell whether a touch counts in limits and gaps: it went to the person, or may have (law 6)."""
    if touch.channel not in CONTACT_CHANNELS or touch.cause.kind is CauseKind.INBOUND or touch.state not in COUNTED:
        return False
    if touch.taken is False or touch.outcome in REACHED_NOBODY:
        return False
    return touch.taken is True or touch.outcome not in NEVER_LEFT
