"""
Does a condition hold for this person? Pure: yes, no or unknown, in Kleene's logic.

What is missing is unknown, and stays unknown under `not`: a condition never selects somebody who may not be meant.
`any` is true as soon as one part is, `all` is false as soon as one part is.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt
from typing import Any, NamedTuple, assert_never

from cadence.campaign.conditions.parsed import (
    CONTACTED,
    ENROLLED,
    LANGUAGE,
    All,
    AnyOf,
    Condition,
    Happened,
    HasConsent,
    HoursSince,
    IsDate,
    IsKnown,
    IsNumber,
    IsOneOf,
    Leaf,
    Not,
    TouchCount,
    Where,
)
from cadence.domain import REPLIED, Consent, Facts, Lead, Purpose, Touch
from cadence.domain.amounts import read_number
from cadence.domain.counted import counts
from cadence.domain.dates import read_wall
from cadence.domain.nearest import same_word
from cadence.domain.spreadsheets import cell_fault

Truth = bool | None
"""True, false, or None for unknown."""
COMPARED: dict[str, Any] = {"is": eq, "at_least": ge, "at_most": le, "above": gt, "below": lt}
LANGUAGE_COLUMNS = (LANGUAGE, "idioma", "lengua", "lang", "lingua")
"""The columns of a list that may hold a person's language; the first that the list has counts."""
LANGUAGE_WORDS = {
    spelling: code
    for code, spellings in {
        "es": "spanish espanol castellano castilian esp spa",
        "en": "english ingles eng",
        "pt": "portuguese portugues por",
        "ca": "catalan catala catalao cat",
        "fr": "french frances francais fra fre",
        "it": "italian italiano ita",
        "de": "german aleman alemao deutsch deu ger",
    }.items()
    for spelling in spellings.split()
}
"""Spellings of a language, in the form of `same_word`, and its code (ISO 639-1)."""
MOMENT = timedelta(microseconds=1)
"""`above` and `at_most` change their answer just after the hour that they name."""


class PersonAt(NamedTuple):
    """A person at an instant: whom a condition is about, and for which purpose they would be contacted."""

    facts: Facts
    at: datetime
    purpose: Purpose


def holds(where: Where, person: PersonAt) -> Truth:
    """Return whether the condition holds: True, False, or None if it is unknown."""
    return truth(where.holds, person)


def truth(condition: Condition, person: PersonAt) -> Truth:
    """Return whether a condition holds, or one of its parts."""
    match condition:
        case All(of=parts):
            return conjunction(truth(part, person) for part in parts)
        case AnyOf(of=parts):
            return disjunction(truth(part, person) for part in parts)
        case Not(of=part):
            return negation(truth(part, person))
        case _:
            return _leaf(condition, person)


def conjunction(truths: Iterable[Truth]) -> Truth:
    """Return false if one is false, else unknown if one is unknown."""
    known: Truth = True
    for each in truths:
        if each is False:
            return False
        known = known if each is not None else None
    return known


def disjunction(truths: Iterable[Truth]) -> Truth:
    """Return true if one is true, else unknown if one is unknown."""
    known: Truth = False
    for each in truths:
        if each is True:
            return True
        known = known if each is not None else None
    return known


def negation(of: Truth) -> Truth:
    """Return the opposite; that of unknown is unknown."""
    return None if of is None else not of


def unknown(where: Where, person: PersonAt) -> tuple[str, ...]:
    """Return what is not known that the condition asks about: columns, fields and events, each once."""
    missing = (_about(leaf) for leaf in where.leaves if truth(leaf, person) is None)
    return tuple(dict.fromkeys(missing))


def next_change(where: Where, person: PersonAt) -> datetime | None:
    """Return the first later instant at which the answer may change with time alone; None if it never does."""
    return min((instant for leaf in where.leaves for instant in _changes(leaf, person)), default=None)


def cell(lead: Lead, subject: str) -> str | None:
    """Return what is written of a lead: None where there is nothing, or a spreadsheet's error."""
    match subject:
        case "segment" | "account" | "country" | "region" | "name":
            text: str = getattr(lead, subject)
        case "score":
            text = str(lead.score)
        case "language":
            text = next((lead.attributes[name] for name in LANGUAGE_COLUMNS if name in lead.attributes), "")
        case _:
            text = lead.attributes.get(subject, "")
    return text if has_value(text) else None


def has_value(text: str) -> bool:
    """Tell whether a cell holds a value."""
    return bool(text.strip()) and not cell_fault(text)


def written_truth(condition: IsOneOf | IsNumber | IsDate | IsKnown, text: str | None) -> Truth:
    """Return whether a condition about a value holds for what is written in a cell; None: nothing is."""
    if isinstance(condition, IsKnown):
        return (text is not None) is condition.known
    if text is None:
        return None
    match condition:
        case IsOneOf(subject=subject, values=values):
            return _spelled(subject, text) in {_spelled(subject, value) for value in values}
        case IsNumber(comparison=comparison, number=number):
            value = read_number(text)
            return None if value is None else bool(COMPARED[comparison](value, number))
        case IsDate():
            return _compared_date(condition, text)
        case _:
            assert_never(condition)


