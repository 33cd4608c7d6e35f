"""Which touches count, because they went to the person or may have? Pure (law 6)."""

from cadence.domain.channels import CONTACT_CHANNELS
from cadence.domain.enums import CauseKind, Outcome, TouchState
from cadence.domain.facts import Touch
from cadence.domain.outcomes import GOES_AGAIN

COUNTED = frozenset({TouchState.RESERVED, TouchState.UNKNOWN, TouchState.CARRIED, TouchState.SETTLED})
"""States in which a touch left or may have left."""
CONTACTS = frozenset(CONTACT_CHANNELS)
"""Channels of touches to a person."""
UNCOUNTED = frozenset({CauseKind.INBOUND, CauseKind.TRIAL})
"""Causes of touches that use up nothing: the confirmation of a stop, and what goes to a number of our own."""
NEVER_LEFT = frozenset({Outcome.INVALID_NUMBER, Outcome.OPTED_OUT, Outcome.BLOCKED, Outcome.SKIPPED})
"""Outcomes of touches that were not sent, unless the carrier is known to have accepted them first."""
REACHED_NOBODY = GOES_AGAIN | {Outcome.INVALID_NUMBER}
"""Outcomes of touches that did not reach a person, even if the carrier accepted them."""


def counts(touch: Touch) -> bool:
    """Tell whether a touch counts in limits and gaps: it went to the person, or may have (law 6)."""
    if touch.state not in COUNTED or touch.channel not in CONTACTS or touch.cause.kind in UNCOUNTED:
        return False
    if touch.taken is False or touch.outcome in REACHED_NOBODY:
        return False
    return touch.taken is True or touch.outcome not in NEVER_LEFT
