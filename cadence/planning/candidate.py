"""What would this attempt be: a candidate for the rules, and then a row of the ledger? Pure."""

from datetime import datetime
from functools import lru_cache

from cadence.campaign import Campaign, Step
from cadence.domain import Allow, Attempt, Candidate, Cause, CauseKind, Channel, Facts, Touch, TouchState
from cadence.planning.announced import announced
from cadence.planning.position import step_of


def candidate(campaign: Campaign, facts: Facts, attempt: Attempt) -> Candidate:
    """Return the touch that this attempt would be."""
    cause, step = attempt.cause, step_of(campaign, attempt.cause)
    if cause.kind is CauseKind.OVERDUE:
        return Candidate(channel=attempt.channel, cause=cause, step=attempt.step, attempt=attempt.attempt)
    if cause.kind is CauseKind.ANNOUNCEMENT:
        words = announced(campaign, cause, attempt.step, attempt.channel)
        approved = words.step(attempt.step, attempt.channel).approved if words is not None else ""
        return Candidate(
            channel=attempt.channel,
            cause=cause,
            step=attempt.step,
            attempt=attempt.attempt,
            sender=campaign.sender.of(attempt.channel),
            template=bool(approved),
        )
    if step is None:  # the confirmation of an opt-out: to the number that wrote, from the sender it wrote to
        message = next(sent for sent in facts.inbound if sent.id == cause.ref)
        return Candidate(
            channel=attempt.channel, cause=cause, attempt=attempt.attempt, number=message.number, sender=message.sender
        )
    return candidate_by(campaign, facts, step, attempt.channel, cause, attempt.attempt)


def candidate_by(  # noqa: PLR0913, PLR0917  whose, and what is known of one touch
    campaign: Campaign, facts: Facts, step: Step, channel: Channel, cause: Cause, attempt: int
) -> Candidate:
    """Return the touch that a step makes for a lead; the first try of a promised call has the number asked for."""
    number = None
    if cause.kind is CauseKind.CALLBACK and attempt == 1:
        number = next((promise.number for promise in facts.callbacks if promise.id == cause.ref), None)
    return candidate_of(campaign, step, channel, cause, attempt=attempt, number=number)


def candidate_of(  # noqa: PLR0913  what is known of one touch
    campaign: Campaign, step: Step, channel: Channel, cause: Cause, *, attempt: int = 1, number: int | None = None
) -> Candidate:
    """Return the touch that a step makes on a channel for this cause."""
    sender = step.sender or campaign.sender.of(channel)
    return _shared(channel, cause, step.step, attempt, number, sender, step.floor, step.approved)


@lru_cache(maxsize=4096)
def _shared(  # noqa: PLR0913, PLR0917  the fields of a candidate
    channel: Channel, cause: Cause, step: str, attempt: int, number: int | None, sender: str, floor: str, approved: str
) -> Candidate:
    """Return a candidate, one value for all leads that come to the same step."""
    return Candidate(
        channel=channel,
        cause=cause,
        step=step,
        attempt=attempt,
        number=number,
        sender=sender,
        floor=floor,
        template=bool(approved),
        content=approved,
    )


def touch_of(  # noqa: PLR0913  whose, which attempt, when, with which id
    campaign: Campaign, facts: Facts, attempt: Attempt, now: datetime, *, id_: str, allow: Allow | None = None
) -> Touch:
    """Return the row of an attempt, with every key that later reports and limits count by (protocol §5.9)."""
    return Touch(
        id=id_,
        lead=facts.lead.id,
        enrolment=facts.enrolment.id,
        campaign=campaign.campaign,
        cause=attempt.cause,
        attempt=attempt.attempt,
        step=attempt.step,
        channel=attempt.channel,
        purpose=campaign.purpose,
        state=TouchState.RESERVED,
        at=now,
        number=allow.number if allow else None,
        sender=candidate(campaign, facts, attempt).sender,
        account=facts.lead.account,
        subject=campaign.subject or campaign.campaign,
        seller=campaign.sender.company,
        due=attempt.due,
    )
