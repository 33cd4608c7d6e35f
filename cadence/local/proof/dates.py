"""
Does a date fall on "24 dec", "1 dec - 6 jan" or "last 5 days of month"? Pure: the proof's own reading.

Word by word, naively. What it cannot read is a ValueError: a proof that guesses proves nothing.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from cadence.local.proof.spellings import MONTHS, WEEKDAYS, place_of, simple

FILLERS = frozenset(
    {
        *("of", "the", "each", "every", "year", "from", "on", "st", "nd", "rd", "th"),
        *("de", "del", "el", "los", "cada", "ano", "desde", "o"),
    }
)
"""Words that change nothing."""
TO = frozenset({"to", "a", "al", "until", "hasta", "through", "-", ".."})
"""What stands between the two ends of a range."""
ANY_MONTH = frozenset({"month", "mes"})
DAYS = frozenset({"day", "days", "dia", "dias"})
PLACES = (
    "first primer primero primera primeros 1",
    "second segundo segunda 2",
    "third tercer tercero tercera 3",
    "fourth cuarto cuarta 4",
    "last ultimo ultima ultimos",
)
LAST = 4
"""The place of "last" among them."""
_WORD = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d+|[a-z]+|\.\.|-")
_End = tuple[int | None, int | None, int | None]
"""Year, month and day, as far as they are written."""


@lru_cache(maxsize=4096)
def falls(text: str, day: date) -> bool:
    """Tell whether a date is one of those that are written."""
    line = simple(text)
    if left := re.sub(r"[\s,º]", "", _WORD.sub("", line)):
        raise ValueError(f"{left!r} in {text!r} is no date")
    words = [word for word in _WORD.findall(line) if word not in FILLERS]
    if DAYS & set(words):
        return _day_of_month(words, day)
    if words and _rank(words[0]) is not None and not words[0].isdecimal():
        return _weekday_of_month(words, day)
    if len(words) > 1 and words[0].isdecimal() and words[-1] in ANY_MONTH:
        return _weekday_of_month(words, day)
    return _range(words, day)


def falls_on(texts: Iterable[str], day: date) -> bool:
    """Tell whether a date is one of any of these."""
    return any(falls(text, day) for text in texts)


def _rank(word: str) -> int | None:
    """Return which of the places a word names."""
    return next((rank for rank, names in enumerate(PLACES) if word in names.split()), None)


def _in_month(word: str, day: date) -> bool:
    """Tell whether a date is in the month that a word names, or in each."""
    return word in ANY_MONTH or place_of(word, MONTHS) + 1 == day.month


def _day_of_month(words: list[str], day: date) -> bool:
    """Tell it of "last 5 days of month", "5 ultimos dias del mes" and "day 5 of month"."""
    *before, month = words
    numbers = [int(word) for word in before if word.isdecimal()]
    ranks = [rank for word in before if not word.isdecimal() and (rank := _rank(word)) is not None]
    if len(numbers) + len(ranks) + 1 != len(before):
        raise ValueError(f"{' '.join(words)!r} is no date")
    if not _in_month(month, day):
        return False
    if not ranks:
        return day.day == numbers[0]
    count = numbers[0] if numbers else 1
    return day.day > monthrange(day.year, day.month)[1] - count if ranks[0] == LAST else day.day <= count


def _weekday_of_month(words: list[str], day: date) -> bool:
    """Tell it of "last friday of november"."""
    place, weekday, month = words
    rank = _rank(place)
    if rank is None:
        raise ValueError(f"{place!r} is none of first to fourth and last")
    same = [
        number
        for number in range(1, monthrange(day.year, day.month)[1] + 1)
        if day.replace(day=number).weekday() == place_of(weekday, WEEKDAYS)
    ]
    return _in_month(month, day) and day.day == same[-1 if rank == LAST else rank]


def _range(words: list[str], day: date) -> bool:
    """Tell it of one date, and of the dates from one to another."""
    places = [place for place, word in enumerate(words) if word in TO]
    if len(places) > 1:
        raise ValueError(f"{' '.join(words)!r} has more than two ends")
    ends = [words[: places[0]], words[places[0] + 1 :]] if places else [words, words]
    first, last = _end(ends[0]), _end(ends[1])
    month = first[1] or last[1]
    year = first[0] or last[0]
    if month is None or last[1] is None:
        raise ValueError(f"{' '.join(words)!r} names no month")
    opens = (month, 1 if first[2] is None else first[2])
    closes = (last[1], last[2] or monthrange(last[0] or 2028, last[1])[1])
    date(first[0] or 2028, *opens), date(last[0] or 2028, *closes)  # both exist
    if last[0] is None:
        here = (day.month, day.day)
        return opens <= here <= closes if opens <= closes else not closes < here < opens
    if first[0] is None:
        year = last[0] - (opens > closes)
    return date(year or last[0], *opens) <= day <= date(last[0], *closes)


def _end(words: list[str]) -> _End:
    """Return what one end says."""
    year = month = number = None
    for word in words:
        parts = re.split(r"[/.-]", word)
        if len(parts) == 3:  # noqa: PLR2004  a whole date
            year, month, number = (int(part) for part in (parts if len(parts[0]) == 4 else parts[::-1]))  # noqa: PLR2004
        elif word.isdecimal() and len(word) == 4:  # noqa: PLR2004  a year
            year = int(word)
        elif word.isdecimal():
            number = int(word)
        else:
            month = place_of(word, MONTHS) + 1
    return year, month, number
