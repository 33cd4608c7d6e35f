"""
Is a condition true of a person, false or unknown? Naive: read from the YAML of `where`, one key after the other.

Written from the documents. What is missing is unknown; `any`, `all` and `not` are Kleene's.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from ruamel.yaml import YAML

from tests.unit.oracle.case import Case
from tests.unit.oracle.counting import left

YES, NO, UNKNOWN = "yes", "no", "unknown"
FIELDS = ("segment", "score", "account", "country", "region", "name")
ERRORS = ("#n/a", "#valor!", "#value!", "#ref!")
"""The errors of spreadsheets that the cases have, without accents and opening marks."""


@cache
def written(text: str) -> Any:
    """Return a condition as YAML has it."""
    return YAML(typ="safe", pure=True).load(text)


def verdict_at(case: Case, place: str, at: datetime) -> str:
    """Return yes, no or unknown for the condition of a place of the file; yes where it has none."""
    text = case.conditions.get(place)
    return YES if text is None else every(case, written(text), at)


def may_change(case: Case, place: str, at: datetime) -> bool:
    """Tell whether time alone may change the answer of a place."""
    return any(change > at for change in changes_of(case, case.conditions.get(place, "{}"), at))


def changes_of(case: Case, text: str, at: datetime) -> Iterator[datetime]:
    """Yield when time alone may change an answer: a consent begins or ends, or so many hours have passed."""
    parts = list(leaves(written(text)))
    channels = {channel for key, wanted in parts if key == "consent" for channel in listed(wanted)}
    for consent in case.facts.consents:
        if consent.channel.value in channels and concerns(case, consent):
            yield from (instant for instant in (consent.at, consent.expires) if instant)
    for wanted in (wanted for key, wanted in parts if key == "hours_since"):
        last = max(instants(case, wanted["event"], at), default=None)
        for comparison in ("at_least", "at_most", "above", "below"):
            if last is not None and comparison in wanted:
                just_after = timedelta(microseconds=comparison in {"at_most", "above"})
                yield last + timedelta(hours=float(wanted[comparison])) + just_after


def listed(wanted: Any) -> list[str]:
    """Return the channels of a condition on consents."""
    return [wanted] if isinstance(wanted, str) else list(wanted)


def leaves(condition: Any) -> Iterator[tuple[str, Any]]:
    """Yield each key that is no combination, with what it asks, however deep."""
    for part in condition if isinstance(condition, list) else [condition]:
        for key, value in part.items():
            if key in {"any", "all", "not"}:
                yield from leaves(value)
            else:
                yield key, value


def together(answers: Iterable[str]) -> str:
    """Return no if one says no, else unknown if one is unknown."""
    known = list(answers)
    return NO if NO in known else UNKNOWN if UNKNOWN in known else YES


def either(answers: Iterable[str]) -> str:
    """Return yes if one says yes, else unknown if one is unknown."""
    known = list(answers)
    return YES if YES in known else UNKNOWN if UNKNOWN in known else NO


def plainly(true: bool) -> str:
    """Return what is known as a word."""
    return YES if true else NO


def every(case: Case, condition: dict[str, Any], at: datetime) -> str:
    """Return whether all keys of a mapping hold."""
    return together(answers_of(case, condition, at))


def answers_of(case: Case, condition: dict[str, Any], at: datetime) -> Iterator[str]:
    """Yield what each key of a mapping says."""
    for key, value in condition.items():
        if key == "any":
            parts = value if isinstance(value, list) else [{name: of} for name, of in value.items()]
            yield either(every(case, part, at) for part in parts)
        elif key == "all":
            yield together(every(case, part, at) for part in (value if isinstance(value, list) else [value]))
        elif key == "not":
            yield {YES: NO, NO: YES, UNKNOWN: UNKNOWN}[every(case, value, at)]
        elif key == "consent":
            yield consents(case, value, at)
        elif key == "touches":
            yield touches(case, value, at)
        elif key == "hours_since":
            yield hours_since(case, value, at)
        elif key == "columns":
            yield together(value_says(cell(case, column), wanted) for column, wanted in value.items())
        else:
            yield value_says(cell(case, key), value)


def cell(case: Case, subject: str) -> str | None:
    """Return what is written of the person; None: nothing, or a spreadsheet's error."""
    lead = case.facts.lead
    text = str(getattr(lead, subject)) if subject in FIELDS else lead.attributes.get(subject, "")
    return None if not text.strip() or word(text).replace("¡", "") in ERRORS else text


def word(text: str) -> str:
    """Return a word without case, accents, spaces and underscores."""
    letters = unicodedata.normalize("NFD", text.lower())
    return "".join(
        character
        for character in letters
        if unicodedata.category(character) != "Mn" and character not in " _\t\N{NO-BREAK SPACE}"
    )


def value_says(text: str | None, wanted: Any) -> str:
    """Return whether a cell is what is asked for: a word, one of several, or comparisons that must all be true."""
    if isinstance(wanted, dict):
        return together(compared(text, comparison, operand) for comparison, operand in wanted.items())
    values = wanted if isinstance(wanted, list) else [wanted]
    return UNKNOWN if text is None else plainly(word(text) in {word(str(value)) for value in values})


