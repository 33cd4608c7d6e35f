"""
May one more task be handed out today? Edge: asked once every rule allows, in the transaction that creates it.

Several caps may be about a task. Each one that is reached gives a turn, and the latest of them is when it comes back.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from cadence.domain import Allow, Attempt, Defer, Reason
from cadence.engine.dispatch.answers import CapacityReached
from cadence.engine.dispatch.rendering import Wording
from cadence.engine.outcomes.planner import LeadCase, UnitOfWork
from cadence.ledger.touches import task_caps
from cadence.planning.attempts import expiry_of
from cadence.policy.evaluation.task_caps import (
    BoundCap,
    CapStanding,
    TurnsGiven,
    caps_on,
    in_order,
    is_capped,
    waits_since_before,
)
from cadence.policy.hours.work_dates import WorkDate, work_date_of


def claim_task(
    unit: UnitOfWork, case: LeadCase, attempt: Attempt, wording: Wording, allow: Allow
) -> Allow | CapacityReached:
    """Return the Allow if the day has one more such task, which is this lead's until the commit; else its turn."""
    house = case.law.house
    if not is_capped(case.campaign, house, attempt):
        return allow
    caps = in_order(caps_on(case.campaign, house, wording.label, wording.assign))
    if not caps:
        return allow
    today, tx = work_date_of(unit.now, house), unit.tx
    its_turn = waits_since_before(attempt, today)
    reached: list[tuple[BoundCap, TurnsGiven]] = []
    reasons: list[Reason] = []
    turns: list[datetime] = []
    passed = dict(allow.evidence.get("passed", {}))
    for bound in caps:
        stands = _standing(tx, bound, today)
        if stands.admits(unit.now, turn=its_turn):
            passed[bound.rule] = stands.evidence
            continue
        given, turn = stands.next_turn(house)
        reached.append((bound, given))
        reasons.append(stands.reason(turn))
        turns.append(turn)
    if not turns:
        return replace(allow, evidence=allow.evidence | {"passed": passed})
    expiry = expiry_of(case.campaign, case.facts, attempt, unit.now, case.law)
    if expiry is not None and max(turns) >= expiry[0]:  # it is skipped at once, and takes no turn
        skipped = expiry[1]
        verdict = replace(skipped, reasons=(*allow.reasons, *reasons, *skipped.reasons), evidence=allow.evidence)
        return CapacityReached(verdict=verdict)
    for bound, given in reached:
        task_caps.give_turn(tx, bound.scope, given.day or today.day, given.count)
    waits = Defer(until=max(turns), number=allow.number, reasons=(*allow.reasons, *reasons), evidence=allow.evidence)
    return CapacityReached(verdict=waits)


def _standing(connection: Connection, bound: BoundCap, today: WorkDate) -> CapStanding:
    """Return how a cap stands today. Nobody else counts its tasks until the commit."""
    day, turns = task_caps.lock(connection, bound.scope)
    handed_out = task_caps.handed_out(
        connection,
        since=today.since,
        until=today.until,
        campaign=bound.campaign,
        label=bound.cap.label,
        assign=bound.assign,
    )
    return CapStanding(bound=bound, today=today, handed_out=handed_out, given=TurnsGiven(day=day, count=turns))
