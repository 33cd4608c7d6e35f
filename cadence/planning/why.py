"""Why is this what comes next, or will not be? Pure: the verdict behind a plan that is not "now" (law 10)."""

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
    Return what was asked of the gate and what it said, when a rule moved, held or ended what was due.

    None when the file alone decided, or somebody's word: nothing was refused then.
    """
    case = PlanningCase(campaign=campaign, facts=facts, now=now, law=law)
    due = due_of(case)
    if due is None:
        return None
    at = max(case.times(due).due, now)
    if at > now:
        case = case.unpaused()
    asked = case.attempt(due, at)
    if isinstance(move, Attempt) and ((move.cause, move.attempt) != (asked.cause, asked.attempt) or move.at <= at):
        return None
    said = replace(case, now=at).judge(asked)
    expected = {Attempt: Defer, Wait: Hold, Finish: Refuse}[type(move)]
    return (candidate(campaign, facts, asked), said) if isinstance(said, expected) else None


def why_promised(campaign: Campaign, facts: Facts, at: datetime, law: Law) -> Verdict | None:
    """Return what the gate says, as far as is known now, of the call promised for this instant; None without one."""
    case = PlanningCase(campaign=campaign, facts=facts, now=at, law=law).unpaused()
    due = next((one for one in pending_callbacks(campaign, facts) if one.fixed == at), None)
    return None if due is None else case.judge(case.attempt(due, at))
