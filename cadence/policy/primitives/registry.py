"""Is this number on an official list? Pure: the registry requirement."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self

from pydantic import Field

from cadence.domain import HoldName, Scope
from cadence.domain.plurals import many
from cadence.languages import add_sentences
from cadence.policy.finding import Finding, Question
from cadence.policy.pack_parts import UNVERIFIED, DayCount, Grounds, PackPart, RuleSource
from cadence.policy.primitive import PackContext, Primitive, Requirement, longer
from cadence.policy.primitives.consent import grounds_of, latest
from cadence.policy.source_words import consents_in_words


def stale_at(as_of: date, max_age_days: int | None) -> datetime | None:
    """Return when a copy becomes too old, counted from the start of its day; None: never."""
    return None if max_age_days is None else datetime.combine(as_of, time(), UTC) + timedelta(days=max_age_days)


class Exemption(PackPart):
    """Who is exempt from a requirement, with a source: an exception that is not verified does not apply."""

    consent: Grounds = Field(min_length=1, description="The kinds of consent that exempt a person.")
    source: RuleSource = Field(description="Where the exception comes from, and how sure we are.")


class RegistryEntry(Requirement):
    """A list of numbers that must not be contacted; without a recent copy nothing goes (law 6)."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="The name of the list in `cadence registry`.")
    max_age_days: DayCount | None = Field(default=None, description="How old the copy may be, in days.")
    unless: Exemption | None = Field(default=None, description="Who may be contacted all the same.")

    @property
    def exempt(self) -> frozenset[str]:
        """Consents that exempt a number. An exception that is not verified is not applied."""
        return self.unless.consent if self.unless and self.unless.source.confidence != UNVERIFIED else frozenset()

    def rules(self, context: PackContext) -> Iterator["NotOnRegistry"]:
        """Yield the rule about the list."""
        yield NotOnRegistry(rule=context.rule, needs=self, basis=context.basis)

    def looser_than(self, parent: Self) -> str:
        """Return that another list, an older copy or more exceptions would do, if so."""
        if self.name != parent.name or longer(self.max_age_days, parent.max_age_days):
            return "an older or another list"
        allowed = parent.unless.consent if parent.unless else frozenset()
        return "more exceptions" if self.unless and self.unless.consent - allowed else ""

    def describe(self) -> str:
        """Return the list, and who is exempt."""
        age = f", a copy of at most {many(self.max_age_days, 'day')}" if self.max_age_days else ""
        exempt = f", unless {consents_in_words(self.unless.consent)}" if self.unless else ""
        return f"not on the list {self.name}{age}{exempt}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotOnRegistry:
    """
    A number on the list is not contacted, and without a recent copy of the list no number is (law 6).

    A person whose consent the rule accepts as an exception is exempt.
    """

    rule: str
    needs: RegistryEntry
    basis: dict[str, Any] = field(default_factory=dict)
    _exempt: frozenset[str] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Work out once which kinds of consent exempt a person."""
        object.__setattr__(self, "_exempt", self.needs.exempt)

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass for a number that is not on a recent copy."""
        evidence: dict[str, Any] = {**self.basis, "registry": self.needs.name}
        consent = latest(question, at)
        if consent is not None and consent.given and not self._exempt.isdisjoint(grounds_of(consent.kind)):
            expires = consent.expires
            if expires is None or at < expires:
                return Finding(rule=self.rule, evidence=evidence | {"consent": consent.id}, closes=expires)
        copy = next((copy for copy in question.facts.registries if copy.name == self.needs.name), None)
        if copy is None:
            return self._hold(evidence | {"why": "no_copy"})
        evidence["as_of"] = copy.as_of.isoformat()
        ends = stale_at(copy.as_of, self.needs.max_age_days)
        if ends is not None and at >= ends:
            return self._hold(evidence | {"why": "stale", "max_age_days": self.needs.max_age_days})
        if question.number is not None and question.number.id in copy.listed:
            evidence |= {"why": "listed", "number": question.number.id}
            return Finding(rule=self.rule, evidence=evidence, scope=Scope.NUMBER)
        return Finding(rule=self.rule, evidence=evidence, closes=ends)

    def _hold(self, evidence: dict[str, Any]) -> Finding:
        """Hold until a fresh copy is imported."""
        return Finding(rule=self.rule, evidence=evidence, hold=HoldName.REGISTRY, key=self.needs.name)


PRIMITIVE = Primitive(kind="registry", part=RegistryEntry, marks=frozenset({"registry"}), met_by_request=True)

add_sentences(
    en="""
rule-registry-no_copy = no copy of the list { $registry } has been imported, so it is not known whether the number is on
    it
rule-registry-stale = the copy of the list { $registry } is from { $as_of }; the law sets a maximum age of
    { $max_age_days ->
        [one] { $max_age_days } day
       *[other] { $max_age_days } days
    }
rule-registry-listed = the number is on the list { $registry } (copy of { $as_of })
""",
    es="""
rule-registry-no_copy = no se ha importado ninguna copia de la lista { $registry }, así que no se sabe si el número
    figura en ella
rule-registry-stale = la copia de la lista { $registry } es del { $as_of }; la ley fija una antigüedad máxima de
    { $max_age_days ->
        [one] { $max_age_days } día
       *[other] { $max_age_days } días
    }
rule-registry-listed = el número figura en la lista { $registry } (copia del { $as_of })
""",
    pt="""
rule-registry-no_copy = nenhuma cópia da lista { $registry } foi importada, então não se sabe se o número está nela
rule-registry-stale = a cópia da lista { $registry } é de { $as_of }; a lei fixa uma idade máxima de { $max_age_days ->
        [one] { $max_age_days } dia
       *[other] { $max_age_days } dias
    }
rule-registry-listed = o número está na lista { $registry } (cópia de { $as_of })
""",
)
