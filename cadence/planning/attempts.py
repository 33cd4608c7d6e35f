"""May this attempt go now, in which queue does it wait, what follows? Pure: the same for engine and simulation."""

from dataclasses import replace
from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import Attempt, CauseKind, Defer, Facts, Finish, Hold, Move, Refuse, Scope, Verdict, Wait
from cadence.domain.places import QueuePlace
from cadence.planning.candidate import candidate
from cadence.planning.case import PlanningCase, VerdictCache
from cadence.planning.held import look_again
from cadence.planning.late import expired
from cadence.planning.next import due_of, finish_reason, verdict
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


def expiry_of(
    campaign: Campaign, facts: Facts, attempt: Attempt, now: datetime, law: Law
) -> tuple[datetime, Refuse] | None:
    """Return when the content of an attempt expires, and what skips the step then; None for never."""
    case = PlanningCase(campaign=campaign, facts=facts, now=now, law=law)
    due = due_of(case)
    if due is None or (due.cause, due.attempt) != (attempt.cause, attempt.attempt):
        return None
    times = case.times(due)
    if times.expires is None:
        return None
    reason = expired(times)
    return times.expires, Refuse(scope=Scope.STEP, reasons=(reason,), rule=reason.rule)


def turn_of(campaign: Campaign, facts: Facts, attempt: Attempt) -> QueuePlace:
    """Return a call's place in the queue of its floor: promises first, then the campaign's priority, then the score."""
    return QueuePlace(
        promised=0 if attempt.cause.kind is CauseKind.CALLBACK else 1,
        priority=campaign.priority,
        score=-facts.lead.score,
        due=attempt.due or attempt.at,
        enrolment=facts.enrolment.id,
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
