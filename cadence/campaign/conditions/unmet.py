"""Which parts of a condition does a person not meet, and what is written of them? Pure: as values and in words."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cadence.campaign.conditions.evaluate import PersonAt, Truth, cell, truth, unknown
from cadence.campaign.conditions.parsed import AboutValue, All, Condition, Where
from cadence.campaign.conditions.words import in_words, subject_in_words
from cadence.languages import Language, add_sentences, say


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmetPart:
    """A part of a condition that is false, or not known."""

    part: Where
    holds: Truth  # False, or None for unknown
    missing: tuple[str, ...] = ()  # what is not known: columns, fields and events
    written: dict[str, str] = field(default_factory=dict)  # what is written of the person that it asks about


def unmet_parts(where: Where, person: PersonAt) -> tuple[UnmetPart, ...]:
    """Return the parts of a condition that keep it from being true, the false ones first; () where it is true."""
    parts = [_unmet(part, person) for part in _parts(where.holds, person)]
    return tuple(sorted(parts, key=lambda part: part.holds is None))


def unmet_in_words(parts: tuple[UnmetPart, ...], language: Language) -> str:
    """Return in one clause what is not true and what is not known, with what is written of the person."""
    return "; ".join(_said(part, language) for part in parts)


def _parts(condition: Condition, person: PersonAt) -> Iterator[Condition]:
    """Yield what is not true: of conditions that must all hold, each one."""
    if truth(condition, person) is True:
        return
    if isinstance(condition, All):
        for part in condition.of:
            yield from _parts(part, person)
    else:
        yield condition


def _unmet(condition: Condition, person: PersonAt) -> UnmetPart:
    part = Where(holds=condition)
    subjects = dict.fromkeys(leaf.subject for leaf in part.leaves if isinstance(leaf, AboutValue))
    written = {subject: text for subject in subjects if (text := cell(person.facts.lead, subject)) is not None}
    holds = truth(condition, person)
    missing = unknown(part, person) if holds is None else ()
    return UnmetPart(part=part, holds=holds, missing=missing, written=written)


def _said(unmet: UnmetPart, language: Language) -> str:
    where = in_words(unmet.part, language)
    if unmet.holds is None:
        missing = ", ".join(_named(name, unmet.written.get(name), language) for name in unmet.missing)
        return say(language, "unmet-unknown", where=where, missing=missing)
    written = ", ".join(_named(name, text, language) for name, text in unmet.written.items())
    return say(language, "unmet-false" if written else "unmet-false-nothing", where=where, written=written)


def _named(subject: str, text: str | None, language: Language) -> str:
    """Return a field or a column, with what is written in it."""
    name = subject_in_words(subject, language)
    return name if text is None else say(language, "unmet-written", subject=name, text=" ".join(text.split()))


add_sentences(
    en="""
unmet-false = this is not true: { $where } (what is known: { $written })
unmet-false-nothing = this is not true: { $where }
unmet-unknown = it is not known whether { $where } (no value that can be read: { $missing })
unmet-written = { $subject } “{ $text }”
""",
    es="""
unmet-false = no se cumple: { $where } (consta: { $written })
unmet-false-nothing = no se cumple: { $where }
unmet-unknown = no se sabe si se cumple: { $where } (sin un valor legible: { $missing })
unmet-written = { $subject } «{ $text }»
""",
    pt="""
unmet-false = não se cumpre: { $where } (consta: { $written })
unmet-false-nothing = não se cumpre: { $where }
unmet-unknown = não se sabe se se cumpre: { $where } (sem um valor legível: { $missing })
unmet-written = { $subject } “{ $text }”
""",
)
