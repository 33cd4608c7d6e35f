"""Has an event from another system sent a cadence to another step? Pure."""

from cadence.campaign import Campaign
from cadence.domain import CauseKind, Facts, Jump


def standing_jump(campaign: Campaign, facts: Facts) -> Jump | None:
    """Return the event by which the cadence goes on elsewhere, until a step has followed."""
    jump = facts.jumps[-1] if facts.jumps else None
    if jump is None or jump.to not in campaign.places:
        return None
    followed = any(touch.cause.kind is CauseKind.STEP and touch.at >= jump.at for touch in facts.own())
    return None if followed else jump
