"""
Which dates are written here? Pure: "24 dec", "1 dec - 6 jan", "last 5 days of month", "last friday of november".

English and Spanish mean the same. A date with its year is once, one without a year comes again each year. Raises
ValueError whose message says what is wrong; the caller knows its place in the file.
"""

import re
from calendar import monthrange
from datetime import date

from cadence.campaign.day_sets import LAST, Dates, DayOfMonth, Days, DaysOfMonth, EachYear, WeekdayOfMonth
from cadence.campaign.spans import DAY_WORDS, DAYS, MONTH_WORDS, MONTHS, plain
from cadence.domain.plurals import many

LEAP_YEAR = 2028
"""29 February exists in some years."""
MOST_DAYS = 28
"""The shortest month has no more."""
MOST = 31
"""No month has more."""
LONGEST_YEARS = 10
"""A range may be so long; a longer one is a slip of the pen."""

_DAY = {word: number for number, words in enumerate(DAYS) for word in words.split()}
_MONTH = {word: number for number, words in enumerate(MONTHS, start=1) for word in words.split()}
_NTH = {
    word: place
    for place, words in {
        1: "first 1st primer primero primera primeros",
        2: "second 2nd segundo segunda",
        3: "third 3rd tercer tercero tercera",
        4: "fourth 4th cuarto cuarta",
        LAST: "last ultimo ultima ultimos",
    }.items()
    for word in words.split()
}
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
_PLACES = "|".join(sorted(_NTH, key=len, reverse=True))
_WEEKDAYS = "|".join(sorted(_DAY, key=len, reverse=True))
_OF_MONTH = rf"(?:of|del?) (?:(?:the|el|each|every|cada) )?(?P<month>month|mes|{_NAMES})"
_COUNTED = re.compile(
    rf"(?:the |los |el )?(?:(?P<place>{_PLACES}) (?:(?P<count>\d+) )?|(?P<before>\d+) (?P<after>primeros|ultimos) )"
    rf"(?:days?|dias?) {_OF_MONTH}"
)
_WEEKDAY = re.compile(rf"(?:the |el )?(?P<place>{_PLACES}) (?P<weekday>{_WEEKDAYS}) {_OF_MONTH}")
_NUMBERED = re.compile(rf"(?:the |el )?(?:day|dia) (?P<day>\d+) {_OF_MONTH}")
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_DASHED = re.compile(r"\b(\d{1,2})-(\d{1,2})-(\d{4})\b")
_RANGE = re.compile(r"\s*(?:\.\.+|[-–—]|\b(?:to|until|through|al?|hasta(?: el)?)\b)\s*")  # noqa: RUF001  pasted dashes
_NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_DAY_FIRST = re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|º|\.)?(?: (?:de |of )?(?P<month>{_NAMES}))?(?P<year>.*)")
_MONTH_FIRST = re.compile(rf"(?P<month>{_NAMES})(?: (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?(?P<year>.*)")
_YEAR = re.compile(r",? (?:del? )?(\d{4})|")

WORDS = (
    *(*MONTH_WORDS, *DAY_WORDS, *_NTH, "month", "mes", "day", "days", "dia", "dias", "year", "ano"),
    *("of", "de", "del", "the", "el", "los", "each", "every", "cada", "st", "nd", "rd", "th"),
    *("from", "desde", "to", "a", "al", "until", "hasta", "through"),
)
"""The words of this notation, without accents."""
EXAMPLES = ("2027-12-24", "24 dec", "1 dec - 6 jan", "2027-12-01..2028-01-06", "last 5 days of month",
            "first monday of month", "last friday of november", "day 5 of month")  # fmt: skip
EXPECTED = 'dates such as "2027-12-24", "24 dec", "1 dec - 6 jan", "last 5 days of month" or "first monday of month"'

_Year = int | None
_Day = int | None
_When = tuple[_Year, int | None, _Day]
"""Year, month and day, as far as they are written."""
_End = tuple[_Year, int, _Day]
"""The same, once the month is known."""


