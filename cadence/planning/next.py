"""
What comes next for this lead? Pure: facts in, a move out.

Each answer is an attempt with an instant, a wait with an end or a name, or the end (law 3). An attempt lies inside its
window when it is planned; the rules are evaluated again when it is due.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from cadence.campaign import Campaign
from cadence.campaign.reach import in_reach
from cadence.domain import (
    OPEN_STATES,
    Attempt,
    CampaignState,
    Candidate,
    Cause,
    CauseKind,
    Defer,
    Facts,
    Finish,
    Hold,
    HoldName,
    IfLate,
    Move,
    Refuse,
    Scope,
    Touch,
    Verdict,
    Wait,
    trials,
)
from cadence.domain.channels import WORK_CHANNEL
from cadence.domain.counted import counts
from cadence.planning.announce import announcement
from cadence.planning.answers import awaited_answer
from cadence.planning.candidate import candidate
from cadence.planning.case import PlanningCase, VerdictCache
from cadence.planning.held import closed_promise, dropped_promise, held_promise, look_again
from cadence.planning.late import late, not_for, stale
from cadence.planning.position import Due, cadence_due, pending_callback, pending_callbacks, step_of
from cadence.planning.spread import share
from cadence.planning.stops import account_end, account_reached, awaits_a_word, confirmation, opted_out, spoken_end
from cadence.planning.task_results import awaited_result, open_task
from cadence.planning.trial import trial_move
from cadence.policy.packs.law import Law

COMPLETED = "completed"
"""The cadence was completed."""
UNREACHED = "unreached"
"""The cadence was completed, but nothing was ever sent: every step was refused."""

NOT_OF_CADENCE = frozenset({CauseKind.INBOUND, CauseKind.ANNOUNCEMENT, CauseKind.OVERDUE, CauseKind.TRIAL})
"""Causes of what is due by no step and no promise: nothing of it is late or stale."""

_BY_RULE = {
    "campaign.limits": "budget_spent",
    "campaign.state": "campaign_stopped",
    "campaign.end": "campaign_ended",
    "suppression": "suppressed",
}

_CLOSED = {CampaignState.STOPPED: "campaign_stopped", CampaignState.ENDED: "campaign_ended"}


def next_move(campaign: Campaign, facts: Facts, now: datetime, law: Law, verdicts: VerdictCache | None = None) -> Move:
    """Return what comes next. `verdicts` keeps the verdicts on these facts for later questions about them."""
    facts = in_reach(campaign, facts)
    if facts.enrolment.finished:
        return Finish(reason=facts.enrolment.finished)
    under_way = next((touch for touch in facts.own() if touch.state in OPEN_STATES), None)
    if under_way is not None:
        return _same(campaign, under_way, now)
    case = PlanningCase(campaign=campaign, facts=facts, now=now, law=law, verdicts={} if verdicts is None else verdicts)
    if facts.enrolment.kind == trials.KIND:
        return _confirmed_stop(case) or trial_move(facts, now)
    move = _by_persons_word(case) or held_promise(case) or _awaited(case) or announcement(case) or _after_task(case)
    return look_again(campaign, facts, move, now) if isinstance(move, Wait) else move


def verdict(  # noqa: PLR0913, PLR0917  the common five, and the known verdicts
    campaign: Campaign, facts: Facts, attempt: Attempt, now: datetime, law: Law, verdicts: VerdictCache | None = None
) -> Verdict:
    """Return whether this attempt may go now: first what the file says about late and stale steps, then the rules."""
    facts = in_reach(campaign, facts)
    case = PlanningCase(campaign=campaign, facts=facts, now=now, law=law, verdicts={} if verdicts is None else verdicts)
    due = None if attempt.cause.kind in NOT_OF_CADENCE else due_of(case)
    if due is not None and (due.cause, due.attempt) == (attempt.cause, attempt.attempt):
        reason = stale(case, due)
        if reason is not None:
            return Refuse(scope=Scope.STEP, reasons=(reason,))
    return case.judge(attempt)


def why(campaign: Campaign, facts: Facts, move: Move, now: datetime, law: Law) -> tuple[Candidate, Verdict] | None:
    """Return the touch and its verdict, when a rule moved, held or ended what was due; None when none did."""
    case = PlanningCase(campaign=campaign, facts=facts, now=now, law=law)
    due = due_of(case)
    if due is None or (isinstance(move, Wait) and move.hold == HoldName.TASK):
        return None
    at = max(case.times(due).due, now)
    if at > now:
        case = case.unpaused()
    attempt = case.attempt(due, at)
    if isinstance(move, Attempt) and ((move.cause, move.attempt) != (attempt.cause, attempt.attempt) or move.at <= at):
        return None
    verdict = replace(case, now=at).judge(attempt)
    expected = {Attempt: Defer, Wait: Hold, Finish: Refuse}[type(move)]
    return (candidate(campaign, facts, attempt), verdict) if isinstance(verdict, expected) else None


def why_promised(campaign: Campaign, facts: Facts, at: datetime, law: Law) -> Verdict | None:
    """Return the verdict, as far as is known now, on the call promised for this instant; None without one."""
    case = PlanningCase(campaign=campaign, facts=facts, now=at, law=law).unpaused()
    due = next((call for call in pending_callbacks(campaign, facts) if call.fixed == at), None)
    return None if due is None else case.judge(case.attempt(due, at))


def finish_reason(refusal: Refuse) -> str:
    """Return the reason for the end of an enrolment that a rule ended."""
    rule = refusal.deciding.rule if refusal.deciding else ""
    return next((word for prefix, word in _BY_RULE.items() if rule.startswith(prefix)), "refused_by_rule")


def _by_persons_word(case: PlanningCase) -> Move | None:
    """Return what a person's stop, reply or disposition asks for, before the cadence: a confirmation, or the end."""
    unconfirmed = _confirmed_stop(case)
    if unconfirmed is not None:
        return unconfirmed
    own = spoken_end(case.campaign, case.facts) or opted_out(case.facts)
    reason = own or account_end(case.campaign, case.facts) or account_reached(case.campaign, case.facts)
    if reason is not None:
        return Finish(reason=reason)
    closed = _CLOSED.get(case.facts.state)
    return closed_promise(case) or Finish(reason=closed) if closed is not None else None


