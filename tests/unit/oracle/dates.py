"""Which dates does a file mean? Naive: by the kind of each value that the reader makes, day by day of the month."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

Dates = tuple[Any, ...]


class Between(NamedTuple):
    """From one date to another."""

    first: date
    last: date
    kind: str = "dates"


def falls(dates: Iterable[Any], day: date) -> bool:
    """Tell whether a date is one of these."""
    return any(is_meant(some, day) for some in dates)


def is_meant(some: Any, day: date) -> bool:
    """Tell whether one value means a date."""
    length = monthrange(day.year, day.month)[1]
    month = [day.replace(day=number) for number in range(1, length + 1)]
    if some.kind == "dates":
        return not (day < some.first or day > some.last)
    if some.kind == "each_year":
        here, first, last = (100 * month + number for month, number in ((day.month, day.day), some.first, some.last))
        return first <= here <= last or (last < first and not last < here < first)
    if some.kind == "day_of_month":
        return day.day == some.day
    if some.month and some.month != day.month:
        return False
    if some.kind == "days_of_month":
        return day in (month[: some.count] if some.at == "first" else month[length - some.count :])
    same = [near for near in month if near.weekday() == some.weekday]
    return day == (same[-1] if some.nth < 0 else same[some.nth - 1])


def gaps(seasons: Iterable[Any]) -> Dates:
    """Return the dates between the first season and the last that are in none of them."""
    begins = [season.start for season in seasons]
    found = []
    for season in seasons:
        later = min((start for start in begins if start > season.end), default=None)
        if later is not None and later - season.end > timedelta(days=1):
            found.append(Between(season.end + timedelta(days=1), later - timedelta(days=1)))
    return tuple(found)
