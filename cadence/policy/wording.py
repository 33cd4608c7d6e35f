"""
Why does a rule not allow a touch, in a sentence? Pure: in each language, filled in from the evidence.

A decision keeps rule ids and evidence; the sentence is made when it is read. The sentences of a primitive stand in its
module, those of other rules in `cadence/languages`. A rule that this version does not know is shown by its id with its
evidence, never left out (law 10).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from cadence.campaign.conditions import Where
from cadence.campaign.conditions.words import in_words as condition_in_words
from cadence.campaign.day_words import recorded_days
from cadence.domain import Channel, Reason
from cadence.domain.channels import CONTACT_CHANNELS, descriptor_of
from cadence.languages import Language, has_sentence, say, say_recorded, sentence_id
from cadence.languages.sentences import span_at_most, span_in_words
from cadence.policy.primitives import BY_KIND, PRIMITIVES

NOT_FOR = "step.where"
"""The rule that skips a step whose condition is not true of the person."""
PREFIX = "rule"
"""How the id of every sentence of a rule begins."""
TERMS = ("channel", "kind", "ground", "why", "state", "source")
"""Evidence whose words people say differently."""
ADDRESS_WHY = {
    "none": "no_address",
    "turned_down": "address_turned_down",
    "wrong_number": "wrong_address",
    "invalid_number": "invalid_address",
}
"""Why a number does not do, and the same of an address on a channel whose addresses are no phone numbers."""
WORDS_OF = {
    "enrolment.finished": ("reason", "reason"),
    "suppression.purpose": ("value", "purpose"),
    "suppression.channel": ("value", PREFIX),
}
"""Rules with a word of a family in their evidence: its key, and how the sentences of the family begin."""
COUNTS = ("max", "apart", "max_age_days", "trials")
"""Evidence that chooses between one and many."""
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d")
"""An instant as evidence writes it."""


def in_words(reason: Reason, language: Language = "en") -> str:
    """Return one reason as a sentence."""
    evidence = reason.evidence
    sentence = next(filter(has_sentence, _sentences(reason)), None)
    if sentence is None:
        unknown = say(language, "rule-not-known", rule=reason.rule)
        return f"{unknown}: {_listed(evidence)}" if evidence else unknown
    words = say_recorded(language, sentence, _readable(reason, language))
    text = " ".join(words.split())  # a sentence in a module may run over several lines
    if "where" in evidence and reason.rule != NOT_FOR:
        sentence = "rule-for-some" if evidence.get("holds") is True else "rule-for-some-unknown"
        text = say(language, sentence, text=text, where=_condition(evidence["where"], language))
    law = evidence.get("law")
    return f"{text} ({reason.rule}: {law})" if law else text


def kind_of_evidence(evidence: Mapping[str, Any]) -> str:
    """
    Return the primitive of a stored refusal by a pack's rule, "" when none fits.

    Rows of the ledger do not name it: they stay as older versions write and read them. Each primitive says by which
    marks its refusals are known.
    """
    marks = {*evidence, str(evidence.get("why"))}
    return next((primitive.kind for primitive in PRIMITIVES if not marks.isdisjoint(primitive.marks)), "")


def _sentences(reason: Reason) -> Iterator[str]:
    """Yield the ids that the sentence may have, the first choice first: of the rule, its family, its primitive."""
    rule, evidence = reason.rule, reason.evidence
    kind = reason.kind or kind_of_evidence(evidence)
    variants = BY_KIND[kind].variants if kind in BY_KIND else ()
    why = next((key for key in variants if key in evidence), str(evidence.get("why") or ""))
    addresses = has_addresses(evidence.get("channel"))
    family = rule.partition("[")[0] if "[" in rule else rule.rpartition(".")[0]
    for name in filter(None, (rule, family, kind)):
        if addresses and why in ADDRESS_WHY:
            yield sentence_id(PREFIX, name, ADDRESS_WHY[why])
        if why:
            yield sentence_id(PREFIX, name, why)
        if addresses:
            yield sentence_id(PREFIX, name, "address")
        yield sentence_id(PREFIX, name)


def has_addresses(channel: object) -> bool:
    """Tell whether people have no phone number on a channel but an address, such as that of a mailbox."""
    return channel in CONTACT_CHANNELS and descriptor_of(Channel(str(channel))).reader is not None


def _readable(reason: Reason, language: Language) -> dict[str, object]:
    """Return each piece of evidence as people read it; counts stay numbers."""
    evidence = reason.evidence
    nothing = say(language, "rule-no-value")
    readable: dict[str, object] = {key: nothing if value is None else _value(value) for key, value in evidence.items()}
    for key in ("local", "holiday"):
        if isinstance(evidence.get(key), Mapping):
            readable[key] = _by_zone(evidence[key])
    if isinstance(evidence.get("hours"), Mapping):
        for key in ("open", "allowed"):
            readable[key] = _by_zone({zone: _hours(key, day, language) for zone, day in evidence["hours"].items()})
    readable |= {key: _term(str(evidence[key]), language) for key in TERMS if key in evidence}
    readable |= _spans(evidence, language)
    readable |= {key: evidence[key] for key in COUNTS if isinstance(evidence.get(key), int)}
    for key in ("dates", "seasons"):
        if isinstance(evidence.get(key), list):
            readable[key] = recorded_days(evidence[key], language)
    if "per" in evidence:
        readable["per"] = _period(str(evidence["per"]), language)
    readable |= _named(reason, language)
    if "where" in evidence:
        readable["where"] = _condition(evidence["where"], language)
    if "counted" in evidence:
        readable["count"] = max(evidence["counted"].values(), default=0)
    return readable


def _spans(evidence: Mapping[str, Any], language: Language) -> dict[str, object]:
    """Return the spans in a person's units: of the one before closing, no second counts."""
    spans: dict[str, object] = {
        key: span_in_words(int(evidence[key]), language) for key in ("gap", "rest") if key in evidence
    }
    return spans | ({"guard": span_at_most(int(evidence["guard"]), language)} if "guard" in evidence else {})


