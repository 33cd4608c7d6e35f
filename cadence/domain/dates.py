"""
Which instant does a date mean that a person or a spreadsheet wrote? Pure.

The one reader of dates: for lists, consent files, calendars and steps of a campaign. It knows the forms of ISO 8601,
of spreadsheets, forms and databases, and of people in English, Spanish and Portuguese. What is none of them is refused
with a reason of its own; the reason never holds the text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from functools import lru_cache

from cadence.domain.zones import zone as zone_data


class DateOrder(StrEnum):
    """Which comes first in a date written in figures with the year at the end."""

    DAY_FIRST = "day-first"  # 31/12/2027
    MONTH_FIRST = "month-first"  # 12/31/2027


MONTH_FIRST = frozenset({"US", "UM", "GU", "AS", "MP", "VI", "FM", "MH", "PW"})
"""The United States, their territories but Puerto Rico, and the freely associated states (CLDR short dates: M/d/y)."""
UNCLEAR = frozenset(
    {"CA", "PR", "PH", "BZ", "PA", "KE", "ZA", "GH", "TG"}  # both are in use
    | {"CN", "HK", "JP", "KR", "KP", "TW", "MN", "HU", "LT", "SE", "IR", "BT"}  # the year comes first at home
)
"""Where a date in figures with the year at the end may be either."""


def order_of(country: str) -> DateOrder | None:
    """Return the order that people of a country (ISO 3166-1) use, None where it is not clear."""
    if not country or country in UNCLEAR:
        return None
    return DateOrder.MONTH_FIRST if country in MONTH_FIRST else DateOrder.DAY_FIRST


EXPECTED = "expected a date such as 2027-03-09 10:30 or 09/03/2027 10:30"
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years in which something happens to a person."""
NO_SUCH_DATE = f"no such date; {EXPECTED}"
MONTHS = (
    *("january enero janeiro", "february febrero fevereiro", "march marzo marco", "april abril", "may mayo maio"),
    *("june junio junho", "july julio julho", "august agosto", "september septiembre setiembre setembro"),
    *("october octubre outubro", "november noviembre novembro", "december diciembre dezembro"),
)
"""The names of the months, without accents; three letters of them are enough."""
WEEKDAYS = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "lunes", "martes", "miercoles"),
    *("jueves", "viernes", "sabado", "domingo", "segunda", "terca", "quarta", "quinta", "sexta"),
)
WORDS_BETWEEN = frozenset({"de", "del", "of", "the", "el", "do", "feira", "a", "as", "at", "on", "las", "los", "la"})
MONTH_OF = {form: place for place, names in enumerate(MONTHS, 1) for name in names.split() for form in (name, name[:3])}
MONTH_OF |= {"sept": 9, "set": 9, "ene": 1, "abr": 4, "ago": 8, "dic": 12}
WEEKDAY_FORMS = frozenset(form for name in WEEKDAYS for form in (name, name[:3]))
PLAIN = str.maketrans("áéíóúüçãõâêôàºª", "aeiouucaoaeoaoa")

FIGURES = re.compile(r"(\d{1,4})([/.\-])(\d{1,2})\2(\d{1,4})(?:[T ,]+(.+))?", re.IGNORECASE)
TIME = re.compile(
    r"(\d{1,2})(?:[:h.](\d{2})(?:[:.m](\d{2})(?:[.,]\d+)?s?)?|h)?\s*(a\.?\s?m\.?|p\.?\s?m\.?)?(?:\s*h(?:rs?|oras)?\.?)?"
    r"\s*(z|utc|gmt|(?:utc|gmt)?\s?[+-]\d{1,2}(?::?\d{2})?)?",
    re.IGNORECASE,
)
SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?")
EPOCH = re.compile(r"\d{10}(?:\d{3})?")
COMPACT = re.compile(r"\d{12}(?:\d{2})?")
NAMED_ZONE = re.compile(r".*\d\s*(?:[ap]m\s+)?\b(?!am\b|pm\b|utc\b|gmt\b|z\b|hrs?\b)[a-z]{2,5}t\b", re.IGNORECASE)
NO_DATES = (
    (re.compile(r"0000-00-00.*"), "a database's empty date; leave the cell empty"),
    (re.compile(r"#+"), "a column that was too narrow in the spreadsheet; widen it and export the list again"),
    (re.compile(r"\d{1,2}[/.\-]\d{1,2}"), "a date without its year"),
    (re.compile(r"\d{4}-\d{1,2}-\d{1,2}.*"), NO_SUCH_DATE),
    (
        re.compile(r"[\d.,]+"),
        "a number that is no date of a spreadsheet; format the column as a date and export it again",
    ),
    (TIME, "a time without its date"),
)
"""What people and programs write that is no date, and what to do about it."""
SPREADSHEET_BEGINS = datetime(1899, 12, 30)  # noqa: DTZ001  the wall's, as every date here
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000
"""The years 1954 to 2119: other numbers of five digits are no dates."""
EPOCHS = (946_684_800, 4_102_444_800)
"""The years 2000 to 2099 in seconds since 1970."""
NOON = 12
FOUR_DIGITS, TWO_DIGITS = 4, 2
MILLISECONDS = 13


