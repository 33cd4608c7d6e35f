"""How long does a touch count? Pure: elapsed seconds, local dates, local weeks and months, never converted (law 9)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from cadence.policy.local_days import day_begins, local

WEEK = timedelta(days=7)
MONTHS = 12


class Period(Protocol):
    """The stretch of time a limit looks at; its text is how evidence names it."""

    def free_at(self, touched: datetime, zones: tuple[str, ...]) -> datetime:
        """Return when a touch of that instant no longer counts in any of the zones."""


@dataclass(frozen=True, slots=True)
class Rolling:
    """The last `seconds` elapsed seconds, (t-w, t]: a touch exactly that old no longer counts."""

    seconds: int

    def free_at(self, touched: datetime, zones: tuple[str, ...]) -> datetime:  # noqa: ARG002  one protocol for periods
        """Return when a touch of that instant no longer counts."""
        return touched + timedelta(seconds=self.seconds)

    def __str__(self) -> str:
        """Return the period as evidence names it."""
        return f"{self.seconds} s"


@dataclass(frozen=True, slots=True)
class LocalDays:
    """The last `days` dates on the person's wall, today included."""

    days: int

    def free_at(self, touched: datetime, zones: tuple[str, ...]) -> datetime:
        """Return when a touch of that instant no longer counts in any of the zones."""
        ahead = timedelta(days=self.days)
        return _latest(touched, zones, lambda day: day + ahead)

    def __str__(self) -> str:
        """Return the period as evidence names it."""
        return f"{self.days} local days"


@dataclass(frozen=True, slots=True)
class LocalWeek:
    """The week on the person's wall, beginning on the weekday `starts` (0 = Monday)."""

    starts: int = 0

    def free_at(self, touched: datetime, zones: tuple[str, ...]) -> datetime:
        """Return when the next week has begun in all of the zones."""
        return _latest(touched, zones, lambda day: day + WEEK - timedelta(days=(day.weekday() - self.starts) % 7))

    def __str__(self) -> str:
        """Return the period as evidence names it."""
        return "local week"


@dataclass(frozen=True, slots=True)
class LocalMonth:
    """The month on the person's wall."""

    def free_at(self, touched: datetime, zones: tuple[str, ...]) -> datetime:
        """Return when the next month has begun in all of the zones."""
        return _latest(touched, zones, lambda day: date(day.year + day.month // MONTHS, day.month % MONTHS + 1, 1))

    def __str__(self) -> str:
        """Return the period as evidence names it."""
        return "local month"


def _latest(touched: datetime, zones: tuple[str, ...], after: Callable[[date], date]) -> datetime:
    """Return the last instant at which the day after the period begins, over all zones."""
    return max((day_begins(zone, after(local(zone, touched).date())) for zone in zones), default=touched)