def _confirmed_stop(case: PlanningCase) -> Attempt | None:
    """Return the one confirmation of a stop that is still to be sent."""
    unconfirmed = confirmation(case.facts, case.now, case.law)
    if unconfirmed is None:
        return None
    cause = Cause(kind=CauseKind.INBOUND, ref=unconfirmed.id)
    return Attempt(at=case.now, channel=unconfirmed.channel, cause=cause, step="", due=unconfirmed.at)


def _awaited(case: PlanningCase) -> Wait | None:
    """Return the wait for a disposition or for a decision about a reply, before the cadence."""
    wait = awaits_a_word(case.campaign, case.facts, case.now, case.law)
    if wait is None or wait.hold is not HoldName.REVIEW:
        return wait
    if open_task(case.campaign, case.facts) is not None:
        return None  # what follows it is held when it is due
    due = due_of(case)
    return None if due is not None and due.step.channel is WORK_CHANNEL else wait  # no reply holds back our own work


def _row_undecided(case: PlanningCase, due: Due) -> bool:
    """Tell whether a row of a list holds this until a decision: until then it is not skipped, however late it is."""
    opening = case.first_open(due, case.now)
    return isinstance(opening, Hold) and opening.name is HoldName.ROW


def due_of(case: PlanningCase) -> Due | None:
    """Return what the file asks for next: a promised call comes before the cadence."""
    promised = pending_callback(case.campaign, case.facts)
    if promised is not None or case.facts.enrolment.kind != "cadence":
        return promised
    return cadence_due(case.campaign, case.facts)


def _same(campaign: Campaign, touch: Touch, now: datetime) -> Attempt:
    """Return the attempt that is under way, to be found again rather than repeated (law 2)."""
    step = step_of(campaign, touch.cause)
    return Attempt(
        at=now,
        channel=touch.channel,
        cause=touch.cause,
        step=touch.step,
        attempt=touch.attempt,
        floor=step.floor if step else "",
        due=touch.due,
        lasts=step.lasts if step else None,
    )


