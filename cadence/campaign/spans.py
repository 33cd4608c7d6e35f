"""
How do people write durations, hours, days and dates? Pure.

English and Spanish words mean the same. Every reader takes text and returns a value, or raises ValueError whose message
says what is wrong; the caller knows its place in the file.
"""

import re
from datetime import date, time, timedelta
from itertools import pairwise

from cadence.campaign.periods import Hours, LocalDaysPeriod, RollingPeriod, WholeCampaign
from cadence.domain.plurals import many

UNITS = {
    "seconds": "second seconds segundo segundos sec secs seg segs s",
    "minutes": "minute minutes minuto minutos min mins m",
    "hours": "hour hours hora horas hr hrs h",
    "days": "day days dia dias d",
    "weeks": "week weeks semana semanas w sem",
}
"""The words for each unit, without accents."""

TOO_LONG = {
    "a month": "month months mes meses mo",
    "a year": "year years ano anos yr yrs y",
}
"""Words for spans whose length differs; they are no units."""

DAYS = (
    "mon monday mondays lun lunes",
    "tue tues tuesday tuesdays mar martes",
    "wed weds wednesday wednesdays mie miercoles mier",
    "thu thur thurs thursday thursdays jue jueves",
    "fri friday fridays vie viernes",
    "sat saturday saturdays sab sabado sabados",
    "sun sunday sundays dom domingo domingos",
)
"""The words for each weekday from Monday on, without accents."""

MONTHS = (
    "jan january ene enero",
    "feb february febrero",
    "mar march marzo",
    "apr april abr abril",
    "may mayo",
    "jun june junio",
    "jul july julio",
    "aug august ago agosto",
    "sep sept september septiembre setiembre",
    "oct october octubre",
    "nov november noviembre",
    "dec december dic diciembre",
)
"""The words for each month, without accents."""

EVERY_DAY = frozenset({"daily", "every day", "all", "todos", "todos los dias", "cada dia"})
"""The words for all seven days."""
CAMPAIGN = frozenset({"campaign", "campana"})
"""The words for the whole campaign as the period of a limit."""

AT_ONCE = frozenset({"at once", "en el acto"})
"""The words for no time at all."""

LAST_DAY = -1
"""The last day of a month, whichever it is."""
LAST_WORDS = frozenset({"last", "ultimo"})
"""The words for the last day of a month."""
LONGEST_MONTH = 31

LONGEST = timedelta(days=366)
"""No campaign looks further than a year."""
MIDNIGHT = 24 * 60
"""Minutes of a day."""
GUARDS = 2
"""Nothing can be sent in an opening of this many minutes or less: the guard before closing covers it."""

_UNIT = {word: unit for unit, words in UNITS.items() for word in words.split()}
_LONG_UNIT = {word: unit for unit, words in TOO_LONG.items() for word in words.split()}
_DAY = {word: number for number, words in enumerate(DAYS) for word in words.split()}
_MONTH = {word: number for number, words in enumerate(MONTHS, start=1) for word in words.split()}
_PART = re.compile(r"(\d{1,6}(?:[.,]\d{1,3})?)\s*([a-z]+)")
_JOINED = re.compile(r"^[\s,]*(?:\b(?:and|y|e)\b)?[\s,]*")
_ACCENTS = str.maketrans("áéíóúüñ", "aeiouun")
_DASH = re.compile(r"\s*(?:[-–—]|\bto\b|\ba\b)\s*")  # noqa: RUF001  people paste dashes from their word processor

DURATION_WORDS = tuple(_UNIT)
DAY_WORDS = tuple(_DAY)
MONTH_WORDS = tuple(_MONTH)


def plain(text: str) -> str:
    """Return words in lower case, without accents and spare spaces."""
    return " ".join(text.casefold().translate(_ACCENTS).split())


def parse_duration(text: str) -> timedelta:
    """Return what "2 hours", "1 día", "1 day 12 hours" or "at once" means: elapsed time, a day being 24 hours."""
    if plain(text) in AT_ONCE:
        return timedelta(0)
    return sum((timedelta(**{unit: amount}) for amount, unit in _parts(text)), timedelta(0))


def _parts(text: str) -> list[tuple[float, str]]:
    """Return the amounts and units of a duration."""
    rest, amounts = plain(text), list[tuple[float, str]]()
    while rest:
        match = _PART.match(rest)
        unit = _UNIT.get(match[2]) if match else None
        if match is not None and match[2] in _LONG_UNIT:
            raise ValueError(
                f"{_LONG_UNIT[match[2]]} is no unit: write it in days, {many(LONGEST.days, 'day')} at most"
            )
        if match is None or unit is None:
            raise ValueError("not a duration")
        amounts.append((float(match[1].replace(",", ".")), unit))
        rest = _JOINED.sub("", rest[match.end() :], count=1)
    if not amounts:
        raise ValueError("not a duration")
    if sum((timedelta(**{unit: amount}) for amount, unit in amounts), timedelta(0)) > LONGEST:
        raise ValueError(f"longer than a year: the limit is {many(LONGEST.days, 'day')}")
    return amounts


