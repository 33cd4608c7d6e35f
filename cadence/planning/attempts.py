"""May this attempt go now, and which row does it leave? Pure: the same for the engine and the simulation."""

from dataclasses import replace
from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import (
    Allow,
    Attempt,
    Defer,
    Facts,
    Finish,
    Hold,
    Move,
    Refuse,
    Scope,
    Touch,
    TouchState,
    Verdict,
    Wait,
)
from cadence.planning.candidate import candidate
from cadence.planning.case import VerdictCache
from cadence.planning.held import look_again
from cadence.planning.next import finish_reason, verdict
from cadence.policy import evaluation
from cadence.policy.packs.law import Law


def judged(  # noqa: PLR0913, PLR0917  the common five, and the known verdicts
    campaign: Campaign, facts: Facts, attempt: Attempt, now: datetime, law: Law, verdicts: VerdictCache | None = None
) -> Verdict:
    """Return whether an attempt may go; when its number is refused, another of the person may do (protocol §5.2)."""
    first = verdict(campaign, facts, attempt, now, law, verdicts)
    if isinstance(first, Refuse) and first.scope is Scope.NUMBER:
        touch = candidate(campaign, facts, attempt)
        if touch.number is not None and touch.step:
            return evaluation.judge(campaign, facts, replace(touch, number=None), now, law)
    return first


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


def move_after(
    campaign: Campaign, facts: Facts, attempt: Attempt, refusal: Defer | Hold | Refuse, now: datetime
) -> Move:
    """
    Return what follows an attempt that may not go now: it waits, or a refusal ends the enrolment.

    A refusal of less than the enrolment skips the step first (`StepRefused`), and the lead is planned for again.
    """
    match refusal:
        case Defer():
            return replace(attempt, at=refusal.until)
        case Hold():
            return look_again(campaign, facts, Wait(hold=refusal.name, key=refusal.key), now)
        case Refuse():
            return Finish(reason=finish_reason(refusal))
