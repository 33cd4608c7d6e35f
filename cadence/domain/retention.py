"""How long is personal data kept? Pure: times by the calendar, and the classes of data that have one."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cadence.domain.plurals import many

YEAR = 12
"""Months of a year."""


class RetentionClass(StrEnum):
    """A class of data that a house may keep for a time of its own."""

    TEXTS = "texts"  # what was written in either direction, answers that were stored, titles and texts of closed tasks
    PEOPLE = "people"  # everything about a person: names, numbers, attributes, texts, evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionTime:
    """A time by the calendar: months, then days of 24 hours. At its end, to the instant, it is over."""

    months: int = 0
    days: int = 0

    def before(self, now: datetime) -> datetime:
        """Return the latest instant since which this time is over: of 31 March a month ago is the last of February."""
        year, month = divmod(now.year * YEAR + now.month - 1 - self.months, YEAR)
        day = min(now.day, monthrange(year, month + 1)[1])
        return now.replace(year=year, month=month + 1, day=day) - timedelta(days=self.days)

    def __str__(self) -> str:
        """Return it in words: "2 years", "1 year 6 months"."""
        years, months = divmod(self.months, YEAR)
        parts = ((years, "year"), (months, "month"), (self.days, "day"))
        return " ".join(many(count, noun) for count, noun in parts if count)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionTimes:
    """How long a house keeps each class; None: until somebody erases it."""

    texts: RetentionTime | None = None
    people: RetentionTime | None = None

    @property
    def times(self) -> dict[RetentionClass, RetentionTime]:
        """The times that are set, by class."""
        both = {RetentionClass.TEXTS: self.texts, RetentionClass.PEOPLE: self.people}
        return {name: time for name, time in both.items() if time is not None}


UNTIL_ERASED = RetentionTimes()
"""Nothing is erased by itself."""


def in_words(retention: RetentionTimes) -> str:
    """Return the times that are set: "texts are kept for 18 months, people for 3 years"."""
    kept = [
        f"{name} {'for' if place else 'are kept for'} {time}"
        for place, (name, time) in enumerate(retention.times.items())
    ]
    return ", ".join(kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionBound:
    """From which instant back data may be erased, by the time of a house and by the law about a person."""

    own: datetime  # by the house, or by a law that wants data kept no longer than a shorter time
    law: datetime  # by the longest time for which a law wants records kept

    @property
    def both(self) -> datetime:
        """The instant since which both times are over: the longer time counts."""
        return min(self.own, self.law)


def bound(own: RetentionTime, least: Iterable[int], most: Iterable[int], now: datetime) -> RetentionBound:
    """Return what may be erased: kept for `own`, at most for the years of `most`, in any case for those of `least`."""
    shortest = max([own.before(now), *(_years(years).before(now) for years in most)])
    return RetentionBound(own=shortest, law=min([now, *(_years(years).before(now) for years in least)]))


def _years(years: int) -> RetentionTime:
    return RetentionTime(months=years * YEAR)
