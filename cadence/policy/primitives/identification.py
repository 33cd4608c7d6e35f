"""
Is the touch made as the law requires? Pure: caller ID, dialling, text and destination, of the require primitive.

All of this is written in the campaign file, so a refusal is a mistake of the file: `check` and `plan` show it before
launch, and the step is refused, not the person. Requirements of several packs all apply (law 7).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from cadence.domain import NumberKind, Scope
from cadence.policy.finding import Finding, Question
from cadence.policy.packs.schema.require import Content
from cadence.policy.primitives.session import InSession

OPT_OUT = re.compile(
    r"\b(stop|unsubscribe|opt[ -]?out|baja|no m[aá]s|alto|cancelar|sair|parar|descadastr\w+)\b", re.IGNORECASE
)
"""Words that tell a person how to opt out, in our three languages."""
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
COMPANY = re.compile(r"\{\{-?\s*company\b")
"""The placeholder for the company's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The caller ID must be of an allowed kind and begin as the law requires."""

    rule: str
    sender: str
    kind: NumberKind | None  # of the sender; None: no number
    national: str  # its national digits
    not_kinds: frozenset[NumberKind] = frozenset()
    prefixes: tuple[str, ...] = ()
    shown: bool = False
    basis: dict[str, Any] = field(default_factory=dict)

    def look(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass for a sender that may be shown."""
        evidence = self.basis | {"sender": self.sender, "kind": self.kind.value if self.kind else None}
        if self.shown and self.kind is None:
            return _no(self.rule, evidence | {"why": "not_a_number"})
        if self.kind in self.not_kinds:
            return _no(self.rule, evidence | {"why": "sender_kind"})
        if self.prefixes and not self.national.startswith(self.prefixes):
            return _no(self.rule, evidence | {"why": "sender_prefix", "prefixes": list(self.prefixes)})
        return Finding(rule=self.rule, evidence=evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class RingsLongEnough:
    """A call must ring for a minimum time before we hang up."""

    rule: str
    ring: float | None  # seconds; None: the file has no such call
    least: int
    basis: dict[str, Any] = field(default_factory=dict)

    def look(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass for a ring that is long enough."""
        evidence = self.basis | {"ring": self.ring, "least": self.least}
        if self.ring is not None and self.ring < self.least:
            return _no(self.rule, evidence | {"why": "ring"})
        return Finding(rule=self.rule, evidence=evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """The text contains what the law requires."""

    rule: str
    texts: tuple[str, ...]  # as in the file, with placeholders; empty: the text is elsewhere
    company: str
    must_have: tuple[Content, ...]
    basis: dict[str, Any] = field(default_factory=dict)

    def look(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass when each text contains all of it."""
        evidence = self.basis | {"must_have": list(self.must_have)}
        missing = _missing(self.must_have, self.texts, self.company)
        if missing:
            return _no(self.rule, evidence | {"why": "wording", "missing": list(missing)})
        return Finding(rule=self.rule, evidence=evidence)


@lru_cache(maxsize=1024)
def _missing(must_have: tuple[Content, ...], texts: tuple[str, ...], company: str) -> tuple[Content, ...]:
    """Return what is missing in any of the texts; cached, as the texts are the same for all leads."""
    return tuple(content for content in must_have if not all(HAS[content](text, company) for text in texts))


def _names(text: str, company: str) -> bool:
    """Tell whether a text names the company."""
    return bool(COMPANY.search(text)) or (bool(company) and company.casefold() in text.casefold())


HAS: dict[Content, Callable[[str, str], bool]] = {
    "optout_instruction": lambda text, company: bool(OPT_OUT.search(text)),  # noqa: ARG005  one shape for all
    "company_name": _names,
    "no_link": lambda text, company: not LINK.search(text),  # noqa: ARG005  one shape for all
}
"""How to check a text for each required content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reachable:
    """A kind of touch may not go to some countries or kinds of number."""

    rule: str
    countries_not: frozenset[str] = frozenset()
    kinds_not: frozenset[NumberKind] = frozenset()
    unless: InSession | None = None  # inside a session, free text goes instead of the template
    basis: dict[str, Any] = field(default_factory=dict)

    def look(self, question: Question, at: datetime) -> Finding:
        """Pass for an allowed number."""
        number = question.number
        if number is None:
            return Finding(rule=self.rule, evidence=self.basis)
        evidence = self.basis | {"country": number.country, "kind": number.kind.value, "number": number.id}
        if number.country not in self.countries_not and number.kind not in self.kinds_not:
            return Finding(rule=self.rule, evidence=evidence)
        session = self.unless.look(question, at) if self.unless is not None else None
        if session is not None and session.passes:
            return Finding(rule=self.rule, evidence=evidence | session.evidence, closes=session.closes)
        return Finding(rule=self.rule, evidence=evidence | {"why": "destination"}, scope=Scope.NUMBER)


def _no(rule: str, evidence: dict[str, Any]) -> Finding:
    """Refuse the step: another number would not help."""
    return Finding(rule=rule, evidence=evidence, scope=Scope.STEP)