def _named(reason: Reason, language: Language) -> dict[str, str]:
    """Return the pauses, and the words of the engine, that some rules have in their evidence."""
    evidence, named = reason.evidence, dict[str, str]()
    if isinstance(evidence.get("pauses"), list):
        named["pauses"] = ", ".join(_pause(str(pause), language) for pause in evidence["pauses"])
    if "pause" in evidence:
        named["pause"] = _pause(str(evidence["pause"]), language)
    key, family = WORDS_OF.get(reason.rule, ("", ""))
    if key in evidence:
        named[key] = _known_word(family, str(evidence[key]), language)
    return named


def _condition(stored: object, language: Language) -> str:
    """Return a condition of a campaign file in words; one that this version cannot read, as it is stored."""
    try:
        return condition_in_words(Where.model_validate(stored), language)
    except ValueError:
        return _value(stored)


def _term(word: str, language: Language) -> str:
    """Return a word of evidence as people say it; one that has no other name, as it is."""
    if word in CONTACT_CHANNELS:
        return descriptor_of(Channel(word)).labels.touches[language]
    sentence = sentence_id(PREFIX, "term", word)
    return say(language, sentence) if has_sentence(sentence) else word


def _known_word(prefix: str, word: str, language: Language) -> str:
    """Return what a word of a family is called; a name of the campaign file or an old word, as it is."""
    if prefix == PREFIX:
        return _term(word, language)
    sentence = sentence_id(prefix, word)
    return say(language, sentence) if word and has_sentence(sentence) else word


def _pause(written: str, language: Language) -> str:
    """Return what a pause covers: `floor:sales` is the floor sales."""
    scope, _, value = written.partition(":")
    sentence = sentence_id("scope", scope)
    return say_recorded(language, sentence, {"value": value}) if has_sentence(sentence) else written


def _value(value: object) -> str:
    """Return a value without brackets and quotes, and an instant as people read it."""
    if isinstance(value, Mapping):
        return _listed(value)
    if isinstance(value, list | tuple):
        return ", ".join(_value(item) for item in value)
    if isinstance(value, str) and INSTANT.fullmatch(value):
        return f"{datetime.fromisoformat(value).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return str(value)


def _hours(key: str, hours: str, language: Language) -> str:
    """Return the hours of a day in words; evidence has "closed" for a day without any."""
    if hours == "closed":
        return say(language, sentence_id(PREFIX, "hours", key, "none"))
    return say(language, sentence_id(PREFIX, "hours", key), hours=hours)


def _by_zone(values: Mapping[str, Any]) -> str:
    """Return the value of each zone, only once if it is the same in all."""
    if len(values) > 1 and len(set(values.values())) == 1:
        return _value(next(iter(values.values())))
    return ", ".join(f"{_value(value)} ({zone})" for zone, value in values.items())


def _listed(evidence: Mapping[str, Any]) -> str:
    """Return a mapping as a list of keys and values."""
    return ", ".join(f"{key} {_value(value)}" for key, value in evidence.items())


def _period(per: str, language: Language) -> str:
    """Return the period of a limit in words."""
    number, _, unit = per.partition(" ")
    if unit == "s":
        return span_in_words(int(number), language)
    if unit == "local days":
        return say(language, "rule-per-local-days", days=int(number))
    sentence = sentence_id(PREFIX, "per", per)
    return say(language, sentence) if has_sentence(sentence) else per
