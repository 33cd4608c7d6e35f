"""Does a reply wait for a person to decide? Pure: until then nothing goes that it may be about."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cadence.domain import Facts, HoldName, Inbound, Purpose
from cadence.domain.house import HouseRules
from cadence.policy.finding import Finding, Question
from cadence.policy.packs.law import Law
from cadence.policy.packs.schema import OptoutEntry
from cadence.policy.working_time import after_work, working_day

HOLD, RESTRICT = "hold", "restrict"
UNCLEAR = frozenset({HOLD, RESTRICT})
"""Meanings that a person of ours decides about."""
OVERDUE_DAYS = 3
"""After so many working days a reply that nobody has decided about holds everything."""


def waiting(facts: Facts) -> Iterator[Inbound]:
    """Yield the replies about which nobody has decided, oldest first."""
    return (message for message in facts.inbound if message.meaning in UNCLEAR and not message.reviewed)


def about(message: Inbound, facts: Facts, purpose: Purpose) -> bool:
    """
    Tell whether a reply that waits holds touches of this purpose back.

    What may be a stop holds marketing, and the purpose of the touch it answers; one that answers a touch we do not see
    holds every purpose. A place or time at which the person is not to be reached holds everything: no rule knows it,
    and calling there would be calling where it is known to be inconvenient (12 CFR 1006.6(b)).
    """
    if message.meaning == RESTRICT or purpose is Purpose.MARKETING:
        return True
    if message.touch is None:
        return False
    answered = next((touch.purpose for touch in facts.touches if touch.id == message.touch), purpose)
    return answered is purpose


def overdue_after(law: Law) -> timedelta:
    """
    Return the working time after which a reply that nobody has decided about holds everything.

    Three working days, or a third of the time in which a law of these packs wants an opt-out on record if that is
    sooner: a stop that was not understood must not use that time up (47 CFR 64.1200(a)(10)).
    """
    days = [OVERDUE_DAYS, *(deadline / 3 for deadline in _deadlines(law))]
    return min(days) * working_day(law.house)


def _deadlines(law: Law) -> Iterator[int]:
    """Yield the deadlines for an opt-out in these packs, in business days."""
    for pack in law.packs:
        for rule in pack.rules:
            if isinstance(rule, OptoutEntry) and rule.deadline is not None:
                yield rule.deadline.business_days


def no_unclear_reply(law: Law) -> "NothingUnclear":
    """Return the rule that holds touches back while a reply waits."""
    return NothingUnclear(house=law.house, overdue=overdue_after(law))


@dataclass(frozen=True, slots=True)
class NothingUnclear:
    """A reply that is not plainly harmless may be a stop: nothing it may be about goes before a person has decided."""

    rule: str = "reply.unclear"
    house: HouseRules = field(default_factory=HouseRules)
    overdue: timedelta = field(default=timedelta(days=1), kw_only=True)  # of working time

    def look(self, question: Question, at: datetime) -> Finding:
        """Pass when no reply waits that holds this purpose, until one has waited too long."""
        held = list(waiting(question.facts))
        if not held:
            return Finding(rule=self.rule)
        late = {message.id: after_work(message.at, self.overdue, self.house) for message in held}
        binding = [
            message for message in held if late[message.id] <= at or about(message, question.facts, question.purpose)
        ]
        if not binding:
            return Finding(rule=self.rule, closes=min(late.values()))
        why = "overdue" if any(late[message.id] <= at for message in binding) else HOLD
        why = RESTRICT if any(message.meaning == RESTRICT for message in binding) else why
        evidence = {"why": why, "since": binding[0].at.isoformat(), "replies": len(binding)}
        return Finding(rule=self.rule, evidence=evidence, hold=HoldName.REVIEW)


def held_back(facts: Facts, purpose: Purpose, law: Law, at: datetime) -> bool:
    """Tell whether a reply that waits holds touches of this purpose back, as the gate says."""
    held = list(waiting(facts))
    overdue = overdue_after(law) if held else timedelta()
    return any(about(message, facts, purpose) or after_work(message.at, overdue, law.house) <= at for message in held)
