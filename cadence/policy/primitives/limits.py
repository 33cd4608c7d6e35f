"""
How many touches are too many? Pure: the limit primitive.

A limit says what counts, among which touches, and for how long (`periods`). Touches in progress count as well, so that
two workers cannot both take the last allowed touch.
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
"""What a limit with `distinct` counts: different channels or different leads."""

VALUES: dict[Distinct, tuple[Callable[[Question], str], Callable[[Touch], str]]] = {
    "channel": (lambda question: question.candidate.channel, lambda touch: touch.channel),
    "lead": (lambda question: question.facts.lead.id, lambda touch: touch.lead),
}
"""How to read that value: from the judged touch, and from another one."""

COUNTED = frozenset({TouchState.RESERVED, TouchState.UNKNOWN, TouchState.CARRIED, TouchState.SETTLED})
"""States in which a touch left or may have left."""
NEVER_LEFT = frozenset({Outcome.INVALID_NUMBER, Outcome.OPTED_OUT, Outcome.BLOCKED, Outcome.SKIPPED})
"""Outcomes of touches that were not sent, unless the carrier is known to have accepted them first."""
REACHED_NOBODY = GOES_AGAIN | {Outcome.INVALID_NUMBER}
"""Outcomes of touches that did not reach a person, even if the carrier accepted them."""

BUDGETED = frozenset({CauseKind.STEP, CauseKind.CALLBACK, CauseKind.ANNOUNCEMENT})
"""Causes that spend the budget of an enrolment."""


def counts(touch: Touch) -> bool:
    """Tell whether a touch counts in limits and gaps: it went to the person, or may have (law 6)."""
    if touch.channel not in CONTACT_CHANNELS or touch.cause.kind is CauseKind.INBOUND or touch.state not in COUNTED:
        return False
    if touch.taken is False or touch.outcome in REACHED_NOBODY:
        return False
    return touch.taken is True or touch.outcome not in NEVER_LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """
    At most `most` touches per period on these channels, in each of the groups.

    A group is the touches that share all of its keys with the judged touch. With `events`, only touches with one of
    these outcomes count, and touches in progress, which may still get one. With `distinct`, at most `most` different
    values are allowed, including the judged touch's own: the same channel again passes, another one may not. All
    groups must allow (law 7).
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
        Return when each touch of a group, or each other value, stops counting.

        The touches share the keys of the group with the judged touch.
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
        """Tell whether a touch had one of the events, or may still have it."""
        if self.events is None or touch.state in OPEN_STATES:
            return True
        outcomes = {touch.outcome, REPLIED if touch.replied_at else None, touch.disposition}
        return not self.events.isdisjoint(outcomes)

    def _never(self, counted: dict[str, int]) -> Finding:
        """Hold for a limit of zero: only a changed limit ends that."""
        evidence = self.basis | {"max": self.most, "per": str(self.period), "counted": counted}
        return Finding(rule=self.rule, evidence=evidence, hold=HoldName.OPENING, key=self.rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """
    At most `most` touches of a campaign, over every retry and loop: it ends every loop of a cadence.

    It counts the touches to this person and, with `by_number`, all touches to the number: private people who share a
    phone share its budget, people at work behind a switchboard do not. With `visit`, only touches since this visit
    began count, so a person who comes back starts again at zero.
    """

    rule: str
    most: int
    channels: frozenset[Channel] = frozenset(Channel)
    by_number: bool = True
    visit: bool = False

    def look(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass while budget is left, else refuse the enrolment, the step or the number."""
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