def parse_period(text: str) -> RollingPeriod | LocalDaysPeriod | WholeCampaign:
    """
    Return the period of a limit: one of three clocks that are never converted (law 9).

    Days and weeks are local dates, today included. Hours and less are elapsed time. "campaign" is the whole enrolment.
    """
    if plain(text) in CAMPAIGN:
        return WholeCampaign()
    parts = _parts(text)
    span = parse_duration(text)
    if not span:
        raise ValueError("an empty period")
    if all(unit in {"days", "weeks"} for _, unit in parts):
        if span % timedelta(days=1):
            raise ValueError("part of a day")
        return LocalDaysPeriod(days=span.days)
    if any(unit in {"days", "weeks"} for _, unit in parts):
        raise ValueError("days and hours mixed, which are counted by different clocks")
    return RollingPeriod(seconds=int(span.total_seconds()))


def parse_minute(text: str) -> int:
    """Return a time of day such as "9", "9:30", "09.30" or "24:00" as minutes since midnight."""
    match = re.fullmatch(r"(\d{1,2})(?:[:.h](\d{2}))?h?", plain(text))
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if minute > 59 or hour * 60 + minute > MIDNIGHT:  # noqa: PLR2004  a clock's own limit
        raise ValueError(f'"{text.strip()[:20]}" is not a time of day')
    return hour * 60 + minute


def parse_span(text: str) -> Hours:
    """Return one opening such as "09:30-14:00"; it may close at 24:00, also written 00:00."""
    ends = _DASH.split(text.strip())
    if len(ends) != 2:  # noqa: PLR2004  an opening and a closing
        raise ValueError(f'"{text.strip()[:20]}" is not an opening and a closing time')
    opens, closes = (parse_minute(end) for end in ends)
    if opens and not closes:
        closes = MIDNIGHT
    if closes <= opens:
        raise ValueError(f'"{text.strip()[:20]}" closes before it opens')
    if closes - opens <= GUARDS:
        raise ValueError(f'"{text.strip()[:20]}" is too short: nothing is sent in the last minute before closing')
    return Hours(opens=time(*divmod(opens, 60)), closes=time(*divmod(closes % MIDNIGHT, 60)))


def minutes(span: Hours) -> tuple[int, int]:
    """Return opening and closing as minutes of the day; midnight at its end is 1440."""
    closes = span.closes.hour * 60 + span.closes.minute
    return span.opens.hour * 60 + span.opens.minute, closes or MIDNIGHT


def parse_hours(text: str) -> tuple[Hours, ...]:
    """Return the openings of a day, "09:30-14:00, 16:00-20:30", in order."""
    spans = sorted((parse_span(part) for part in re.split(r"\s*[,;]\s*|\s+(?:and|y)\s+", text.strip())), key=minutes)
    for earlier, other in pairwise(spans):
        if minutes(other)[0] < minutes(earlier)[1]:
            raise ValueError("openings that overlap")
    return tuple(spans)


def parse_days(text: str) -> tuple[int, ...]:
    """Return weekdays, 0 for Monday: "mon-fri", "lun-vie", "sat, sun", "every day"."""
    if plain(text) in EVERY_DAY:
        return tuple(range(7))
    days: set[int] = set()
    for part in re.split(r"\s*[,;]\s*|\s+(?:and|y)\s+", text.strip()):
        ends = [_day(word) for word in _DASH.split(part)]
        if len(ends) > 2:  # noqa: PLR2004  a first and a last day
            raise ValueError(f'"{part[:20]}" is not a range of days')
        first, last = ends[0], ends[-1]
        days |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return tuple(sorted(days))


def parse_month_days(text: str) -> tuple[int, ...]:
    """Return days of the month: "5", "1-7", "15, last"; LAST_DAY for the last."""
    days: set[int] = set()
    for part in re.split(r"\s*[,;]\s*|\s+(?:and|y)\s+", text.strip()):
        if plain(part) in LAST_WORDS:
            days.add(LAST_DAY)
            continue
        ends = [int(end) if re.fullmatch(r"[0-9]{1,2}", end) else 0 for end in _DASH.split(part)]
        if len(ends) > 2 or not all(1 <= end <= LONGEST_MONTH for end in ends):  # noqa: PLR2004  a first and a last day
            raise ValueError(f'"{part[:20]}" is not a day of the month')
        if ends[-1] < ends[0]:
            raise ValueError(f'"{part[:20]}" ends before it begins')
        days |= set(range(ends[0], ends[-1] + 1))
    return tuple(sorted(days))


def _day(word: str) -> int:
    """Return one weekday."""
    if plain(word) not in _DAY:
        raise ValueError(f'"{word.strip()[:20]}" is not a weekday')
    return _DAY[plain(word)]


def parse_date(text: str) -> date:
    """Return a date: "2027-03-08", "8/3/2027" (day first), "8 March 2027" or "8 de marzo de 2027"."""
    line = plain(text)
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", line):
        year, month, day = (int(part) for part in match.groups())
    elif match := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", line):
        day, month, year = (int(part) for part in match.groups())
    elif (match := re.fullmatch(r"(\d{1,2})\.? (?:de )?([a-z]+),? (?:del? )?(\d{4})", line)) and match[2] in _MONTH:
        day, month, year = int(match[1]), _MONTH[match[2]], int(match[3])
    else:
        raise ValueError("not a date")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError("a date that does not exist") from None
