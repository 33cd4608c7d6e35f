"""
How do people write hours, days, spans and dates? Pure: the proof's own reading.

It shares no line with the engine's: two readers that agree are worth more than one that is used twice. A spelling that
it does not know raises ValueError, because a proof that guesses proves nothing.
"""

import re
import unicodedata
from datetime import date, timedelta

DAY = 24 * 60
"""Minutes of a day."""

WEEKDAYS = (
    "mondays lunes",
    "tuesdays martes",
    "wednesdays weds miercoles",
    "thursdays jueves",
    "fridays viernes",
    "saturdays sabados",
    "sundays domingos",
)
"""English and Spanish; the first three letters will do."""
MONTHS = (
    "january enero",
    "february febrero",
    "march marzo",
    "april abril",
    "may mayo",
    "june junio",
    "july julio",
    "august agosto",
    "september septiembre setiembre",
    "october octubre",
    "november noviembre",
    "december diciembre",
)
SHORTEST = 3
"""Letters that tell one weekday or month from every other."""

WHOLE_WEEK = ("daily", "every day", "all", "todos", "todos los dias", "cada dia")
AT_ONCE = ("at once", "en el acto")
LAST_OF_MONTH = ("last", "ultimo")
LAST = 0
"""Stands for the last day of a month."""
WHOLE_CAMPAIGN = ("campaign", "campana")

SECONDS_OF = {
    1: "s sec secs second seconds seg segs segundo segundos",
    60: "m min mins minute minutes minuto minutos",
    3_600: "h hr hrs hour hours hora horas",
    86_400: "d day days dia dias",
    604_800: "w week weeks sem semana semanas",
}
UNITS = {word: seconds for seconds, words in SECONDS_OF.items() for word in words.split()}