def _after_task(case: PlanningCase) -> Move:
    """
    Return what is due, or the wait for the result of a task, which ends where the rules end the enrolment.

    A promised call waits for no task, and a task that is overdue for no call.
    """
    awaited, task = awaited_result(case), open_task(case.campaign, case.facts)
    if awaited is None or task is None:
        return _due_move(case)
    again = Attempt(at=case.now, channel=task.channel, cause=task.cause, step=task.step, attempt=task.attempt)
    refusal = case.judge(again)
    if isinstance(refusal, Refuse) and refusal.scope is Scope.ENROLMENT:
        return Finish(reason=finish_reason(refusal))
    if isinstance(awaited, Attempt) or pending_callback(case.campaign, case.facts) is None:
        return awaited
    promised = _due_move(case)
    later = isinstance(promised, Attempt) and awaited.at is not None and promised.at > awaited.at
    return awaited if later else promised


def _due_move(case: PlanningCase) -> Move:
    """Return what is due with its instant: in its window and spread, or at once if a rule will refuse it for good."""
    due = due_of(case)
    if due is None:
        return _end(case)
    times = case.times(due)
    attempt = case.attempt(due, max(times.due, case.now))
    later = times.due > case.now
    if later:
        case = case.unpaused()
    skipped = not_for(case, due, times.due) if later else stale(case, due)  # what is not for them waits for no window
    if skipped is not None and (later or not _row_undecided(case, due)):
        return replace(attempt, leaves=False)
    base = _base(case, due)
    opening = case.first_open(due, base) if isinstance(base, datetime) else base
    match opening:
        case Hold():
            waits = not later or opening.name is HoldName.ROW  # as for a reply: the decision makes the plan again
            return Wait(hold=opening.name, key=opening.key) if waits else attempt
        case Refuse():
            if opening.scope is Scope.ENROLMENT:
                return dropped_promise(case, due, opening) or Finish(reason=finish_reason(opening))
            refused = replace(attempt, leaves=False)  # a smaller refusal is recorded when the attempt is due
            return dropped_promise(case, due, opening) or refused
    at = _spread(case, due, opening)
    if times.expires is not None and at >= times.expires:
        at = opening if opening < times.expires else attempt.at
    return case.attempt(due, at)


def _end(case: PlanningCase) -> Wait | Finish:
    """Return the end of an enrolment for which nothing is left to do, or the wait for an answer before it."""
    cadence = case.facts.enrolment.kind == "cadence"
    answer = awaited_answer(case.campaign, case.facts) if cadence else None
    if answer is not None and answer.at is not None and answer.at > case.now:
        return answer
    left = any(counts(touch) for touch in case.facts.own()) or not cadence
    return Finish(reason=COMPLETED if left else UNREACHED)


def _base(case: PlanningCase, due: Due) -> datetime | Hold | Refuse:
    """Return the instant from which to look for an opening."""
    times, planned = case.times(due), case.planned(due)
    if planned is not None and planned.at > case.now:
        return planned.at  # planned again before it is due: it keeps its instant
    if times.due <= case.now and due.step.if_late is IfLate.NEXT_WINDOW and late(case, due):
        return case.next_opening(due)
    return max(times.due, case.now)


def _spread(case: PlanningCase, due: Due, opening: datetime) -> datetime:
    """Delay a touch whose instant many leads share: the first of an enrolment, or one that waited for an opening."""
    planned = case.planned(due)
    its_turn = planned is not None and opening == max(planned.at, case.now)
    times = case.times(due)
    shared = times.shared or opening > times.due or not case.facts.own()
    if its_turn or not shared or due.fixed is not None or due.step.channel is WORK_CHANNEL:
        return opening
    own_share = share(f"{case.facts.lead.id}/{due.cause}") * case.campaign.spread.total_seconds()
    wanted = opening + timedelta(seconds=int(own_share))
    while wanted - opening > timedelta(minutes=1):
        if case.allows(due, wanted):
            return wanted
        wanted = opening + (wanted - opening) / 2
    return opening
