"""Which date does a person mean by "el viernes 15"? Pure. Days that are named together must be one and the same."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_OF_A_YEAR = 12
MONTHS_AHEAD = 3
"""So many months are searched for one that has a 31st."""
MONTH_FIRST = re.compile(
    r"America/(New_York|Detroit|Chicago|Denver|Phoenix|Los_Angeles|Anchorage|Boise|Juneau|Nome|Sitka|Adak|Menominee"
    r"|Metlakatla|Yakutat|Puerto_Rico|Toronto|Vancouver|Winnipeg|Edmonton|Halifax|Regina|St_Johns|Panama|Indiana/.*"
    r"|Kentucky/.*|North_Dakota/.*)|Pacific/(Honolulu|Guam)|US/.*|Canada/.*"
)
"""Zones in which 3/12 may be 12 March."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day as people name it: so many days ahead, the next such weekday, or a date. None of them: the next one."""

    ahead: int | None = None
    weekday: int | None = None
    date: tuple[int | None, int | None, int] | None = None  # year and month if said, day
    coming: bool = False  # "el próximo lunes", "lunes que viene": a weekday that is not today
    either: bool = False  # a date whose month and day may be the other way round


def date_of(days: tuple[Day, ...], name: str, today: date) -> date | None:
    """Return the one date that all of these mean; None when they differ, as a weekday that is not the date's."""
    dates = {_one_date(day, name, today) for day in days if day.weekday is None}
    weekday = next((day.weekday for day in days if day.weekday is not None), None)
    if not dates:
        return None if weekday is None else today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    meant = dates.pop()
    if dates or meant is None or weekday not in {None, meant.weekday()}:
        return None
    return meant


def _one_date(day: Day, name: str, today: date) -> date | None:
    """Return the date a day means, seen from today."""
    if day.ahead is not None:
        return today + timedelta(days=day.ahead)
    if day.date is None:
        return None
    year, month, number = day.date
    if day.either and month is not None and MONTH_FIRST.fullmatch(name):
        if month > MONTHS_OF_A_YEAR >= number:
            month, number = number, month
        elif number <= MONTHS_OF_A_YEAR and month != number:
            return None  # 3/12 may be 12 March or 3 December
    if month is None:
        return _next_with(number, today)
    try:
        meant = date(year or today.year, month, number)
        return meant if year or meant >= today else date(today.year + 1, month, number)
    except ValueError:
        return None


def _next_with(number: int, today: date) -> date | None:
    """Return the next date, today or later, with this day of the month."""
    first = today.replace(day=1)
    for _ in range(MONTHS_AHEAD):
        try:
            meant = first.replace(day=number)
        except ValueError:
            meant = None
        if meant is not None and meant >= today:
            return meant
        first = (first + timedelta(days=32)).replace(day=1)
    return None