@dataclass(frozen=True, slots=True)
class Wall:
    """What the clock on the wall shows."""

    at: datetime  # with a zone only if one is written
    timed: bool  # whether a time is written


@lru_cache(maxsize=65_536)
def read_wall(text: str, order: DateOrder | None = DateOrder.DAY_FIRST) -> Wall:
    """Return the date and time as written. Without an order, a date that both fit is refused. Raises ValueError."""
    plain = " ".join(text.split())
    for read in (_serial, _iso, _figures, _words):
        if wall := read(plain, order):
            return wall
    raise ValueError(next((why for form, why in NO_DATES if form.fullmatch(plain)), EXPECTED))


def read_instant(
    text: str, zones: Iterable[str], order: DateOrder | None = DateOrder.DAY_FIRST, *, latest: bool = False
) -> datetime:
    """
    Return the instant in UTC. Raises ValueError.

    Without a zone the person's own clock is meant. With several candidate zones the earliest reading counts, so that a
    reminder is never too late; with `latest` the last one, so that nobody is reminded of what is not due yet (law 7).
    """
    wall = read_wall(text, order).at
    try:
        if wall.tzinfo is not None:
            return wall.astimezone(UTC)
        candidates = [wall.replace(tzinfo=zone_data(zone)).astimezone(UTC) for zone in zones]
    except OverflowError:  # the first or the last day of all calendars
        raise ValueError(NO_SUCH_DATE) from None
    if not candidates:
        raise ValueError("the date has no zone and the person's zone is unknown")
    return max(candidates) if latest else min(candidates)


def near_instant(text: str, zones: Iterable[str], *, latest: bool = False) -> datetime:
    """
    Return the instant of something that happens to a person. Raises ValueError.

    Databases write that there is no date as "9999-12-31" or "0001-01-01"; nothing can be counted from these.
    """
    instant = read_instant(text, zones, latest=latest)
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise ValueError(f"the year {instant.year:04}, which stands for no date of a person")
    return instant


def orders_that_fit(text: str) -> frozenset[DateOrder]:
    """
    Return the orders by which this is a date, when the order matters.

    Empty for a date that is the same either way, and for what is no date in figures with the year at the end.
    """
    read: dict[DateOrder, datetime] = {}
    if not (match := FIGURES.fullmatch(" ".join(text.split()))) or len(match[1]) > TWO_DIGITS:
        return frozenset()
    for order in DateOrder:
        try:
            read[order] = read_wall(text, order).at
        except ValueError:
            continue
    return frozenset(read) if len(set(read.values())) == len(read) else frozenset()


def _serial(text: str, _: DateOrder | None) -> Wall | None:
    """Read figures without a sign between them: a spreadsheet's days, a database's seconds, or all in one."""
    if not text[:1].isdigit() or not text.replace(".", "").replace(",", "").isdigit():
        return None
    if (match := SERIAL.fullmatch(text)) and FIRST_SERIAL <= int(match[1]) <= LAST_SERIAL:
        part = float(f"0.{match[2] or 0}")
        seconds = round(part * 86_400)
        return Wall(SPREADSHEET_BEGINS + timedelta(days=int(match[1]), seconds=seconds), timed=bool(match[2]))
    if EPOCH.fullmatch(text):
        since = int(text) / (1000 if len(text) == MILLISECONDS else 1)
        if EPOCHS[0] <= since < EPOCHS[1]:
            return Wall(datetime.fromtimestamp(since, UTC), timed=True)
    if COMPACT.fullmatch(text):
        return Wall(_date(*(int(text[a:b]) for a, b in ((0, 4), (4, 6), (6, 8), (8, 10), (10, 12)))), timed=True)
    return None


def _iso(text: str, _: DateOrder | None) -> Wall | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return Wall(at, timed=":" in text or "T" in text.upper())


def _figures(text: str, order: DateOrder | None) -> Wall | None:
    """Read three figures with the same sign between them, and what may follow."""
    if not (match := FIGURES.fullmatch(text)):
        return None
    first, _, second, third, rest = match.groups()
    if not int(first + second + third):
        return None
    if len(first) == FOUR_DIGITS:
        year, month, day = int(first), int(second), int(third)
    elif len(first) > TWO_DIGITS or len(third) not in (FOUR_DIGITS, TWO_DIGITS):
        raise ValueError("the year has neither four digits nor two; write it with four")
    else:
        year = int(third) if len(third) == FOUR_DIGITS else 2000 + int(third)
        day, month = _ordered(int(first), int(second), order)
    return _with_time(_date(year, month, day), rest)


