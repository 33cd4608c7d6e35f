"""Has this person, or anyone who shares the number, opted out? Pure: an opt-out holds from its commit on (law 4)."""

from dataclasses import dataclass
from datetime import datetime

from cadence.domain import HELD, HoldName, Scope, Suppression, SuppressionScope
from cadence.policy.finding import Finding, Question, passing

WIDTH = {
    SuppressionScope.EVERYTHING: 0,
    SuppressionScope.PURPOSE: 1,
    SuppressionScope.CAMPAIGN: 2,
    SuppressionScope.CHANNEL: 3,
}
"""The widest first: it is the one that the evidence names."""


def covering(question: Question, number: int) -> list[Suppression]:
    """Return the suppressions of one number that cover this touch, the widest first."""
    suppressions = [
        suppression
        for suppression in question.facts.suppressions
        if suppression.number == number and _covers(suppression, question)
    ]
    return sorted(suppressions, key=lambda suppression: (WIDTH[suppression.scope], suppression.since))


def _covers(suppression: Suppression, question: Question) -> bool:
    """Tell whether a suppression of this scope covers this touch."""
    values = {
        SuppressionScope.EVERYTHING: suppression.value,
        SuppressionScope.PURPOSE: question.purpose.value,
        SuppressionScope.CAMPAIGN: question.campaign,
        SuppressionScope.CHANNEL: question.candidate.channel.value,
    }
    return values[suppression.scope] == suppression.value


@dataclass(frozen=True, slots=True)
class NotSuppressed:
    """
    No touch goes to a suppressed number, and none to a person whose numbers are all suppressed (law 4).

    A suppression that covers all numbers still in use ends the enrolment, unless it is about one channel only. A row of
    a list that waits for a decision holds the touch instead: no step is lost if the row was harmless.
    """

    rule: str = "suppression"

    def check(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass for a number that is not suppressed, and for a task unless all numbers are."""
        if not question.facts.suppressions:
            return passing(self.rule)
        numbers = [number for number in question.facts.lead.numbers if number.closed is None]
        scopes = ({suppression.scope for suppression in covering(question, number.id)} for number in numbers)
        person = bool(numbers) and all(found - {SuppressionScope.CHANNEL} for found in scopes)
        tried = question.number.id if question.number else next((number.id for number in numbers), None)
        suppressions = covering(question, tried) if tried is not None else []
        if not suppressions or (question.number is None and not person):
            return passing(self.rule)
        decided = [suppression for suppression in suppressions if suppression.source != HELD]
        widest = (decided or suppressions)[0]
        evidence = {
            "number": widest.number,
            "suppressions": [suppression.id for suppression in suppressions],
            "value": widest.value,
            "since": widest.since.isoformat(),
            "source": widest.source,
        }
        if not decided:
            return Finding(rule=f"{self.rule}.{widest.scope}", evidence=evidence, hold=HoldName.ROW)
        scope = Scope.ENROLMENT if person else Scope.NUMBER
        return Finding(rule=f"{self.rule}.{widest.scope}", evidence=evidence, scope=scope)
