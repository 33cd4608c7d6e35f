"""
What does a rule's no mean in words? Pure: English and Spanish, filled in from the evidence, for the auditor's timeline.

A decision keeps rule ids and evidence; the words are made when somebody reads it. A rule this version does not know is
named by its id with its evidence beside it, never left out (law 10).
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from cadence.domain import Reason
from cadence.policy import phrases

Language = Literal["en", "es"]

MARKS = {
    "apart": "limit:apart",
    "counted": "limit",
    "ground": "consent",
    "registry": "registry",
    "sender": "form",
    "ring": "form",
    "must_have": "form",
    "country": "form",
    "last_inbound": "session",
}
"""What each kind of rule leaves as evidence, and nothing else does; the first that is found counts."""

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d")
"""An instant as evidence writes it."""


def in_words(reason: Reason, language: Language = "en") -> str:
    """Return one reason as a sentence."""
    evidence = reason.evidence
    template = _template(reason.rule, evidence, language)
    if template is None:
        unknown = phrases.UNKNOWN[language].format(rule=reason.rule)
        return f"{unknown}: {_listed(evidence)}" if evidence else unknown
    sentence = template.format_map(_Filled(_spoken(evidence, language), rule=reason.rule))
    law = evidence.get("law")
    return f"{sentence} ({reason.rule}: {law})" if law else sentence


def _template(rule: str, evidence: Mapping[str, Any], language: Language) -> str | None:
    """Return the sentence of a rule: by its id, its family, or the kind of rule a pack's is."""
    texts = phrases.SENTENCES
    why = evidence.get("why")
    family = rule.partition("[")[0] if "[" in rule else rule.rpartition(".")[0]
    for key in (f"{rule}:{why}", rule, f"{family}:{why}", family, f"{_kind(evidence)}:{why}", _kind(evidence)):
        if key in texts:
            return texts[key][language]
    return None


def _kind(evidence: Mapping[str, Any]) -> str:
    """Return which primitive a pack's rule is, from what it left as evidence."""
    if "local" in evidence or evidence.get("why") in {"no_calendar", "no_zone"}:
        return "window"
    for mark, kind in MARKS.items():
        if mark in evidence:
            return kind
    return "?"


def _spoken(evidence: Mapping[str, Any], language: Language) -> dict[str, str]:
    """Return each piece of evidence as people say it."""
    spoken = {key: phrases.NONE[language] if value is None else _value(value) for key, value in evidence.items()}
    for key in ("local", "holiday"):
        if isinstance(evidence.get(key), Mapping):
            spoken[key] = _by_zone(evidence[key])
    if isinstance(evidence.get("hours"), Mapping):
        for key in phrases.HOURS:
            spoken[key] = _by_zone({zone: _hours(key, day, language) for zone, day in evidence["hours"].items()})
    for key in ("channel", "kind", "ground", "why", "state", "source"):
        if key in evidence:
            spoken[key] = phrases.TERMS[language].get(str(evidence[key]), str(evidence[key]))
    spoken |= {key: span(int(evidence[key]), language) for key in ("gap", "rest") if key in evidence}
    if "per" in evidence:
        spoken["per"] = _period(str(evidence["per"]), language)
    if "counted" in evidence:
        spoken["count"] = str(max(evidence["counted"].values(), default=0))
    return spoken


def _value(value: object) -> str:
    """Return a value without brackets and quotes, and an instant as people read it."""
    if isinstance(value, Mapping):
        return _listed(value)
    if isinstance(value, list | tuple):
        return ", ".join(_value(one) for one in value)
    if isinstance(value, str) and INSTANT.fullmatch(value):
        return f"{datetime.fromisoformat(value).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return str(value)


def _hours(key: str, hours: str, language: Language) -> str:
    """Return the hours of a day in words; "closed" is how a day without any is kept."""
    some, none = phrases.HOURS[key][language]
    return none if hours == "closed" else some.format(hours=hours)


def _by_zone(values: Mapping[str, Any]) -> str:
    """Return what holds in each zone, said once where it is the same in all."""
    if len(values) > 1 and len(set(values.values())) == 1:
        return _value(next(iter(values.values())))
    return ", ".join(f"{_value(value)} ({zone})" for zone, value in values.items())


def _listed(evidence: Mapping[str, Any]) -> str:
    """Return a mapping as people list things."""
    return ", ".join(f"{key} {_value(value)}" for key, value in evidence.items())


def _period(per: str, language: Language) -> str:
    """Return the period of a limit in words."""
    number, _, unit = per.partition(" ")
    if unit == "s":
        return span(int(number), language)
    if unit == "local days":
        singular, plural = phrases.LOCAL_DAYS[language]
        return singular if number == "1" else plural.format(days=number)
    return phrases.TERMS[language].get(per, per)


def span(seconds: int, language: Language = "en") -> str:
    """Return a span in the largest unit that divides it: "2 hours", "7 días"."""
    for size, names in phrases.UNITS:
        if seconds and seconds % size == 0:
            singular, plural = names[language]
            count = seconds // size
            return f"{count} {singular if count == 1 else plural}"
    return f"{seconds} s"


class _EvidenceText(str):
    """A piece of evidence; `{count:touch|touches}` in a sentence is the noun that goes with it, not itself."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """Return the piece, or the noun for one or for several."""
        one, bar, several = spec.partition("|")
        return super().__format__(spec) if not bar else one if self == "1" else several


class _Filled(dict[str, str]):
    """Evidence for a template; what an old decision did not record shows as a question mark."""

    def __getitem__(self, key: str) -> str:
        """Return a piece of evidence that knows its noun."""
        return _EvidenceText(super().__getitem__(key) if key in self else self.__missing__(key))

    def __missing__(self, key: str) -> str:
        """Return the mark of what is not known."""
        return "?"