def simple(text: str) -> str:
    """Return a text in small letters, without accents, with one kind of dash and single spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(delivery for delivery in letters if not unicodedata.combining(delivery))
    return " ".join(re.sub("[\N{EN DASH}\N{EM DASH}]", "-", bare).split())


def days(text: str) -> frozenset[int]:
    """Return weekdays, 0 for Monday: "mon-fri", "lunes a viernes", "sat and sun", "every day"."""
    if simple(text) in WHOLE_WEEK:
        return frozenset(range(7))
    days: set[int] = set()
    for part in _enumerated(text):
        first, *rest = (place_of(end, WEEKDAYS) for end in _ends(part))
        last = rest[0] if rest else first
        while first != last:  # Friday to Monday goes over Sunday
            days.add(first)
            first = (first + 1) % 7
        days.add(last)
    return frozenset(days)


def hours(text: str) -> tuple[tuple[int, int], ...]:
    """Return openings as minutes after midnight, half-open: "09:30-14:00, 16:00-20:30", "9 a 14h"."""
    spans = []
    for part in _enumerated(text):
        opens, closes = (_minutes(end) for end in _two(part))
        closes = closes or DAY
        if opens >= closes:
            raise ValueError(f"{part!r} closes before it opens")
        spans.append((opens, closes))
    return tuple(sorted(spans))


def month_days(text: str) -> frozenset[int]:
    """Return days of the month: "5", "1-7", "15, last"; LAST for the last."""
    days: set[int] = set()
    for part in _enumerated(text):
        if part in LAST_OF_MONTH:
            days.add(LAST)
            continue
        first, *rest = (int(end) if end.isdecimal() else 0 for end in _ends(part))
        last = rest[0] if rest else first
        if not 1 <= first <= last <= 31:  # noqa: PLR2004  no month is longer
            raise ValueError(f"{part!r} is no day of the month")
        days |= set(range(first, last + 1))
    return frozenset(days)


def span(text: str) -> timedelta:
    """Return elapsed time: "2 hours", "1,5 horas", "1 day 12 hours", "2h30m", "at once"."""
    if simple(text) in AT_ONCE:
        return timedelta(0)
    return sum((amount for _, amount in _amounts(text)), timedelta(0))


def period(text: str) -> tuple[str, int]:
    """Return what a limit counts by, and how many of it: local "days", elapsed "seconds", or the "campaign"."""
    if simple(text) in WHOLE_CAMPAIGN:
        return "campaign", 0
    by_date = {unit >= UNITS["day"] for unit, _ in _amounts(text)}
    whole = span(text)
    if len(by_date) > 1 or not whole or (by_date == {True} and whole % timedelta(days=1)):
        raise ValueError(f"{text!r} is no period of whole days, and none of hours or less")
    return ("days", whole.days) if by_date == {True} else ("seconds", int(whole.total_seconds()))


def day(text: str) -> date:
    """Return a date: "2027-03-08", "8/3/2027" (the day first), "8 March 2027", "8 de marzo de 2027"."""
    line = simple(text)
    words = [word for word in re.split(r"[\s/.,-]+", line) if word not in ("de", "del")]
    if len(words) != 3:  # noqa: PLR2004  a day, a month and a year
        raise ValueError(f"{text!r} is no date")
    if re.match(r"\d{4}-", line):
        words.reverse()
    month = int(words[1]) if words[1].isdecimal() else place_of(words[1], MONTHS) + 1
    if not (words[0].isdecimal() and re.fullmatch(r"\d{4}", words[2])):
        raise ValueError(f"{text!r} is no date")
    return date(int(words[2]), month, int(words[0]))


def _enumerated(text: str) -> list[str]:
    """Split what is enumerated by commas, semicolons, "and" and "y"."""
    return [part.strip() for part in re.split(r"[,;]| and | y ", simple(text))]


def _ends(part: str) -> list[str]:
    """Split "mon-fri", "mon to fri" and "lunes a viernes"; one day is its own end."""
    ends = [end.strip() for end in re.split(r"-| to | a ", part)]
    if len(ends) > 2:  # noqa: PLR2004  from here to there
        raise ValueError(f"{part!r} has more than two ends")
    return ends


def _two(part: str) -> list[str]:
    ends = _ends(part)
    if len(ends) == 1:
        raise ValueError(f"{part!r} is no opening with its closing")
    return ends


def _minutes(text: str) -> int:
    """Return a time of day, "9", "9:30", "09.30", "9h30" or "9h", as minutes after midnight."""
    hour, _, minute = text.removesuffix("h").replace("h", ":").replace(".", ":").partition(":")
    if not (re.fullmatch(r"\d{1,2}", hour) and re.fullmatch(r"\d\d|", minute)):
        raise ValueError(f"{text!r} is no time of day")
    minutes = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) >= 60 or minutes > DAY:  # noqa: PLR2004  a clock's own limits
        raise ValueError(f"{text!r} is no time of day")
    return minutes


def _amounts(text: str) -> list[tuple[int, timedelta]]:
    """Return each part of a span: the unit in seconds, and how much of it. Nothing may be left over."""
    line = simple(text)
    parts = re.findall(r"(\d+(?:[.,]\d+)?) ?([a-z]+)", line)
    left = re.sub(r"\d+(?:[.,]\d+)? ?[a-z]+", "", line)
    if not parts or not set(re.split(r"[\s,]+", left)) <= {"", "and", "y", "e"}:
        raise ValueError(f"{text!r} is no span of time")
    unknown = {unit for _, unit in parts} - set(UNITS)
    if unknown:
        raise ValueError(f"{unknown.pop()!r} in {text!r} is no unit of time")
    return [(UNITS[unit], timedelta(seconds=float(amount.replace(",", ".")) * UNITS[unit])) for amount, unit in parts]


def place_of(word: str, names: tuple[str, ...]) -> int:
    """Return which of the names a word begins."""
    for place, spelled in enumerate(names):
        if len(word) >= SHORTEST and any(name.startswith(word) for name in spelled.split()):
            return place
    raise ValueError(f"{word!r} is none of {', '.join(name.split()[0] for name in names)}")
