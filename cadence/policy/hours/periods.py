"""How long does a touch count? Pure: elapsed seconds, local dates, local weeks and months, never converted (law 9)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import Field

from cadence.languages.sentences import span_in_words
from cadence.policy.hours.local_days import dates, day_begins
from cadence.policy.pack_parts import DayCount, PackPart, SecondCount
from cadence.policy.source_words import DAYS

WEEK = timedelta(days=7)
MONTHS = 12
LONGEST_MONTH = timedelta(days=31)
ZONES = timedelta(days=2)
"""More than a clock change, or several zones of one person, can add to a number of local dates."""


class RollingSpan(PackPart):
    """Elapsed seconds, (t-w, t]."""

    kind: Literal["rolling"]
    seconds: SecondCount = Field(description="The length in seconds.")

    @property
    def look_back(self) -> timedelta:
        """How old a touch may be and still count, at most."""
        return timedelta(seconds=self.seconds)

    def free_at(self, touched: datetime, zones: tuple[str, ...]) -> datetime:  # noqa: ARG002  one shape for periods
        """Return when a touch of that instant no longer counts; one exactly that old does not."""
        return touched + timedelta(seconds=self.seconds)

    def __str__(self) -> str:
        """Return the period as evidence names it."""
        return f"{self.seconds} s"

    def describe(self) -> str:
        """Return the length."""
        return span_in_words(self.seconds, "en")


class CalendarDays(PackPart):
    """Local dates, the first being the date of the touch."""

    kind: Literal["calendar_days"]
    n: DayCount = Field(description="How many dates.")

    @property
    def look_back(self) -> timedelta:
        """How old a touch may be and still count, at most."""
        return timedelta(days=self.n) + ZONES

    def free_at(self, touched: datetime, zones: tuple[str, ...]) -> datetime:
        """Return when a touch of that instant no longer counts in any of the zones."""
        ahead = timedelta(days=self.n)
        return _latest(touched, zones, lambda day: day + ahead)

    def __str__(self) -> str:
        """Return the period as evidence names it."""
        return f"{self.n} local days"

    def describe(self) -> str:
        """Return how many dates."""
        return "local date" if self.n == 1 else f"{self.n} local dates"


class CalendarWeek(PackPart):
    """The local week of the touch."""

    kind: Literal["calendar_week"]
    starts: Literal["mon", "sun"] = Field(default="mon", description="The first day of the week.")

    @property
    def look_back(self) -> timedelta:
        """How old a touch may be and still count, at most."""
        return WEEK + ZONES

    def free_at(self, touched: datetime, zones: tuple[str, ...]) -> datetime:
        """Return when the next week has begun in all of the zones."""
        first = DAYS.index(self.starts)
        return _latest(touched, zones, lambda day: day + WEEK - timedelta(days=(day.weekday() - first) % 7))

    def __str__(self) -> str:
        """Return the period as evidence names it."""
        return "local week"

    def describe(self) -> str:
        """Return the week's first day."""
        return f"local week from {self.starts}"


class CalendarMonth(PackPart):
    """The local month of the touch."""

    kind: Literal["calendar_month"]

    @property
    def look_back(self) -> timedelta:
        """How old a touch may be and still count, at most."""
        return LONGEST_MONTH + ZONES

    def free_at(self, touched: datetime, zones: tuple[str, ...]) -> datetime:
        """Return when the next month has begun in all of the zones."""
        return _latest(touched, zones, lambda day: date(day.year + day.month // MONTHS, day.month % MONTHS + 1, 1))

    def __str__(self) -> str:
        """Return the period as evidence names it."""
        return "local month"

    def describe(self) -> str:
        """Return the month."""
        return str(self)


Period = RollingSpan | CalendarDays | CalendarWeek | CalendarMonth
"""The stretch of time a limit looks at, in a pack, a campaign file or the house's rules."""


def rolling(seconds: int) -> RollingSpan:
    """Return the last elapsed seconds. A part of a second is none: in a file it is 0, and no touch counts."""
    return RollingSpan.model_construct(kind="rolling", seconds=seconds)


def local_dates(count: int) -> CalendarDays:
    """Return the last local dates, today included."""
    return CalendarDays(kind="calendar_days", n=count)


def _latest(touched: datetime, zones: tuple[str, ...], after: Callable[[date], date]) -> datetime:
    """Return the last instant at which the day after the period begins, over all zones."""
    return max([day_begins(zone, after(day)) for zone, day in dates(zones, touched)], default=touched)


class LocalDates(PackPart):
    """At least so many local dates between one touch and the next: 2 is "the day after tomorrow"."""

    kind: Literal["local_dates"]
    n: DayCount = Field(description="How many dates.")


def looser_period(own: Period, parent: Period) -> str:
    """Return in what a period is looser than the one of a parent pack, "" when it is not."""
    match own, parent:
        case (RollingSpan(seconds=mine), RollingSpan(seconds=other)) | (CalendarDays(n=mine), CalendarDays(n=other)):
            return "a shorter period" if mine < other else ""
    return "" if own == parent else "another kind of period"
