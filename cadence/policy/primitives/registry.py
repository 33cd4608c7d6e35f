"""Is this number on an official list? Pure: the registry kind of the require primitive."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from cadence.domain import HoldName, Scope
from cadence.policy.finding import Finding, Question
from cadence.policy.primitives.consent import grounds_of, latest


def stale_at(as_of: date, max_age: timedelta | None) -> datetime | None:
    """Return when a copy becomes too old, counted from the start of its day; None: never."""
    return None if max_age is None else datetime.combine(as_of, time(), UTC) + max_age


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlisted:
    """
    A number on the list is not contacted, and without a recent copy of the list no number is (law 6).

    A person whose consent the rule accepts as an exception is exempt.
    """

    rule: str
    registry: str
    max_age: timedelta | None = None  # of the copy
    unless: frozenset[str] = frozenset()  # consents that exempt a number
    basis: dict[str, Any] = field(default_factory=dict)

    def look(self, question: Question, at: datetime) -> Finding:
        """Pass for a number that is not on a recent copy."""
        evidence: dict[str, Any] = self.basis | {"registry": self.registry}
        consent = latest(question, at)
        if consent is not None and consent.given and self.unless & grounds_of(consent):
            expires = consent.expires
            if expires is None or at < expires:
                return Finding(rule=self.rule, evidence=evidence | {"consent": consent.id}, closes=expires)
        copy = next((copy for copy in question.facts.registries if copy.name == self.registry), None)
        if copy is None:
            return self._hold(evidence | {"why": "no_copy"})
        evidence["as_of"] = copy.as_of.isoformat()
        ends = stale_at(copy.as_of, self.max_age)
        if ends is not None and at >= ends:
            days = self.max_age.days if self.max_age else None
            return self._hold(evidence | {"why": "stale", "max_age_days": days})
        if question.number is not None and question.number.id in copy.listed:
            evidence |= {"why": "listed", "number": question.number.id}
            return Finding(rule=self.rule, evidence=evidence, scope=Scope.NUMBER)
        return Finding(rule=self.rule, evidence=evidence, closes=ends)

    def _hold(self, evidence: dict[str, Any]) -> Finding:
        """Hold until a fresh copy is imported."""
        return Finding(rule=self.rule, evidence=evidence, hold=HoldName.REGISTRY, key=self.registry)
