"""
May one more person hear from this portfolio? Edge: asked once every rule has allowed, in the transaction that reserves.

It is a rule of a pack like any other; only who counts is another, because the gate sees one lead at a time.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from math import isinf

from cadence.domain import Allow, Candidate, Channel, Defer, Hold, Reason, Refuse
from cadence.engine.dispatch.answers import Portfolio
from cadence.engine.dispatch.rendering import in_session
from cadence.engine.outcomes import LeadCase, UnitOfWork
from cadence.ledger.people import portfolios
from cadence.policy import evaluation
from cadence.policy.evaluation.shared import shared_limit
from cadence.policy.primitives.limits import REACHED_NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioFull:
    """The verdict on whoever is one too many, and the instant of their turn."""

    said: Defer | Hold | Refuse
    turn: datetime | None = None


def begins_conversation(case: LeadCase, asked: Candidate, number: int | None, now: datetime) -> bool:
    """Tell whether this begins a conversation: on WhatsApp, to somebody who did not write in the last 24 hours."""
    if asked.channel is not Channel.WHATSAPP or number is None:
        return False
    return not in_session(case.facts, number, asked.sender, now)


def room(
    page: UnitOfWork, case: LeadCase, asked: Candidate, allow: Allow, portfolio: Portfolio
) -> Allow | PortfolioFull:
    """
    Return the Allow, with what was counted, when there is room: it is then this lead's until the commit.

    A wait ends when the first of the others ages out, and later where hours are closed then.
    """
    law = shared_limit(case.campaign, case.law, asked.channel, page.now)
    if law is None or (portfolio.most is not None and isinf(portfolio.most)):
        return allow
    most = law.most if portfolio.most is None else int(portfolio.most)
    found = portfolios.claim(
        page.tx, portfolio.name, case.facts.lead.id, most, now=page.now, span=law.span, reached_nobody=REACHED_NOBODY
    )
    told = {"portfolio": portfolio.name, "max": most, "per": f"{int(law.span.total_seconds())} s"}
    evidence = law.basis | told | {"counted": {"portfolio": found.people}}
    if found.until is None or found.turn is None:
        passed = allow.evidence.get("passed", {}) | {law.rule: evidence}
        return replace(allow, evidence=allow.evidence | {"passed": passed})
    asked = replace(asked, number=allow.number)
    reason = Reason(rule=law.rule, evidence=evidence, until=found.until)
    until = evaluation.first_open(case.campaign, case.facts, asked, found.until, case.law)
    if not isinstance(until, datetime):
        return PortfolioFull(said=replace(until, reasons=(*allow.reasons, reason, *until.reasons)))
    said = Defer(until=until, number=allow.number, reasons=(*allow.reasons, reason), evidence=allow.evidence)
    turn = evaluation.first_open(case.campaign, case.facts, asked, found.turn, case.law)
    return PortfolioFull(said=said, turn=turn if isinstance(turn, datetime) else until)
