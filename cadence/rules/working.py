"""When have our own people worked for so long? Pure: working time on the clock of the house."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache

from cadence.model.house import HouseRules
from cadence.rules.daylight import local
from cadence.rules.windows import Opening, Week, openings

SIGHT = 400
"""Days for which working time is looked for."""


def worked(house: HouseRules, since: datetime, span: timedelta) -> datetime:
    """Return the instant, in UTC, at which our people have worked for `span` since then; elapsed time without hours."""
    left = span
    for opens, closes in _stretches(house, since):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    return since + span


def working_days(house: HouseRules, since: datetime, days: int) -> datetime:
    """Return when the so many-th working day after the date of `since` ends, in UTC; elapsed days without hours."""
    today, ends = local(house.zone, since).date(), dict[object, datetime]()
    for _, closes in _stretches(house, since):
        date = local(house.zone, closes - timedelta(seconds=1)).date()
        if date > today and date not in ends and len(ends) == days:
            break
        if date > today:
            ends[date] = closes
    return max(ends.values(), default=since + timedelta(days=days))


def _stretches(house: HouseRules, since: datetime) -> Iterator[Opening]:
    """Yield the working time from an instant on, in order."""
    first = local(house.zone, since).date() - timedelta(days=1)
    for days in range(SIGHT):
        for opens, closes in openings(_week(house), None, house.zone, first + timedelta(days=days)):
            if closes > since:
                yield max(opens, since), closes


@lru_cache(maxsize=16)
def _week(house: HouseRules) -> Week:
    """Return the working hours as a week."""
    days: list[set[tuple[timedelta, timedelta]]] = [set() for _ in range(7)]
    for one in house.working_hours:
        days[one.day].add((timedelta(minutes=one.opens), timedelta(minutes=one.closes)))
    return tuple(tuple(sorted(day)) for day in days)
