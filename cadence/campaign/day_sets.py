"""
Which dates does a file mean by "24 dec", "1 dec - 6 jan" or "last 5 days of month"? Pure: frozen values.

Each value says of a date whether it is meant (`holds`), and is written back as a file may write it (`str`). How they
are read is in `day_notation.py`, how they are said in `day_words.py`.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from cadence.campaign.periods import Shape
from cadence.domain.plurals import many

ONE_DAY = timedelta(days=1)
WEEK = 7
LAST = -1
"""The last weekday of a month, where others are counted from its beginning."""
MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
FIRST_YEAR, YEARS = 2027, 28
"""In so many years each date falls on each weekday, but for 29 February."""


class Dates(Shape):
    """From a date to another one, both included; one date is its own end."""

    kind: Literal["dates"] = "dates"
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Tell whether this date is meant."""
        return self.first <= day <= self.last

    def __str__(self) -> str:
        """Return "2027-12-24" or "2027-12-01..2028-01-06"."""
        first = self.first.isoformat()
        return first if self.first == self.last else f"{first}..{self.last.isoformat()}"


class EachYear(Shape):
    """From a day of the year to another one, both included, in each year; it may go over New Year."""

    kind: Literal["each_year"] = "each_year"
    first: tuple[int, int]  # month and day
    last: tuple[int, int]

    def holds(self, day: date) -> bool:
        """Tell whether this date is meant."""
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last

    def __str__(self) -> str:
        """Return "24 dec" or "1 dec - 6 jan"."""
        first = _day_and_month(self.first)
        return first if self.first == self.last else f"{first} - {_day_and_month(self.last)}"


class DaysOfMonth(Shape):
    """The first or the last so many days of each month, or of one month of the year."""

    kind: Literal["days_of_month"] = "days_of_month"
    at: Literal["first", "last"]
    count: int
    month: int | None = None

    def holds(self, day: date) -> bool:
        """Tell whether this date is meant."""
        if self.month not in (None, day.month):
            return False
        length = monthrange(day.year, day.month)[1]
        return day.day <= self.count if self.at == "first" else day.day > length - self.count

    def __str__(self) -> str:
        """Return "last 5 days of month" or "first day of november"."""
        days = many(self.count, "day") if self.count > 1 else "day"
        return f"{self.at} {days} of {_month(self.month)}"


class DayOfMonth(Shape):
    """A day of each month by its number; a month that is too short has none."""

    kind: Literal["day_of_month"] = "day_of_month"
    day: int

    def holds(self, day: date) -> bool:
        """Tell whether this date is meant."""
        return day.day == self.day

    def __str__(self) -> str:
        """Return "day 5 of month"."""
        return f"day {self.day} of month"


class WeekdayOfMonth(Shape):
    """The first, second, third, fourth or last such weekday (0 = Monday) of each month, or of one month of the year."""

    kind: Literal["weekday_of_month"] = "weekday_of_month"
    nth: int
    weekday: int
    month: int | None = None

    def holds(self, day: date) -> bool:
        """Tell whether this date is meant."""
        if day.weekday() != self.weekday or self.month not in (None, day.month):
            return False
        if self.nth == LAST:
            return (day + timedelta(days=WEEK)).month != day.month
        return (day.day - 1) // WEEK == self.nth - 1

    def __str__(self) -> str:
        """Return "first monday of month" or "last friday of november"."""
        return f"{NTH[self.nth]} {WEEKDAY_NAMES[self.weekday]} of {_month(self.month)}"


Days = Annotated[Dates | EachYear | DaysOfMonth | DayOfMonth | WeekdayOfMonth, Field(discriminator="kind")]
"""Some dates, as a file names them."""
DaySet = tuple[Days, ...]
"""Several of them: a date is in the set if one of them means it."""


def _day_and_month(when: tuple[int, int]) -> str:
    month, day = when
    return f"{day} {MONTH_NAMES[month - 1]}"


def _month(month: int | None) -> str:
    return "month" if month is None else MONTH_NAMES[month - 1]


def holds(days: Iterable[Days], day: date) -> bool:
    """Tell whether a date is in a set."""
    return any(some.holds(day) for some in days)


def written(days: Iterable[Days]) -> list[str]:
    """Return a set as a file may write it."""
    return [str(some) for some in days]


@lru_cache(maxsize=512)
def examples(days: Days) -> frozenset[date]:
    """Return the dates that are meant; of those that come again each year, the dates of enough years to compare."""
    first, last = (days.first, days.last) if isinstance(days, Dates) else (None, None)
    if first is not None and last is not None:
        return frozenset(first + ahead * ONE_DAY for ahead in range(min((last - first).days + 1, YEARS * 366)))
    return frozenset(day for day in _every_day() if days.holds(day))


@lru_cache(maxsize=1)
def _every_day() -> tuple[date, ...]:
    """Return every date of the years that are compared."""
    first = date(FIRST_YEAR, 1, 1)
    return tuple(first + ahead * ONE_DAY for ahead in range((date(FIRST_YEAR + YEARS, 1, 1) - first).days))


def shared(some: Days, other: Days) -> date | None:
    """Return the first date that both mean; None if there is none."""
    if isinstance(some, Dates):
        return min(filter(other.holds, examples(some)), default=None)
    if isinstance(other, Dates):
        return shared(other, some)
    return min(examples(some) & examples(other), default=None)


def weekdays(days: Days) -> frozenset[int]:
    """Return the weekdays on which these dates fall, 0 for Monday."""
    return frozenset(day.weekday() for day in examples(days))


def last_date(days: Iterable[Days]) -> date | None:
    """Return the last date of a set; None if it has dates in each year."""
    ends: list[date] = []
    for some in days:
        if not isinstance(some, Dates):
            return None
        ends.append(some.last)
    return max(ends, default=None)
