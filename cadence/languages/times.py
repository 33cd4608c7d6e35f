"""How are instants and spans written in a language? Pure."""

from datetime import date, datetime

from cadence.languages.sentences import say
from cadence.languages.texts import Language

UNITS = ((86400, "span-days"), (3600, "span-hours"), (60, "span-minutes"))
"""Seconds in a unit, and its sentence; the largest first."""


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
