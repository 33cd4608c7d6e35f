"""What do the walls show, and which days are holidays? Brute force: every minute of a day is asked of zoneinfo once."""

from array import array
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import holidays

TZDATA = files("tzdata")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Hours = tuple[tuple[int, int, int], ...]
"""(weekday, opening, closing), in minutes of the day: [opening, closing)."""


def minute_of(at: datetime) -> int:
    """Return the minute of UTC an instant lies in, counted from 1970."""
    return (at - EPOCH) // timedelta(minutes=1)


@cache
def clock_in(zone: str) -> ZoneInfo:
    """Return the pinned clock of a zone: the system's own data may be older."""
    with (TZDATA / "zoneinfo" / zone).open("rb") as data:
        return ZoneInfo.from_file(data, key=zone)


@lru_cache(maxsize=50_000)
def wall(zone: str, minute: int) -> tuple[date, int]:
    """Return the date and the minute of the day that the wall shows in a minute of UTC."""
    shown = (EPOCH + timedelta(minutes=minute)).astimezone(clock_in(zone))
    return shown.date(), shown.hour * 60 + shown.minute


def is_open(zone: str, minute: int, hours: Hours) -> bool:
    """Tell whether the wall shows an open hour."""
    on, clock = wall(zone, minute)
    return any(weekday == on.weekday() and opens <= clock < closes for weekday, opens, closes in hours)


@lru_cache(maxsize=20_000)
def walls(zone: str, day: int) -> "array[int]":
    """Return what the wall shows in each minute of a day of UTC, counted from 1970: 1440 for each date, and minutes."""
    clock, first = clock_in(zone), day * 86400
    shown = (datetime.fromtimestamp(second, clock) for second in range(first, first + 86400, 60))
    return array("i", (one.toordinal() * 1440 + one.hour * 60 + one.minute for one in shown))


@lru_cache(maxsize=50_000)
def open_minutes(zone: str, day: int, hours: Hours) -> int:
    """Return the minutes of a day of UTC in which the wall shows an open hour: a byte of 0 or 1 each."""
    weekly = bytearray(7 * 1440)
    for weekday, opens, closes in hours:
        for minute in range(opens, closes):
            weekly[weekday * 1440 + minute] = 1
    # The first date of all was a Monday.
    return int.from_bytes(bytes(weekly[(shown - 1440) % (7 * 1440)] for shown in walls(zone, day)))


@lru_cache(maxsize=50_000)
def minutes_of_dates(zone: str, day: int, dates: frozenset[date]) -> int:
    """Return the minutes of a day of UTC in which the wall shows none of these dates: a byte of 0 or 1 each."""
    ordinals = {one.toordinal() for one in dates}
    return int.from_bytes(bytes(shown // 1440 not in ordinals for shown in walls(zone, day)))


@cache
def holidays_of(country: str, region: str, year: int) -> frozenset[date]:
    """Return the public holidays of a country, or of one of its regions."""
    return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))


@cache
def regions_of(country: str) -> tuple[str, ...] | None:
    """Return the regions that the library knows of a country; None for a country it does not know."""
    known = holidays.list_supported_countries(include_aliases=False).get(country)
    return None if known is None else tuple(known)


@cache
def is_holiday(country: str, region: str, day: date, levels: tuple[str, ...]) -> bool:
    """Tell whether a day is a holiday of these levels; of an unknown region it is one if it is of any region."""
    if "national" in levels and day in holidays_of(country, "", day.year):
        return True
    if "regional" not in levels:
        return False
    known = regions_of(country) or ()
    regions: Iterable[str] = [region] if region in known else known
    return any(day in holidays_of(country, one, day.year) for one in regions)


@cache
def country_of(zone: str) -> str:
    """Return the country that the zone data put a zone in."""
    with (TZDATA / "zoneinfo" / "zone.tab").open(encoding="utf-8") as rows:
        for row in rows:
            if not row.startswith("#") and row.split("\t")[2].strip() == zone:
                return row[:2]
    return ""


@cache
def hours_of(entries: tuple[tuple[str, str, str], ...]) -> Hours:
    """Return a pack's hours: ("mon-fri", "09:00", "21:00")."""
    found = []
    for days, opens, closes in entries:
        first, _, last = days.partition("-")
        weekdays = range(DAYS.index(first), DAYS.index(last or first) + 1)
        found += [(weekday, clock_of(opens), clock_of(closes)) for weekday in weekdays]
    return tuple(found)


def clock_of(text: str) -> int:
    """Return "09:30" as minutes of the day."""
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)
