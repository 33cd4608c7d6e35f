"""
How long does the end of a cadence wait for an answer? Pure.

A message that asks something, and that no step follows, would end the cadence as soon as it is delivered: no answer
could lead anywhere. A step that does follow sets the time by its own wait.
"""

from datetime import timedelta

from cadence.campaign import Campaign
from cadence.domain import CauseKind, Facts, HoldName, Touch, TouchState, Wait
from cadence.domain.channels import descriptor_of
from cadence.domain.counted import counts
from cadence.planning.announce import UNHEARD
from cadence.planning.position import ended, step_of

ANSWER_WITHIN = timedelta(days=2)
"""A question waits so long for its answer where the file does not say how long."""


def awaited_answer(campaign: Campaign, facts: Facts) -> Wait | None:
    """Return the wait for the answer to the last message of a cadence; None where it asks nothing, or has its reply."""
    own = facts.own()
    touch = own[-1] if own else None
    step = step_of(campaign, touch.cause) if touch is not None else None
    if touch is None or step is None or not may_be_answered(touch):
        return None
    within = step.answer_within or (ANSWER_WITHIN if campaign.question_of(step) is not None else None)
    return Wait(at=ended(touch) + within, hold=HoldName.ANSWER) if within else None


def may_be_answered(touch: Touch) -> bool:
    """Tell whether somebody may still write back to a message: it left, and nobody did. Never to a call."""
    if not descriptor_of(touch.channel).can_reply:
        return False
    left = touch.state is TouchState.SETTLED and counts(touch) and touch.outcome not in UNHEARD
    return left and touch.cause.kind is CauseKind.STEP and touch.replied_at is None
