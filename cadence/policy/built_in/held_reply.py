"""Does a reply wait for a decision? Pure: until then, no touch that it may be about is sent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cadence.domain import Facts, HoldName, Inbound, Purpose
from cadence.domain.house import HouseRules
from cadence.policy.finding import Finding, Question, passing
from cadence.policy.hours.working_time import after_work, working_day
from cadence.policy.packs.law import Law
from cadence.policy.primitives.optout import OptoutEntry

HOLD, RESTRICT = "hold", "restrict"
UNCLEAR = frozenset({HOLD, RESTRICT})
"""Meanings of a reply that one of our people has to decide about."""
OVERDUE_DAYS = 3
"""After so many working days, an undecided reply holds everything."""


def undecided_replies(facts: Facts) -> Iterator[Inbound]:
    """Yield the undecided replies, oldest first."""
    return (message for message in facts.inbound if message.meaning in UNCLEAR and not message.reviewed)


def holds_purpose(message: Inbound, facts: Facts, purpose: Purpose) -> bool:
    """
    Tell whether an undecided reply holds touches of this purpose.

    A possible opt-out holds marketing and the purpose of the touch it answers; if that touch is not in the facts, it
    holds every purpose. A reply that names a place or time holds everything: no rule can check it, and a call there
    would be at a place or time known to be inconvenient (12 CFR 1006.6(b)).
    """
    if message.meaning == RESTRICT or purpose is Purpose.MARKETING:
        return True
    if message.touch is None:
        return False
    answered = next((touch.purpose for touch in facts.touches if touch.id == message.touch), purpose)
    return answered is purpose


def overdue_after(law: Law) -> timedelta:
    """
    Return the working time after which an undecided reply holds everything.

    Three working days, or a third of the shortest deadline for recording an opt-out in these packs, if that is sooner:
    an opt-out that was not understood must not use up that deadline (47 CFR 64.1200(a)(10)).
    """
    deadlines = (rule.deadline.business_days for _, rule in law.rules_of(OptoutEntry) if rule.deadline is not None)
    return min([OVERDUE_DAYS, *(days / 3 for days in deadlines)]) * working_day(law.house)


@dataclass(frozen=True, slots=True)
class NothingUnclear:
    """A reply that is not clearly harmless may be an opt-out: it holds touches until it is decided (laws 4 and 6)."""

    rule: str = "reply.unclear"
    house: HouseRules = field(default_factory=HouseRules)
    overdue: timedelta = field(default=timedelta(days=1), kw_only=True)  # of working time

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass when no undecided reply holds this purpose, until one becomes overdue."""
        held = list(undecided_replies(question.facts)) if question.facts.inbound else []
        if not held:
            return passing(self.rule)
        late = {message.id: after_work(message.at, self.overdue, self.house) for message in held}
        binding = [
            message
            for message in held
            if late[message.id] <= at or holds_purpose(message, question.facts, question.purpose)
        ]
        if not binding:
            return Finding(rule=self.rule, closes=min(late.values()))
        why = "overdue" if any(late[message.id] <= at for message in binding) else HOLD
        why = RESTRICT if any(message.meaning == RESTRICT for message in binding) else why
        evidence = {"why": why, "since": binding[0].at.isoformat(), "replies": len(binding)}
        return Finding(rule=self.rule, evidence=evidence, hold=HoldName.REVIEW)


def held_back(facts: Facts, purpose: Purpose, law: Law, at: datetime) -> bool:
    """Tell whether an undecided reply holds touches of this purpose, as `NothingUnclear` does."""
    held = list(undecided_replies(facts))
    overdue = overdue_after(law) if held else timedelta()
    return any(
        holds_purpose(message, facts, purpose) or after_work(message.at, overdue, law.house) <= at for message in held
    )
