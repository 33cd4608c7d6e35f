"""
When does a week of hours open and close in one zone? Pure.

Hours are wall time (law 9): an instant is open if the local clock shows an open hour. When the clock goes back, the
repeated hour counts twice; when it goes forward, the skipped hour never comes. Each local day is converted once into
its open stretches in UTC, so nothing steps through minutes.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeVar

from cadence.campaign.day_sets import DaySet, holds
from cadence.policy.finding import HORIZON
from cadence.policy.hours.holiday_calendar import Calendar
from cadence.policy.hours.local_days import local, stretches

DAY = timedelta(days=1)
FOLLOWED_DAYS = 8
"""How many days an opening is followed at once; what closes later than that does not close soon."""
KEPT_DAYS = 64
"""Of so many days the edges are kept."""

Bound = TypeVar("Bound", datetime, timedelta)

Opening = tuple[datetime, datetime]
"""An open stretch of real time, half-open, in UTC."""
Hours = tuple[tuple[timedelta, timedelta], ...]
"""The open stretches of one day, from midnight on the wall, half-open, in order."""
Week = tuple[Hours, ...]
"""The hours of each weekday, Monday first."""

ALWAYS: Week = (((timedelta(0), DAY),),) * 7
NEVER_OPEN: Week = ((),) * 7


@dataclass(frozen=True, slots=True)
class DatedWeeks:
    """A week of hours, and others that replace it on certain dates; if several do on one date, all of them are open."""

    usual: Week
    dated: tuple[tuple[DaySet, Week], ...]

    def named(self, day: date) -> DaySet:
        """Return the sets of dates that replace the usual week on this date."""
        return tuple(some for days, _ in self.dated if holds(days, day) for some in days if some.holds(day))

    def on(self, day: date) -> Hours:
        """Return the hours of this date."""
        weeks = [week for days, week in self.dated if holds(days, day)]
        return tuple(sorted({span for week in weeks or [self.usual] for span in week[day.weekday()]}))


def closed_on(days: DaySet) -> DatedWeeks:
    """Return the hours that are open always but for these dates."""
    return DatedWeeks(ALWAYS, ((days, NEVER_OPEN),))


def hours_on(hours: Week | DatedWeeks, day: date) -> Hours:
    """Return the hours of a date."""
    return hours.on(day) if isinstance(hours, DatedWeeks) else hours[day.weekday()]


def week(entries: Iterable[tuple[Sequence[int], time, time]]) -> Week:
    """Return the week that is open at all of these (weekdays, opens, closes); closing at 00:00 is the day's end."""
    days: list[set[tuple[timedelta, timedelta]]] = [set() for _ in range(7)]
    for weekdays, opens, closes in entries:
        for weekday in weekdays:
            days[weekday].add((_since_midnight(opens), _since_midnight(closes) or DAY))
    return tuple(tuple(sorted(day)) for day in days)


def _since_midnight(wall: time) -> timedelta:
    """Return how long after midnight a wall clock shows this."""
    return timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)


@lru_cache(maxsize=16384)
def openings(hours: Week | DatedWeeks, calendar: Calendar | None, zone: str, day: date) -> tuple[Opening, ...]:
    """Return the open stretches of one local day, in order and apart from each other."""
    if calendar is not None and calendar.name_of(day) is not None:
        return ()
    midnight = datetime.combine(day, time(), UTC)
    pieces: list[Opening] = []
    today = hours_on(hours, day)
    for start, end, offset in stretches(zone, day):
        for opens, closes in today:
            first, last = max(midnight + opens - offset, start), min(midnight + closes - offset, end)
            if first < last:
                pieces.append((first, last))
    return tuple(joined(sorted(pieces)))


def joined(pieces: Sequence[tuple[Bound, Bound]]) -> list[tuple[Bound, Bound]]:
    """Join stretches, given in order, that touch or overlap."""
    whole: list[tuple[Bound, Bound]] = []
    for start, end in pieces:
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


