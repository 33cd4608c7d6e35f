"""
Why does a rule not allow a touch, in a sentence? Pure: English and Spanish, filled in from the evidence.

A decision keeps rule ids and evidence; the sentence is made when it is read. A rule that this version does not
know is shown by its id with its evidence, never left out (law 10).
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cadence.domain import Reason
from cadence.languages import Language
from cadence.policy.phrases import PHRASES
from cadence.policy.phrases.shape import RulePhrases

PRIMITIVE_BY_EVIDENCE = {
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
"""A key that only one kind of pack rule leaves in its evidence, and the sentence of that kind; the first one wins."""

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d")
"""An instant as evidence writes it."""


def in_words(reason: Reason, language: Language = "en") -> str:
    """Return one reason as a sentence."""
    evidence = reason.evidence
    phrases = PHRASES[language]
    template = _template(reason.rule, evidence, phrases)
    if template is None:
        unknown = phrases.unknown_rule.format(rule=reason.rule)
        return f"{unknown}: {_listed(evidence)}" if evidence else unknown
    sentence = template.format_map(_Filled(_readable(evidence, phrases), rule=reason.rule))
    law = evidence.get("law")
    return f"{sentence} ({reason.rule}: {law})" if law else sentence


def _template(rule: str, evidence: Mapping[str, Any], phrases: RulePhrases) -> str | None:
    """Return the sentence of a rule: by its id, its family, or the primitive of a pack's rule; None when unknown."""
    why = evidence.get("why")
    family = rule.partition("[")[0] if "[" in rule else rule.rpartition(".")[0]
    primitive = _primitive(evidence)
    keys = (f"{rule}:{why}", rule, f"{family}:{why}", family, f"{primitive}:{why}", primitive)
    return next((phrases.sentences[key] for key in keys if key in phrases.sentences), None)


def _primitive(evidence: Mapping[str, Any]) -> str:
    """Return the primitive of a pack's rule, recognised by the keys of its evidence; "?" when none fits."""
    if "local" in evidence or evidence.get("why") in {"no_calendar", "no_zone"}:
        return "window"
    return next((primitive for key, primitive in PRIMITIVE_BY_EVIDENCE.items() if key in evidence), "?")


def _readable(evidence: Mapping[str, Any], phrases: RulePhrases) -> dict[str, str]:
    """Return each piece of evidence as people read it."""
    readable = {key: phrases.none if value is None else _value(value) for key, value in evidence.items()}
    for key in ("local", "holiday"):
        if isinstance(evidence.get(key), Mapping):
            readable[key] = _by_zone(evidence[key])
    if isinstance(evidence.get("hours"), Mapping):
        for key, words in phrases.hours.items():
            readable[key] = _by_zone({zone: _hours(words, day) for zone, day in evidence["hours"].items()})
    for key in ("channel", "kind", "ground", "why", "state", "source"):
        if key in evidence:
            readable[key] = phrases.terms.get(str(evidence[key]), str(evidence[key]))
    readable |= {key: _span(int(evidence[key]), phrases) for key in ("gap", "rest") if key in evidence}
    if "per" in evidence:
        readable["per"] = _period(str(evidence["per"]), phrases)
    if "counted" in evidence:
        readable["count"] = str(max(evidence["counted"].values(), default=0))
    return readable


def _value(value: object) -> str:
    """Return a value without brackets and quotes, and an instant as people read it."""
    if isinstance(value, Mapping):
        return _listed(value)
    if isinstance(value, list | tuple):
        return ", ".join(_value(item) for item in value)
    if isinstance(value, str) and INSTANT.fullmatch(value):
        return f"{datetime.fromisoformat(value).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return str(value)


def _hours(words: tuple[str, str], hours: str) -> str:
    """Return the hours of a day in words; evidence has "closed" for a day without any."""
    some, none = words
    return none if hours == "closed" else some.format(hours=hours)


def _by_zone(values: Mapping[str, Any]) -> str:
    """Return the value of each zone, only once if it is the same in all."""
    if len(values) > 1 and len(set(values.values())) == 1:
        return _value(next(iter(values.values())))
    return ", ".join(f"{_value(value)} ({zone})" for zone, value in values.items())


def _listed(evidence: Mapping[str, Any]) -> str:
    """Return a mapping as a list of keys and values."""
    return ", ".join(f"{key} {_value(value)}" for key, value in evidence.items())


def _period(per: str, phrases: RulePhrases) -> str:
    """Return the period of a limit in words."""
    number, _, unit = per.partition(" ")
    if unit == "s":
        return _span(int(number), phrases)
    if unit == "local days":
        singular, plural = phrases.local_days
        return singular if number == "1" else plural.format(days=number)
    return phrases.terms.get(per, per)


def span(seconds: int, language: Language = "en") -> str:
    """Return a span in the largest unit that divides it: "2 hours", "7 días"."""
    return _span(seconds, PHRASES[language])


def _span(seconds: int, phrases: RulePhrases) -> str:
    for size, singular, plural in phrases.units:
        if seconds and seconds % size == 0:
            count = seconds // size
            return f"{count} {singular if count == 1 else plural}"
    return f"{seconds} s"


class _EvidenceText(str):
    """A piece of evidence. `{count:touch|touches}` in a sentence is the noun that goes with it, not the number."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """Return the text, or the noun for one or for several."""
        singular, bar, plural = spec.partition("|")
        if not bar:
            return super().__format__(spec)
        return singular if self == "1" else plural


class _Filled(dict[str, str]):
    """Evidence for a template; what an old decision did not record shows as a question mark."""

    def __getitem__(self, key: str) -> str:
        """Return a piece of evidence that can choose its noun."""
        return _EvidenceText(super().__getitem__(key) if key in self else self.__missing__(key))

    def __missing__(self, key: str) -> str:
        """Return the mark for a value that is not known."""
        return "?"