def _leaf(condition: Leaf, person: PersonAt) -> Truth:
    match condition:
        case IsOneOf() | IsNumber() | IsDate() | IsKnown():
            return written_truth(condition, cell(person.facts.lead, condition.subject))
        case HasConsent():
            return _consents(condition, person) is condition.given
        case TouchCount(comparison=comparison, number=number):
            return bool(COMPARED[comparison](sum(_counted(condition, person)), number))
        case HoursSince(comparison=comparison, hours=hours):
            last = happened(condition.event, person)
            return None if last is None else bool(COMPARED[comparison](person.at - last, span_of(hours)))
        case Happened():
            return (happened(condition.event, person) is not None) is condition.happened
        case _:
            assert_never(condition)


@lru_cache(maxsize=65_536)
def _spelled(subject: str, text: str) -> str:
    """Return a value in the form in which it is compared."""
    return language_code(text) if subject == LANGUAGE else same_word(text)


def language_code(text: str) -> str:
    """Return the code of a language by its code or one of its names; another word is itself."""
    word = same_word(text)
    return LANGUAGE_WORDS.get(word, word).partition("-")[0]  # "es-ES" is Spanish


def _compared_date(condition: IsDate, text: str) -> Truth:
    """Compare what the clock on the wall shows; a day without an hour is the whole day."""
    try:
        wall = read_wall(text)
    except ValueError:
        return None
    at, other = wall.at.replace(tzinfo=None), condition.at
    if not (wall.timed and condition.timed):
        at, other = at.replace(hour=0, minute=0, second=0, microsecond=0), other.replace(hour=0, minute=0, second=0)
    return at < other if condition.comparison == "before" else at > other


def _consents(condition: HasConsent, person: PersonAt) -> bool:
    """
    Tell whether a consent to a channel stands: the last record of one of the numbers that have any, else the person's.

    A record of the whole person counts for each number.
    """
    records = [consent for consent in _records(condition, person) if consent.at <= person.at]
    closed = {number.id for number in person.facts.lead.numbers if number.closed is not None}
    named = {consent.number for consent in records if consent.number is not None and consent.number not in closed}
    numbers: set[int | None] = {*named} or {None}
    for number in numbers:
        own = (consent for consent in records if consent.number in {None, number})
        last = max(own, key=lambda consent: (consent.at, consent.id), default=None)
        if last is not None and last.given and (last.expires is None or person.at < last.expires):
            return True
    return False


def _records(condition: HasConsent, person: PersonAt) -> Iterator[Consent]:
    for consent in person.facts.consents:
        if consent.channel is condition.channel and consent.purpose in {None, person.purpose}:
            yield consent


def _counted(condition: TouchCount, person: PersonAt) -> Iterator[bool]:
    """Yield whether each touch of this campaign so far counts."""
    for touch in person.facts.own():
        yield (
            counts(touch)
            and touch.at <= person.at
            and (not condition.channels or touch.channel in condition.channels)
            and (not condition.steps or touch.step in condition.steps)
            and (not condition.outcomes or any(_when(touch, word, person.at) for word in condition.outcomes))
        )


def happened(event: str, person: PersonAt) -> datetime | None:
    """Return when something happened last in this enrolment, as far as it is known at the instant."""
    if event == ENROLLED:
        return person.facts.enrolment.at
    instants = (_when(touch, event, person.at) for touch in person.facts.own())
    return max(filter(None, instants), default=None)


def _when(touch: Touch, event: str, at: datetime) -> datetime | None:
    """Return when an event happened to a touch, up to an instant."""
    if event == CONTACTED:
        instant = touch.at if counts(touch) else None
    elif event == REPLIED:
        instant = touch.replied_at
    elif event in {touch.outcome, touch.disposition}:
        instant = touch.ended_at or touch.at
    else:
        instant = None
    return instant if instant is not None and instant <= at else None


def span_of(hours: Decimal) -> timedelta:
    """Return so many hours, to the microsecond."""
    return timedelta(microseconds=int(hours * 3_600_000_000))


def _about(leaf: Leaf) -> str:
    """Return what a part of a condition asks about."""
    match leaf:
        case IsOneOf() | IsNumber() | IsDate() | IsKnown():
            return leaf.subject
        case HoursSince() | Happened():
            return leaf.event
        case HasConsent():
            return leaf.channel.value
        case TouchCount():
            return leaf.kind
        case _:
            assert_never(leaf)


def _changes(leaf: Leaf, person: PersonAt) -> Iterator[datetime]:
    """Yield the later instants at which the answer of one part may change with time alone."""
    match leaf:
        case HoursSince(event=event, comparison=comparison, hours=hours):
            last = happened(event, person)
            if last is not None:
                flips = last + span_of(hours) + (MOMENT if comparison in {"above", "at_most"} else timedelta(0))
                yield from (instant for instant in (flips,) if instant > person.at)
        case HasConsent():
            for consent in _records(leaf, person):
                yield from (instant for instant in (consent.at, consent.expires) if instant and instant > person.at)