class WeekHours:
    """The hours of one week in one zone: each day is worked out once, with the end of each opening."""

    def __init__(self, hours: Week | DatedWeeks, calendar: Calendar | None, zone: str) -> None:
        """Start with no day worked out."""
        self._hours = hours
        self._calendar = calendar
        self._zone = zone
        self._days: dict[date, tuple[tuple[datetime, Opening], ...]] = {}
        self._edges: dict[tuple[date, timedelta], list[datetime]] = {}
        self._last: tuple[datetime, datetime, Opening] | None = None  # an opening within its day, and followed

    def opening(self, moment: datetime) -> Opening | None:
        """Return the opening that holds this instant, or the first one after it within the horizon."""
        known = self._last
        if known is not None and known[0] <= moment < known[1]:
            return known[2]
        day = local(self._zone, moment).date()
        last = day + HORIZON
        while day <= last:
            for end, opening in self._openings(day):
                if end > moment:
                    self._last = (opening[0], end, opening)
                    return opening
            day += DAY
        return None

    def closes(self, moment: datetime, guard: timedelta) -> datetime | None:
        """Return when the guard before closing begins; None when it has, or when hours are not open."""
        opening = self.opening(moment)
        if opening is None or moment < opening[0]:
            return None
        ends = opening[1] - guard
        return ends if moment < ends else None

    def opens(self, moment: datetime, guard: timedelta) -> datetime | None:
        """
        Return the first instant that is open and not within the guard before closing.

        None when there is none within the horizon: every opening may be shorter than the guard.
        """
        last = moment + HORIZON
        while moment <= last and (opening := self.opening(moment)) is not None:
            start, end = max(opening[0], moment), opening[1]
            if start < end - guard:
                return start
            moment = end
        return None

    def steady(self, moment: datetime, guard: timedelta) -> tuple[datetime, datetime]:
        """Return a stretch of time around this instant in which the date and all answers stay the same, half-open."""
        day = local(self._zone, moment).date()
        edges = self._edges.get((day, guard))
        if edges is None:
            if len(self._edges) >= KEPT_DAYS:
                self._edges.clear()
            edges = self._edges[day, guard] = self._edges_of(day, guard)
        later = bisect_right(edges, moment)
        return edges[later - 1], edges[later]

    def _edges_of(self, day: date, guard: timedelta) -> list[datetime]:
        """Return the instants around this day at which the date or an answer may change, in order."""
        midnight = datetime.combine(day, time(), UTC)
        edges = {edge for end, (start, followed) in self._openings(day) for edge in (start, end, followed - guard)}
        for start, end, offset in stretches(self._zone, day):
            edges |= {start, midnight - offset, midnight + DAY - offset, end}
        return sorted(edges)

    def _openings(self, day: date) -> tuple[tuple[datetime, Opening], ...]:
        """Return where each opening of this day ends by this day's hours, and the opening followed to its end."""
        known = self._days.get(day)
        if known is None:
            today = openings(self._hours, self._calendar, self._zone, day)
            known = self._days[day] = tuple((end, (start, self._followed(day, end))) for start, end in today)
        return known

    def _followed(self, day: date, end: datetime) -> datetime:
        """Return the end of an opening, over midnight if the next day begins open."""
        for ahead in range(1, FOLLOWED_DAYS + 1):
            tomorrow = openings(self._hours, self._calendar, self._zone, day + ahead * DAY)
            if not tomorrow or tomorrow[0][0] != end:
                break
            end = tomorrow[0][1]
        return end


@lru_cache(maxsize=512)
def week_hours(hours: Week | DatedWeeks, calendar: Calendar | None, zone: str) -> WeekHours:
    """Return the hours of a week in a zone; many people share them, so each is made once."""
    return WeekHours(hours, calendar, zone)


@lru_cache(maxsize=1024)
def hours_text(hours: Hours) -> str:
    """Return one day's hours as people write them, "closed" when there are none."""
    return ", ".join(f"{_clock(opens)}-{_clock(closes)}" for opens, closes in hours) or "closed"


def _clock(since_midnight: timedelta) -> str:
    """Return a wall time such as 09:30; the day's end is 24:00."""
    minutes = int(since_midnight.total_seconds()) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"
