"""May a touch of this kind go to this country and kind of number? Pure: the destination requirement."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from pydantic import Field

from cadence.domain import Scope
from cadence.languages import add_sentences
from cadence.policy.finding import Finding, Question
from cadence.policy.pack_parts import Kinds, Words
from cadence.policy.primitive import PackContext, Primitive, Requirement
from cadence.policy.primitives.session import InSession
from cadence.policy.touch_texts import texts_of


class DestinationEntry(Requirement):
    """Where a touch may not go at all."""

    countries_not: Words = Field(default=(), description="Countries to whose numbers it may not go (ISO 3166-1).")
    number_kinds_not: Kinds = Field(default=(), description="Kinds of number to which it may not go.")
    templates_only: bool = Field(
        default=False, description="Only templates may not go there; free text inside a WhatsApp session may."
    )

    def rules(self, context: PackContext) -> Iterator["DestinationAllowed"]:
        """Yield the rule about the number; free text may still go inside a WhatsApp session."""
        candidate = context.question.candidate
        if self.templates_only and not candidate.template:
            return
        yield DestinationAllowed(
            rule=context.rule,
            needs=self,
            unless=InSession() if self.templates_only and texts_of(context.campaign, candidate) else None,
            basis=context.basis,
        )

    def looser_than(self, parent: Self) -> str:
        """Return that a touch may go to more numbers, if so."""
        wider = not {*self.countries_not} >= {*parent.countries_not} or self.templates_only > parent.templates_only
        return "more destinations" if wider or not {*self.number_kinds_not} >= {*parent.number_kinds_not} else ""

    def describe(self) -> str:
        """Return where it may not go."""
        where = [*self.countries_not, *(kind.value for kind in self.number_kinds_not)]
        return f"{'no template' if self.templates_only else 'not'} to {', '.join(where)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationAllowed:
    """A kind of touch may not go to some countries or kinds of number."""

    rule: str
    needs: DestinationEntry
    unless: InSession | None = None  # inside a session, free text goes instead of the template
    basis: dict[str, Any] = field(default_factory=dict)

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass for an allowed number."""
        number = question.number
        if number is None:
            return Finding(rule=self.rule, evidence=self.basis)
        evidence = self.basis | {"country": number.country, "kind": number.kind.value, "number": number.id}
        countries = {number.country, *number.phone_countries}
        if countries.isdisjoint(self.needs.countries_not) and number.kind not in self.needs.number_kinds_not:
            return Finding(rule=self.rule, evidence=evidence)
        session = self.unless.check(question, at) if self.unless is not None else None
        if session is not None and session.passes:
            return Finding(rule=self.rule, evidence=evidence | session.evidence, closes=session.closes)
        return Finding(rule=self.rule, evidence=evidence | {"why": "destination"}, scope=Scope.NUMBER)


PRIMITIVE = Primitive(kind="destination", part=DestinationEntry, marks=frozenset({"destination"}))

add_sentences(
    en="""
rule-destination = a touch of this kind may not go to a { $kind } number in { $country }
""",
    es="""
rule-destination = este tipo de contacto no puede dirigirse a un número { $kind } de { $country }
""",
    pt="""
rule-destination = um contato deste tipo não pode ir para um número { $kind } de { $country }
""",
)
