"""How many touches may a whole campaign make to a person? Pure: the limit that only campaign files have."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cadence.domain import CauseKind, Channel, Scope, Touch
from cadence.domain.channels import CONTACT_CHANNELS
from cadence.policy.finding import Finding, Question
from cadence.policy.primitive import COUNTS_NOTHING, Primitive

BUDGETED = frozenset({CauseKind.STEP, CauseKind.CALLBACK, CauseKind.ANNOUNCEMENT})
"""Causes that spend the budget of an enrolment."""


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

    @property
    def look_back(self) -> timedelta | None:
        """How old a touch to another lead may be and still count; None: however old."""
        return None if self.by_number else COUNTS_NOTHING

    def check(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
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


PRIMITIVE = Primitive(kind="budget")
