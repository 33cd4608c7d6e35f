"""
How many touches are too many? Pure: the limit primitive.

What counts, among which touches, and how long each counts (`periods`): together they make every rule of the kind "no
more than". Touches still in the air count, so that two workers cannot both be the last one allowed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from cadence.domain import OPEN_STATES, REPLIED, CauseKind, Channel, HoldName, Outcome, Scope, Touch, TouchState
from cadence.domain.channels import CONTACT_CHANNELS
from cadence.domain.outcomes import GOES_AGAIN
from cadence.policy.finding import Finding, Question
from cadence.policy.packs.schema.limit import Key
from cadence.policy.primitives.periods import Period

SAME: dict[Key, Callable[[Question, Touch], bool]] = {
    "lead": lambda question, touch: touch.lead == question.facts.lead.id,
    "number": lambda question, touch: question.number is not None and touch.number == question.number.id,
    "account": lambda question, touch: touch.account == question.facts.lead.account,
    "subject": lambda question, touch: touch.subject == question.subject,
    "seller": lambda question, touch: touch.seller == question.seller,
    "campaign": lambda question, touch: touch.campaign == question.campaign,
    "portfolio": lambda question, touch: touch.portfolio == question.portfolio,
}
"""Whether a touch shares a key with the judged one."""

Distinct = Literal["channel", "lead"]
"""What differs between touches."""

VALUES: dict[Distinct, tuple[Callable[[Question], str], Callable[[Touch], str]]] = {
    "channel": (lambda question: question.candidate.channel, lambda touch: touch.channel),
    "lead": (lambda question: question.facts.lead.id, lambda touch: touch.lead),
}
"""How to read what differs: of the judged touch, and of another."""

COUNTED = frozenset({TouchState.RESERVED, TouchState.UNKNOWN, TouchState.CARRIED, TouchState.SETTLED})
"""States in which a touch left or may have left."""
NEVER_LEFT = frozenset({Outcome.INVALID_NUMBER, Outcome.OPTED_OUT, Outcome.BLOCKED, Outcome.SKIPPED})
"""Outcomes of touches that did not leave, unless the carrier is known to have taken them first."""
REACHED_NOBODY = GOES_AGAIN | {Outcome.INVALID_NUMBER}
"""Outcomes of touches that reached nobody, even if the carrier took them first."""

BUDGETED = frozenset({CauseKind.STEP, CauseKind.CALLBACK, CauseKind.ANNOUNCEMENT})
"""Causes that spend the budget of an enrolment."""


def counts(touch: Touch) -> bool:
    """Tell whether a touch uses up limits and keeps the gap: it went to the person, or may have."""
    if touch.channel not in CONTACT_CHANNELS or touch.cause.kind is CauseKind.INBOUND or touch.state not in COUNTED:
        return False
    if touch.taken is False or touch.outcome in REACHED_NOBODY:
        return False
    return touch.taken is True or touch.outcome not in NEVER_LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """
    At most `most` touches per period on these channels, in each of the groups.

    A group is the touches that share all of its keys with the judged one. With `events`, only those count of which one
    of these words can be said, and those still in the air, of which it may yet be said. With `distinct`, at most `most`
    different values, the judged touch's own included: the same channel again passes, a second one may not.
    """

    rule: str
    most: int
    period: Period
    groups: tuple[tuple[Key, ...], ...] = (("lead",), ("number",))
    channels: frozenset[Channel] = frozenset(Channel)
    events: frozenset[str] | None = None
    distinct: Distinct | None = None
    basis: dict[str, Any] = field(default_factory=dict)

    def look(self, question: Question, at: datetime) -> Finding:
        """Pass while fewer than `most` count, else say when enough of them have aged."""
        counted: dict[str, int] = {}
        until = at
        touches = [touch for touch in question.touches if touch.channel in self.channels and self._happened(touch)]
        aged = [(touch, self.period.free_at(touch.at, question.zones)) for touch in touches]
        for group in self.groups:
            still = [free for free in self._frees(group, question, aged) if free > at] if aged else []
            counted["+".join(group)] = len(still)
            if len(still) >= self.most:
                if self.most < 1:
                    return self._never(counted)
                until = max(until, sorted(still)[-self.most])
        evidence = self.basis | {"max": self.most, "per": str(self.period), "counted": counted}
        return Finding(rule=self.rule, evidence=evidence, until=until if until > at else None)

    def _frees(
        self, group: tuple[Key, ...], question: Question, aged: Iterable[tuple[Touch, datetime]]
    ) -> Iterable[datetime]:
        """
        Return when each of what counts stops counting: each touch, or each value that is not the judged one's.

        What counts shares the keys of the group with the judged touch.
        """
        for key in group:
            shared = SAME[key]
            aged = [(touch, free) for touch, free in aged if shared(question, touch)]
        if self.distinct is None:
            return [free for _, free in aged]
        own, value_of = VALUES[self.distinct]
        last: dict[str, datetime] = {}
        for touch, free in aged:
            value = value_of(touch)
            last[value] = max(free, last.get(value, free))
        last.pop(own(question), None)
        return last.values()

    def _happened(self, touch: Touch) -> bool:
        """Tell whether one of the events came of a touch, or may yet."""
        if self.events is None or touch.state in OPEN_STATES:
            return True
        outcomes = {touch.outcome, REPLIED if touch.replied_at else None, touch.disposition}
        return not self.events.isdisjoint(outcomes)

    def _never(self, counted: dict[str, int]) -> Finding:
        """Hold for a limit of none: only another limit ends that."""
        evidence = self.basis | {"max": self.most, "per": str(self.period), "counted": counted}
        return Finding(rule=self.rule, evidence=evidence, hold=HoldName.OPENING, key=self.rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """
    At most `most` touches of a campaign: the one budget in which every retry and loop lives.

    It counts what this person had, and with `by_number` also what went to the number, whoever it was for: private
    people who share a phone share its budget, people at work behind a switchboard do not. With `visit` only what left
    since this visit began counts: whoever may come back begins anew.
    """

    rule: str
    most: int
    channels: frozenset[Channel] = frozenset(Channel)
    by_number: bool = True
    visit: bool = False

    def look(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass while something of the budget is left, else the lead, this channel's steps or this number is done."""
        touches = [touch for touch in question.touches if self._counts(question, touch)]
        numbers = {number.id: 0 for number in question.facts.lead.numbers if number.closed is None}
        person = sum(touch.lead == question.facts.lead.id for touch in touches)
        for touch in touches:
            if touch.number in numbers:
                numbers[touch.number] += 1
        counted = {"lead": person}
        here = question.number.id if self.by_number and question.number else None
        if here is not None:
            counted["number"] = numbers.get(here, 0)
        evidence = {"max": self.most, "per": "campaign", "counted": counted}
        if max(counted.values()) < self.most:
            return Finding(rule=self.rule, evidence=evidence)
        if person < self.most and any(spent < self.most for spent in numbers.values()):
            return Finding(rule=self.rule, evidence=evidence, scope=Scope.NUMBER)
        everything = self.channels.issuperset(CONTACT_CHANNELS)
        return Finding(rule=self.rule, evidence=evidence, scope=Scope.ENROLMENT if everything else Scope.STEP)

    def _counts(self, question: Question, touch: Touch) -> bool:
        """Tell whether a touch spends this budget."""
        enrolment = question.facts.enrolment
        since = not self.visit or touch.enrolment == enrolment.id or touch.at >= enrolment.at
        spends = touch.channel in self.channels and touch.cause.kind in BUDGETED
        return spends and since and touch.campaign == question.campaign
