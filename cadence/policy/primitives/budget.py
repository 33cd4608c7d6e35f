"""How many touches may a whole campaign make to a person? Pure: the limit that only campaign files have."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cadence.domain import CauseKind, Channel, Scope, Touch
from cadence.domain.channels import CONTACT_CHANNELS
from cadence.languages import add_sentences
from cadence.policy.counted_touches import ACCOUNT
from cadence.policy.finding import Finding, Question
from cadence.policy.primitive import COUNTS_NOTHING, Primitive

BUDGETED = frozenset({CauseKind.STEP, CauseKind.CALLBACK, CauseKind.ANNOUNCEMENT})
"""Causes that spend the budget of an enrolment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """
    At most `most` touches of a campaign, over every retry and loop: it ends every loop of a cadence.

    It counts the touches to this person and, with `by_number`, all touches to the number: private people who share a
    phone share its budget, people at work behind a switchboard do not. With `by_account`, all touches to the people of
    the account count. With `visit`, only touches since this visit began count, so a person who comes back starts again
    at zero.
    """

    rule: str
    most: int
    channels: frozenset[Channel] = frozenset(Channel)
    by_number: bool = True
    visit: bool = False
    by_account: bool = False

    @property
    def look_back(self) -> timedelta | None:
        """How old a touch to another lead may be and still count; None: however old."""
        return None if self.by_number else COUNTS_NOTHING

    def check(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass while budget is left, else refuse the enrolment, the step or the number."""
        touches, numbers = self._spent(question, question.touches), question.facts.lead.numbers
        person = [touch.lead for touch in touches].count(question.facts.lead.id)
        used = [touch.number for touch in touches]
        counted = {"lead": person}
        if self.by_number and question.number is not None:
            here = question.number
            counted["number"] = used.count(here.id) if here.closed is None else 0
        if self.by_account:
            counted["account"] = person + len(self._spent(question, question.colleagues))
        evidence: dict[str, object] = {"max": self.most, "per": "campaign", "counted": counted}
        everything = self.channels.issuperset(CONTACT_CHANNELS)
        ended = Scope.ENROLMENT if everything else Scope.STEP
        if person < self.most <= counted.get("account", 0):  # another number of the person is no way around it
            return Finding(rule=self.rule, evidence=evidence | {"why": ACCOUNT}, scope=ended)
        if max(counted.values()) < self.most:
            return Finding(self.rule, evidence)
        if person < self.most and any(used.count(number.id) < self.most for number in numbers if number.closed is None):
            return Finding(rule=self.rule, evidence=evidence, scope=Scope.NUMBER)
        return Finding(rule=self.rule, evidence=evidence, scope=ended)

    def _spent(self, question: Question, touches: Iterable[Touch]) -> list[Touch]:
        """Return the touches that spend this budget."""
        campaign, channels, enrolment = question.campaign, self.channels, question.facts.enrolment
        spent = [
            touch
            for touch in touches
            if touch.campaign == campaign and touch.channel in channels and touch.cause.kind in BUDGETED
        ]
        if not self.visit:
            return spent
        return [touch for touch in spent if touch.enrolment == enrolment.id or touch.at >= enrolment.at]


PRIMITIVE = Primitive(kind="budget")

add_sentences(
    en="""
rule-campaign-limits-account = limit of the account reached: the people of the company have, together, had { $count }
    of at most { $max ->
        [one] { $max } touch
       *[other] { $max } touches
    } per { $per }
""",
    es="""
rule-campaign-limits-account = límite de la empresa alcanzado: entre todas sus personas { $count ->
        [one] ya hay { $count } contacto
       *[other] ya hay { $count } contactos
    }; como máximo se { $max ->
        [one] permite { $max }
       *[other] permiten { $max }
    } por { $per }
""",
    pt="""
rule-campaign-limits-account = limite da empresa atingido: somando todas as suas pessoas, { $count ->
        [one] já há { $count } contato
       *[other] já há { $count } contatos
    } de no máximo { $max } por { $per }
""",
)
