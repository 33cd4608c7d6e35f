"""
How are a sentence, an instant and a span written in a language? Pure: an id and arguments in, text out.

A test runs with `strict`: a sentence or an argument that is missing is an error there. A user never meets that error:
they read the sentence in English, or its id with the arguments, and a question mark for a missing argument.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime

from cadence.languages.texts import Language, WordingError, sentences_of

_NO_ID = re.compile(r"[^A-Za-z0-9_-]+")
UNITS = ((86400, "span-days"), (3600, "span-hours"), (60, "span-minutes"))
"""Seconds in a unit, and its sentence; the largest first."""
_strict = [False]


@contextmanager
def strict(*, on: bool = True) -> Iterator[None]:
    """Raise WordingError for a missing sentence or argument meanwhile."""
    before, _strict[0] = _strict[0], on
    try:
        yield
    finally:
        _strict[0] = before


def say(language: Language, sentence: str, /, **values: object) -> str:
    """
    Return a sentence with these values.

    Numbers choose between one and many, and are written as the language writes them: 2,000 or 2.000, 1.5 or 1,5.
    Everything else is shown as it is, so the number of a version or of a record is given as text.
    """
    return _said(language, sentence, values, complete=True)


def say_recorded(language: Language, sentence: str, values: Mapping[str, object]) -> str:
    """Return a sentence about a record. What an old record does not have is a question mark."""
    return _said(language, sentence, values, complete=False)


def weekday_and_date(day: date, language: Language) -> str:
    """Return "Mon 2027-03-08"."""
    return f"{say(language, 'weekday', day=day.isoweekday())} {day:%Y-%m-%d}"


def weekday_and_time(local: datetime, language: Language, form: str = "%H:%M") -> str:
    """Return "Mon 2027-03-08 10:00", on the clock that the instant is given on."""
    return f"{weekday_and_date(local, language)} {local:{form}}"


def span_in_words(seconds: int, language: Language) -> str:
    """Return a span in the largest unit that divides it: "2 hours", "7 días"."""
    for size, sentence in UNITS:
        if seconds and seconds % size == 0:
            return say(language, sentence, count=seconds // size)
    return say(language, "span-seconds", count=seconds)


def span_at_most(seconds: int, language: Language) -> str:
    """Return a span that is not shorter, in whole minutes or hours: of 939 seconds, "16 minutes"."""
    size = next((size for size, _ in UNITS[1:] if seconds > 2 * size), 1)
    return span_in_words(-(-seconds // size) * size, language)


def has_sentence(sentence: str) -> bool:
    """Return whether there is a sentence with this id."""
    return sentence in sentences_of("en")


def sentence_id(*parts: str) -> str:
    """Return the id of a sentence from words of any kind: `campaign.windows` and `closing` are joined by hyphens."""
    return "-".join(_NO_ID.sub("-", part) for part in parts if part)


def _said(language: Language, sentence: str, values: Mapping[str, object], *, complete: bool) -> str:
    sentences = sentences_of(language)
    if sentence not in sentences:
        return _instead(language, sentence, values, complete=complete)
    wanted = sentences.arguments(sentence)
    missing = wanted - values.keys()
    if missing and complete and _strict[0]:
        raise WordingError(f"{language}: {sentence} also needs {', '.join(sorted(missing))}")
    words = {name: _fluent(values.get(name, "?")) for name in wanted}
    return sentences.text(sentence, words)


def _instead(language: Language, sentence: str, values: Mapping[str, object], *, complete: bool) -> str:
    """Return what is shown when a language lacks a sentence: the English one, or the id with the values."""
    if _strict[0]:
        raise WordingError(f"{language} has no sentence {sentence}")
    if sentence in sentences_of("en"):
        return _said("en", sentence, values, complete=complete)
    listed = ", ".join(f"{name} {value}" for name, value in values.items())
    return f"{sentence}: {listed}" if listed else sentence


def _fluent(value: object) -> float | str:
    """Return a value as Fluent takes it: a number, or text."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
