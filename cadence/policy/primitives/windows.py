"""
When do hours open and close for a person? Pure: the window primitive.

Windows are wall time (law 9): an instant is open if the person's local clock shows an open hour. When the clock goes
back, the repeated hour counts twice; when it goes forward, the skipped hour never comes. Each local day is converted
once into its open stretches in UTC, so nothing steps through minutes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from cadence.domain import HoldName
from cadence.policy.finding import HORIZON, Finding, Question
from cadence.policy.holiday_calendar import Calendar
from cadence.policy.local_days import local, stretches

DAY = timedelta(days=1)
SIGHT = 8
"""How many days an opening is followed at once; what closes later than that does not close soon."""

Opening = tuple[datetime, datetime]
"""An open stretch of real time, half-open, in UTC."""
Hours = tuple[tuple[timedelta, timedelta], ...]
"""The open stretches of one day, from midnight on the wall, half-open, in order."""
Week = tuple[Hours, ...]
"""The hours of each weekday, Monday first."""

ALWAYS: Week = (((timedelta(0), DAY),),) * 7


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
def openings(hours: Week, calendar: Calendar | None, zone: str, day: date) -> tuple[Opening, ...]:
    """Return the open stretches of one local day, in order and apart from each other."""
    if calendar is not None and calendar.name_of(day) is not None:
        return ()
    midnight = datetime.combine(day, time(), UTC)
    pieces: list[Opening] = []
    for start, end, offset in stretches(zone, day):
        for opens, closes in hours[day.weekday()]:
            first, last = max(midnight + opens - offset, start), min(midnight + closes - offset, end)
            if first < last:
                pieces.append((first, last))
    return tuple(_joined(sorted(pieces)))


def _joined(pieces: Sequence[Opening]) -> list[Opening]:
    """Join stretches that touch or overlap."""
    joined: list[Opening] = []
    for start, end in pieces:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


class WeekHours:
    """The hours of one week in one zone: each day is worked out once, with the end of each opening."""

    def __init__(self, hours: Week, calendar: Calendar | None, zone: str) -> None:
        """Start with no day worked out."""
        self._hours = hours
        self._calendar = calendar
        self._zone = zone
        self._days: dict[date, tuple[tuple[datetime, Opening], ...]] = {}
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

    def _openings(self, day: date) -> tuple[tuple[datetime, Opening], ...]:
        """Return where each opening of this day ends by this day's hours, and the opening followed to its end."""
        known = self._days.get(day)
        if known is None:
            today = openings(self._hours, self._calendar, self._zone, day)
            known = self._days[day] = tuple((end, (start, self._followed(day, end))) for start, end in today)
        return known

    def _followed(self, day: date, end: datetime) -> datetime:
        """Return the end of an opening, over midnight if the next day begins open."""
        for ahead in range(1, SIGHT + 1):
            tomorrow = openings(self._hours, self._calendar, self._zone, day + ahead * DAY)
            if not tomorrow or tomorrow[0][0] != end:
                break
            end = tomorrow[0][1]
        return end


