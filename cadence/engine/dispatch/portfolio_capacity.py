"""
May this portfolio contact one more person? Edge: checked once every rule allows, in the transaction that reserves.

The limit is a pack rule like any other. It is counted here because the policy sees one lead at a time.
"""

from dataclasses import replace
from datetime import datetime
from math import isinf

from cadence.domain import Allow, Candidate, Defer, Reason
from cadence.domain.channels import descriptor_of
from cadence.domain.counted import REACHED_NOBODY
from cadence.engine.dispatch.answers import CapacityReached, Portfolio
from cadence.engine.dispatch.rendering import in_session
from cadence.engine.outcomes.planner import LeadCase, UnitOfWork
from cadence.ledger.people import portfolios
from cadence.policy import evaluation
from cadence.policy.evaluation.across_leads import shared_limit


def begins_conversation(case: LeadCase, candidate: Candidate, number: int | None, now: datetime) -> bool:
    """Return whether this begins a conversation: on WhatsApp, with a person who did not write in the last 24 hours."""
    if not descriptor_of(candidate.channel).in_sessions or number is None:
        return False
    return not in_session(case.facts, number, candidate.sender, now)


def claim_capacity(
    unit: UnitOfWork, case: LeadCase, candidate: Candidate, allow: Allow, portfolio: Portfolio
) -> Allow | CapacityReached:
    """Return the Allow if there is room, which is this lead's until the commit; else when its turn may come."""
    law = shared_limit(case.campaign, case.law, candidate.channel, unit.now)
    if law is None or (portfolio.most is not None and isinf(portfolio.most)):
        return allow
    most = law.most if portfolio.most is None else int(portfolio.most)
    claim = portfolios.claim(
        unit.tx, portfolio.name, case.facts.lead.id, most, now=unit.now, span=law.span, reached_nobody=REACHED_NOBODY
    )
    limit = {"portfolio": portfolio.name, "max": most, "per": f"{int(law.span.total_seconds())} s"}
    evidence = law.basis | limit | {"counted": {"portfolio": claim.people}}
    if claim.until is None or claim.turn is None:
        passed = allow.evidence.get("passed", {}) | {law.rule: evidence}
        return replace(allow, evidence=allow.evidence | {"passed": passed})
    candidate = replace(candidate, number=allow.number)
    reason = Reason(rule=law.rule, evidence=evidence, until=claim.until)
    until = evaluation.first_open(case.campaign, case.facts, candidate, claim.until, case.law)
    if not isinstance(until, datetime):
        return CapacityReached(verdict=replace(until, reasons=(*allow.reasons, reason, *until.reasons)))
    verdict = Defer(until=until, number=allow.number, reasons=(*allow.reasons, reason), evidence=allow.evidence)
    turn = evaluation.first_open(case.campaign, case.facts, candidate, claim.turn, case.law)
    return CapacityReached(verdict=verdict, turn=turn if isinstance(turn, datetime) else until)
