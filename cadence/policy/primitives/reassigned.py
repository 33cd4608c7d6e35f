"""Does the number still belong to the person? Pure: the requirement of a recent check for reassigned numbers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from pydantic import Field

from cadence.domain import Scope
from cadence.domain.plurals import many
from cadence.languages import add_sentences
from cadence.policy.finding import Finding, Question
from cadence.policy.pack_parts import DayCount
from cadence.policy.primitive import PackContext, Primitive, Requirement, date_in_list, longer

CHECKED = "reassigned_checked_at"
"""The column of a lead list that says when the row's numbers were last found to belong to the same person as before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotReassigned:
    """
    A consent is worth nothing once the number has a new owner, so the number must have been checked recently.

    A number without a check is not contacted (law 6), and a check counts from its date on: 47 CFR 64.1200(m).
    """

    rule: str
    checked: datetime | None  # from the lead list; None: unknown
    max_age_days: int
    basis: dict[str, Any] = field(default_factory=dict)

    def check(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  the list says it of all its numbers
        """Pass until the check is too old."""
        evidence = self.basis | {"checked": self.checked.isoformat() if self.checked else None}
        if self.checked is None or at < self.checked:
            return Finding(rule=self.rule, evidence=evidence | {"why": "unchecked"}, scope=Scope.NUMBER)
        ends = self.checked + timedelta(days=self.max_age_days)
        if at >= ends:
            evidence |= {"why": "outdated", "max_age_days": self.max_age_days}
            return Finding(rule=self.rule, evidence=evidence, scope=Scope.NUMBER)
        return Finding(rule=self.rule, evidence=evidence, closes=ends)


class ReassignedEntry(Requirement):
    """A recent check that the number has no new owner, by the date in the list's column `reassigned_checked_at`."""

    max_age_days: DayCount = Field(description="How old the check may be, in days.")

    def rules(self, context: PackContext) -> Iterator[NotReassigned]:
        """Yield the rule about the date in the list."""
        yield NotReassigned(
            rule=context.rule,
            checked=date_in_list(context.question, CHECKED),
            max_age_days=self.max_age_days,
            basis=context.basis,
        )

    def looser_than(self, parent: Self) -> str:
        """Return that an older check would do, if so."""
        return "an older check" if longer(self.max_age_days, parent.max_age_days) else ""

    def describe(self) -> str:
        """Return how old the check may be."""
        return f"the number checked for a new owner in the last {many(self.max_age_days, 'day')}"


PRIMITIVE = Primitive(
    kind="reassigned", part=ReassignedEntry, marks=frozenset({"checked"}), columns=(CHECKED,), met_by_request=True
)

add_sentences(
    en="""
rule-reassigned-unchecked = it is not known whether the number still belongs to the person (column
    reassigned_checked_at)
rule-reassigned-outdated = the number was last checked for a new owner on { $checked }; the law sets a maximum age of
    { $max_age_days ->
        [one] { $max_age_days } day
       *[other] { $max_age_days } days
    }
""",
    es="""
rule-reassigned-unchecked = no consta que el número siga siendo de la persona (columna reassigned_checked_at)
rule-reassigned-outdated = la última comprobación de que el número no ha cambiado de titular es del { $checked }; la ley
    fija una antigüedad máxima de { $max_age_days ->
        [one] { $max_age_days } día
       *[other] { $max_age_days } días
    }
""",
    pt="""
rule-reassigned-unchecked = não se sabe se o número ainda é da pessoa (coluna reassigned_checked_at)
rule-reassigned-outdated = a última verificação de que o número não mudou de titular é de { $checked }; a lei fixa uma
    idade máxima de { $max_age_days ->
        [one] { $max_age_days } dia
       *[other] { $max_age_days } dias
    }
""",
)