def parse_day_set(text: str) -> Days:
    """Return the dates that are written here."""
    line = re.sub(r" (?:each|every|of (?:each|every)|cada|de cada) (?:year|ano)$", "", plain(text))
    if match := _COUNTED.fullmatch(line):
        return _counted(match)
    if match := _WEEKDAY.fullmatch(line):
        month = _month_named(match["month"])
        return WeekdayOfMonth(nth=_NTH[match["place"]], weekday=_DAY[match["weekday"]], month=month)
    if match := _NUMBERED.fullmatch(line):
        return _numbered(int(match["day"]), _month_named(match["month"]))
    return _range(re.sub(r"^(?:(?:from|desde|del?|on) )?(?:(?:the|el) )?", "", line))


def _month_named(word: str) -> int | None:
    """Return a month; None for each month."""
    return _MONTH.get(word)


def _counted(match: re.Match[str]) -> DaysOfMonth:
    """Return the first or last days of a month."""
    place = _NTH[match["place"] or match["after"]]
    count = int(match["count"] or match["before"] or 1)
    if place not in {1, LAST}:
        raise ValueError("not a number of days from the beginning or the end of a month")
    if not 1 <= count <= MOST_DAYS:
        raise ValueError(f"{many(count, 'day')} of a month, of which every month has from 1 to {MOST_DAYS}")
    return DaysOfMonth(at="first" if place == 1 else "last", count=count, month=_month_named(match["month"]))


def _numbered(day: int, month: int | None) -> DayOfMonth | EachYear:
    """Return a day of a month by its number."""
    if month is not None:
        when = _existing(None, month, day)
        return EachYear(first=when, last=when)
    if not 1 <= day <= MOST:
        raise ValueError("a date that does not exist")
    return DayOfMonth(day=day)


def _range(line: str) -> Dates | EachYear:
    """Return one date, or the dates from one to another."""
    spelled = _DASHED.sub(r"\1/\2/\3", _ISO.sub(r"\3/\2/\1", line))
    ends = [_when(end) for end in _RANGE.split(spelled)]
    if len(ends) > 2:  # noqa: PLR2004  a first and a last date
        raise ValueError("not a range of dates")
    first, last = _completed(ends[0], ends[-1])
    begins, ends_on = _existing(*_filled(first, last=False)), _existing(*_filled(last, last=True))
    if first[0] is None or last[0] is None:
        return EachYear(first=begins, last=ends_on)
    since, until = date(first[0], *begins), date(last[0], *ends_on)
    if until < since:
        raise ValueError(f"a range that ends before it begins, on {since.isoformat()}")
    if until.year - since.year > LONGEST_YEARS:
        raise ValueError(f"a range of more than {LONGEST_YEARS} years")
    return Dates(first=since, last=until)


def _when(text: str) -> _When:
    """Return what one end of a range says."""
    if match := _NUMBERS.fullmatch(text):
        return int(match[3]), int(match[2]), int(match[1])
    match = _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    year = _YEAR.fullmatch(match["year"]) if match else None
    if match is None or year is None:
        raise ValueError("not a date")
    day, month = match["day"], match["month"]
    return int(year[1]) if year[1] else None, _MONTH[month] if month else None, int(day) if day else None


def _completed(first: _When, last: _When) -> tuple[_End, _End]:
    """Return both ends with month and year: "1 - 6 jan 2028" names them once, "1 dec - 6 jan 2028" the year."""
    year, month, day = first
    last_year, last_month, last_day = last
    if month is None:
        month, year = last_month, year or last_year
    if month is None or last_month is None:
        raise ValueError("not a date: the month is missing")
    end = (last_year, last_month, last_day)
    if (year is None) == (last_year is None):
        return (year, month, day), end
    if last_year is None:
        raise ValueError("a year at the beginning of the range, and none at its end")
    before = (month, 1 if day is None else day) > (last_month, MOST if last_day is None else last_day)
    return (last_year - before, month, day), end


def _filled(when: _End, *, last: bool) -> tuple[_Year, int, int]:
    """Return an end with its day: a month alone is all of its days."""
    year, month, day = when
    if day is None:
        day = monthrange(year or LEAP_YEAR, month)[1] if last else 1
    return year, month, day


def _existing(year: int | None, month: int, day: int) -> tuple[int, int]:
    """Return month and day of a date that exists, in some year at least."""
    try:
        date(year or LEAP_YEAR, month, day)
    except ValueError:
        raise ValueError("a date that does not exist") from None
    return month, day
