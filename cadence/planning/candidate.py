"""What would this attempt be, as a candidate for the rules? Pure."""

from cadence.campaign import Campaign
from cadence.domain import Attempt, Candidate, CauseKind, Facts
from cadence.planning.announced import announced
from cadence.planning.position import step_of


def candidate(campaign: Campaign, facts: Facts, attempt: Attempt) -> Candidate:
    """Return the touch that this attempt would be."""
    if attempt.cause.kind is CauseKind.ANNOUNCEMENT:
        return _announcement(campaign, attempt)
    step = step_of(campaign, attempt.cause)
    if step is None:
        return _confirmation(facts, attempt)
    number = None
    if attempt.cause.kind is CauseKind.CALLBACK and attempt.attempt == 1:
        number = next((promise.number for promise in facts.callbacks if promise.id == attempt.cause.ref), None)
    return Candidate(
        channel=attempt.channel,
        cause=attempt.cause,
        step=attempt.step,
        attempt=attempt.attempt,
        number=number,
        sender=step.sender or campaign.sender.of(attempt.channel),
        floor=step.floor,
        template=bool(step.approved),
        content=step.approved,
    )


def _announcement(campaign: Campaign, attempt: Attempt) -> Candidate:
    """Return the announcement of a promised call."""
    words = announced(campaign, attempt.cause, attempt.step, attempt.channel)
    approved = words.step(attempt.step, attempt.channel).approved if words is not None else ""
    return Candidate(
        channel=attempt.channel,
        cause=attempt.cause,
        step=attempt.step,
        attempt=attempt.attempt,
        sender=campaign.sender.of(attempt.channel),
        template=bool(approved),
    )


def _confirmation(facts: Facts, attempt: Attempt) -> Candidate:
    """Return the confirmation of an opt-out: to the number that wrote, from the sender it wrote to."""
    message = next(sent for sent in facts.inbound if sent.id == attempt.cause.ref)
    return Candidate(
        channel=attempt.channel,
        cause=attempt.cause,
        attempt=attempt.attempt,
        number=message.number,
        sender=message.sender,
    )