@lru_cache(maxsize=512)
def _week_hours(hours: Week, calendar: Calendar | None, zone: str) -> WeekHours:
    """Return the one week_hours of these hours in a zone: many people share it."""
    return WeekHours(hours, calendar, zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Open in these hours, except on holidays, in every zone the person may be in (laws 7 and 9)."""

    rule: str
    hours: Week
    guard: timedelta  # nothing is sent within this span before closing
    calendar: Calendar | None = None
    zones: tuple[str, ...] | None = None  # the zones this rule decides in; None: the question's
    basis: dict[str, Any] = field(default_factory=dict)  # the law behind it, for the evidence
    _hours_by_zone: dict[str, WeekHours] = field(init=False, default_factory=dict, compare=False, repr=False)

    def look(self, question: Question, at: datetime) -> Finding:
        """Pass inside the hours, else return when they open next."""
        if self.calendar is not None and not self.calendar.exists:
            return self._no_calendar(self.calendar)
        zones = question.zones if self.zones is None else self.zones
        if self.zones == ():
            return Finding(rule=self.rule, evidence=self.basis | {"why": "no_zone"}, hold=HoldName.ZONE)
        closes = [self._closes(zone, at) for zone in zones]
        if None not in closes:
            return Finding(rule=self.rule, closes=min(filter(None, closes), default=None))
        until = self._opens(zones, at)
        evidence = self._evidence(zones, at)
        if until is None:
            return Finding(rule=self.rule, evidence=evidence, hold=HoldName.OPENING, key=self.rule)
        return Finding(rule=self.rule, evidence=evidence, until=until)

    def opening(self, zone: str, moment: datetime) -> Opening | None:
        """
        Return the opening that holds this instant, or the first one after it, in one zone.

        An opening may run over midnight. It is followed for some days only: its end is then a lower bound, and
        `opening(zone, end)` goes on where it stopped.
        """
        week_hours = self._hours_by_zone.get(zone)
        if week_hours is None:
            week_hours = self._hours_by_zone[zone] = _week_hours(self.hours, self.calendar, zone)
        return week_hours.opening(moment)

    def _closes(self, zone: str, moment: datetime) -> datetime | None:
        """Return when the guard before closing begins, in one zone; None when it has, or when hours are not open."""
        opening = self.opening(zone, moment)
        if opening is None or moment < opening[0]:
            return None
        ends = opening[1] - self.guard
        return ends if moment < ends else None

    def _opens(self, zones: tuple[str, ...], at: datetime) -> datetime | None:
        """Return the first instant from `at` on that is open everywhere, guard included; None within the horizon."""
        moment = at
        while moment <= at + HORIZON:
            latest = moment
            for zone in zones:
                opens = self._opens_in(zone, moment)
                if opens is None:
                    return None
                latest = max(latest, opens)
            if latest == moment:
                return moment
            moment = latest
        return None

    def _opens_in(self, zone: str, moment: datetime) -> datetime | None:
        """
        Return the first instant that is open in one zone and not within the guard before closing.

        None when there is none within the horizon: every opening may be shorter than the guard.
        """
        last = moment + HORIZON
        while moment <= last and (opening := self.opening(zone, moment)) is not None:
            start, end = max(opening[0], moment), opening[1]
            if start < end - self.guard:
                return start
            moment = end
        return None

    def _no_calendar(self, calendar: Calendar) -> Finding:
        """Hold when no holidays are known: an unknown calendar counts as closed (law 6)."""
        country = calendar.country or "unknown"
        evidence = self.basis | {"country": country, "why": "no_calendar"}
        return Finding(rule=self.rule, evidence=evidence, hold=HoldName.OPENING, key=f"holidays:{country}")

    def _evidence(self, zones: tuple[str, ...], at: datetime) -> dict[str, Any]:
        """Return the local times, the hours of that day, and why the touch is outside them."""
        walls = {zone: local(zone, at) for zone in zones}
        names = {zone: self.calendar.name_of(wall.date()) for zone, wall in walls.items()} if self.calendar else {}
        holidays = {zone: name for zone, name in names.items() if name is not None}
        evidence: dict[str, Any] = self.basis | {
            "why": "holiday" if holidays else "closing" if self._open_everywhere(zones, at) else "hours",
            "local": {zone: wall.replace(tzinfo=None).isoformat(" ", "seconds") for zone, wall in walls.items()},
            "guard": int(self.guard.total_seconds()),
        }
        if self.hours is not ALWAYS:
            evidence["hours"] = {zone: spoken(self.hours[wall.weekday()]) for zone, wall in walls.items()}
        return evidence | ({"holiday": holidays} if holidays else {})

    def _open_everywhere(self, zones: tuple[str, ...], at: datetime) -> bool:
        """Tell whether hours are open at this instant in every zone, guard or not."""
        current = [self.opening(zone, at) for zone in zones]
        return all(opening is not None and opening[0] <= at for opening in current)


@lru_cache(maxsize=1024)
def spoken(hours: Hours) -> str:
    """Return one day's hours as people write them, "closed" when there are none."""
    return ", ".join(f"{_clock(opens)}-{_clock(closes)}" for opens, closes in hours) or "closed"


def _clock(since_midnight: timedelta) -> str:
    """Return a wall time such as 09:30; the day's end is 24:00."""
    minutes = int(since_midnight.total_seconds()) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"


def closing(windows: Sequence[Window], zones: tuple[str, ...], moment: datetime) -> datetime | None:
    """Return when the opening that holds this instant ends for the first of these; None if none ever does."""
    ends = [
        _end(window, zone, moment) for window in windows for zone in (zones if window.zones is None else window.zones)
    ]
    return min((end for end in ends if end is not None), default=None)


def _end(window: Window, zone: str, moment: datetime) -> datetime | None:
    """Return the end of the opening that holds this instant, however far; the instant itself when closed."""
    end = moment
    while (opening := window.opening(zone, end)) is not None:
        if opening[0] > end:
            return end
        end = opening[1]
        if end > moment + HORIZON:
            return None
    return end
