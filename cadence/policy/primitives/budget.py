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
        touches, numbers = self._spent(question), question.facts.lead.numbers
        person = [touch.lead for touch in touches].count(question.facts.lead.id)
        used = [touch.number for touch in touches]
        counted = {"lead": person}
        if self.by_number and question.number is not None:
            here = question.number
            counted["number"] = used.count(here.id) if here.closed is None else 0
        evidence = {"max": self.most, "per": "campaign", "counted": counted}
        if max(counted.values()) < self.most:
            return Finding(self.rule, evidence)
        if person < self.most and any(used.count(number.id) < self.most for number in numbers if number.closed is None):
            return Finding(rule=self.rule, evidence=evidence, scope=Scope.NUMBER)
        everything = self.channels.issuperset(CONTACT_CHANNELS)
        return Finding(rule=self.rule, evidence=evidence, scope=Scope.ENROLMENT if everything else Scope.STEP)

    def _spent(self, question: Question) -> list[Touch]:
        """Return the touches that spend this budget."""
        campaign, channels, enrolment = question.campaign, self.channels, question.facts.enrolment
        touches = [
            touch
            for touch in question.touches
            if touch.campaign == campaign and touch.channel in channels and touch.cause.kind in BUDGETED
        ]
        if not self.visit:
            return touches
        return [touch for touch in touches if touch.enrolment == enrolment.id or touch.at >= enrolment.at]


PRIMITIVE = Primitive(kind="budget")
