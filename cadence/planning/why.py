"""Which verdict is behind a plan that is not "now"? Pure (law 10)."""

from dataclasses import replace
from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import Attempt, Candidate, Defer, Facts, Finish, Hold, Move, Refuse, Verdict, Wait
from cadence.planning.candidate import candidate
from cadence.planning.case import PlanningCase
from cadence.planning.next import due_of
from cadence.planning.position import pending_callbacks
from cadence.policy.packs.law import Law


def why(campaign: Campaign, facts: Facts, move: Move, now: datetime, law: Law) -> tuple[Candidate, Verdict] | None:
    """
    Return the touch and its verdict, when a rule moved, held or ended what was due.

    None when only the campaign file or a person decided: no rule refused anything then.
    """
    case = PlanningCase(campaign=campaign, facts=facts, now=now, law=law)
    due = due_of(case)
    if due is None:
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