def compared(text: str | None, comparison: str, operand: Any) -> str:
    """Return whether one comparison holds."""
    if comparison == "is":
        return plainly((text is not None) == (operand == "known"))
    value, bound = number(text or ""), number(str(operand))
    return UNKNOWN if value is None or bound is None else plainly(compares(value, comparison, bound))


def compares(value: Decimal, comparison: str, bound: Decimal) -> bool:
    """Tell whether one number is more or less than another."""
    return {
        "is": value == bound,
        "at_least": value >= bound,
        "at_most": value <= bound,
        "above": value > bound,
        "below": value < bound,
    }[comparison]


def number(text: str) -> Decimal | None:
    """Return the number that people write so: one sign with three digits behind it parts thousands."""
    digits = text.replace("€", "").replace("$", "").strip()
    whole, sign, rest = digits.partition("," if "," in digits else ".")
    if not (whole + rest).isdecimal() or (sign and not (whole and rest)):
        return None
    if sign and len(rest) == 3 and len(whole) < 4 and whole[0] != "0":
        return Decimal(whole + rest)
    return Decimal(f"{whole}.{rest or 0}")


def consents(case: Case, wanted: Any, at: datetime) -> str:
    """Return whether a consent stands: to a channel, to one of several, or one or none to each. Always known."""
    if isinstance(wanted, dict):
        return plainly(all(stands(case, channel, at) == yes for channel, yes in wanted.items()))
    return plainly(any(stands(case, channel, at) for channel in ([wanted] if isinstance(wanted, str) else wanted)))


def concerns(case: Case, consent: Any) -> bool:
    """Tell whether a consent is for this campaign's purpose, or for all."""
    return consent.purpose is None or consent.purpose == case.campaign.purpose


def stands(case: Case, channel: str, at: datetime) -> bool:
    """Tell whether the last word about a number says yes: of those that have one, else of the person."""
    records = [
        consent
        for consent in case.facts.consents
        if consent.channel.value == channel and concerns(case, consent) and consent.at <= at
    ]
    usable = [number.id for number in case.facts.lead.numbers if not number.closed]
    spoken_of: list[int | None] = [number for number in usable if any(consent.number == number for consent in records)]
    for number in spoken_of or [None]:
        words = sorted(
            (consent.at, consent.id, consent)
            for consent in records
            if consent.number is None or consent.number == number
        )
        if words and words[-1][2].given and (words[-1][2].expires is None or words[-1][2].expires > at):
            return True
    return False


def touches(case: Case, wanted: Any, at: datetime) -> str:
    """Return whether so many touches went to the person in this campaign so far. Always known."""
    wanted = wanted if isinstance(wanted, dict) else {"is": wanted}
    kinds = {key: value if isinstance(value, list) else [value] for key, value in wanted.items()}
    count = sum(
        touch.enrolment == case.facts.enrolment.id
        and left(touch)
        and touch.at <= at
        and ("channel" not in wanted or touch.channel.value in kinds["channel"])
        and ("step" not in wanted or touch.step in kinds["step"])
        and ("outcome" not in wanted or bool(came_of(touch, at) & set(kinds["outcome"])))
        for touch in case.facts.touches
    )
    bounds = {key: value for key, value in wanted.items() if key not in {"channel", "step", "outcome"}}
    return plainly(all(compares(Decimal(count), comparison, Decimal(most)) for comparison, most in bounds.items()))


def hours_since(case: Case, wanted: dict[str, Any], at: datetime) -> str:
    """Return whether it is so many hours since the last such event in this visit; unknown where there was none."""
    last = max(instants(case, wanted["event"], at), default=None)
    hours = None if last is None else Decimal((at - last) // timedelta(microseconds=1)) / 3_600_000_000
    return together(
        plainly((hours is not None) == (bound == "known"))
        if comparison == "is"
        else UNKNOWN
        if hours is None
        else plainly(compares(hours, comparison, Decimal(str(bound))))
        for comparison, bound in wanted.items()
        if comparison != "event"
    )


def instants(case: Case, event: str, at: datetime) -> Iterator[datetime]:
    """Yield when an event happened to the person, until an instant."""
    happened: list[datetime | None] = [case.facts.enrolment.at] if event == "enrolled" else []
    for touch in case.facts.touches:
        if touch.enrolment != case.facts.enrolment.id:
            continue
        if event == "contacted" and left(touch):
            happened.append(touch.at)
        elif event == "replied":
            happened.append(touch.replied_at)
        elif event in {word.value for word in (touch.outcome, touch.disposition) if word}:
            happened.append(touch.ended_at or touch.at)
    yield from (instant for instant in happened if instant is not None and instant <= at)


def came_of(touch: Any, at: datetime) -> set[str]:
    """Return what came of a touch by then."""
    known = {touch.outcome, touch.disposition} if (touch.ended_at or touch.at) <= at else set()
    replied = {"replied"} if touch.replied_at and touch.replied_at <= at else set()
    return {outcome.value for outcome in known if outcome and outcome.value != "replied"} | replied