def _ordered(first: int, second: int, order: DateOrder | None) -> tuple[int, int]:
    """Return day and month. Raises ValueError for what the order does not fit."""
    if order is None:
        if first != second and max(first, second) <= NOON:
            raise ValueError("day or month may come first; say which with --dates day-first or --dates month-first")
        order = DateOrder.MONTH_FIRST if second > NOON else DateOrder.DAY_FIRST
    day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
    if month > NOON >= day:
        other = "month" if order is DateOrder.DAY_FIRST else "day"
        raise ValueError(f"a date with the {other} first in a column that is read {order}")
    return day, month


def _words(text: str, _: DateOrder | None) -> Wall | None:
    plain = text.casefold().translate(PLAIN)
    pieces = [piece for piece in re.split(r"[\s,/\-]+", plain, maxsplit=8) if piece]
    place = next((at for at, piece in enumerate(pieces) if piece.rstrip(".") in MONTH_OF), None)
    if place is None:
        return None
    month, numbers, used = MONTH_OF[pieces[place].rstrip(".")], list[str](), 0
    for used, piece in enumerate(pieces, start=1):
        word = piece.rstrip(".")
        figure = re.sub(r"(?<=\d)(st|nd|rd|th|o|a|ro)$", "", word)
        if figure.isdigit() and len(numbers) < TWO_DIGITS:
            numbers.append(figure)
        elif word not in WORDS_BETWEEN and word not in WEEKDAY_FORMS and used != place + 1:
            return None
        if len(numbers) == TWO_DIGITS and used > place:
            break
    if len(numbers) != TWO_DIGITS or len(numbers[0]) > TWO_DIGITS or len(numbers[1]) not in (FOUR_DIGITS, TWO_DIGITS):
        return None
    year = int(numbers[1]) if len(numbers[1]) == FOUR_DIGITS else 2000 + int(numbers[1])
    rest = _after(plain, used)
    return _with_time(_date(year, month, int(numbers[0])), rest)


def _after(plain: str, pieces: int) -> str:
    """Return what follows so many pieces of a text, without the words that lead to a time."""
    match = re.match(rf"(?:[\s,/\-]*[^\s,/\-]+){{{pieces}}}[\s,]*(.*)", plain)
    rest = match[1] if match else ""
    return re.sub(r"^(?:(?:a|as|at|las|los|la|de)\s+)+", "", rest)


def _with_time(day: datetime, rest: str | None) -> Wall:
    """Return the day with the time that follows it. Raises ValueError for what is no time."""
    if not rest or not rest.strip():
        return Wall(day, timed=False)
    match = TIME.fullmatch(rest.strip())
    if match is None or (match[2] is None and match[4] is None and "h" not in rest.lower()):
        if NAMED_ZONE.match(rest):
            raise ValueError("letters of a time zone are not clear; write an offset such as +01:00, or none")
        raise ValueError("a date with something after it that is no time; expected one such as 10:30 or 10:30 PM")
    hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if half := (match[4] or "").replace(".", "").replace(" ", "").lower():
        if not 1 <= hour <= NOON:
            raise ValueError("no such time: an hour with am or pm lies between 1 and 12")
        hour = hour % NOON + (NOON if half == "pm" else 0)
    try:
        at = day.replace(hour=hour, minute=minute, second=second)
    except ValueError:
        raise ValueError("no such time") from None
    return Wall(at if match[5] is None else at.replace(tzinfo=_offset(match[5])), timed=True)


def _offset(text: str) -> timezone:
    """Return a zone that is written as Z, UTC, GMT+1 or -03:00."""
    figures = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", text.replace(" ", ""))
    if figures is None:
        return UTC
    span = timedelta(hours=int(figures[2]), minutes=int(figures[3] or 0))
    if span > timedelta(hours=14):
        raise ValueError("no such offset from UTC")
    return timezone(-span if figures[1] == "-" else span)


def _date(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    try:
        return datetime(year, month, day, hour, minute)  # noqa: DTZ001  the zone is the person's, added by the caller
    except ValueError:
        raise ValueError(NO_SUCH_DATE) from None


def why_no_date(text: str) -> str:
    """Return what is wrong with a text that looks like a date but is not one, "" for other texts."""
    try:
        read_wall(text)
    except ValueError as error:
        return "" if str(error) == EXPECTED else str(error)
    return ""
