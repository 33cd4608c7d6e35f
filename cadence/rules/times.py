"""
Which instant does a person mean by "mañana a las 10"? Pure: spoken times in English, Spanish and Portuguese.

Only what names one instant is understood. A day without an hour, two hours to choose from, "before five" or a time
that has passed is left for a person to read. An hour from 1 to 7 without a half of the day is the afternoon's: nobody
asks to be called at five in the morning without saying so.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from cadence.rules import timewords as words
from cadence.rules.normal import undressed
from cadence.rules.zones import zone

FARTHEST = timedelta(days=366)
"""A promise for later than this is a misreading."""
AFTERNOON = range(1, 8)
"""Hours that mean the afternoon when nothing is said."""
NOON = 12
NIGHT = (*range(6, 12), *range(18, 24))
"""Hours of the night at which one may be called."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What a clock on the wall shows."""

    hour: int
    minute: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day as people name it: so many days ahead, the next such weekday, or a date. None of them: the next one."""

    ahead: int | None = None
    weekday: int | None = None
    date: tuple[int | None, int, int] | None = None  # year if said, month, day


@dataclass(frozen=True, slots=True)
class Spoken:
    """One instant, and the words that had nothing to do with it."""

    at: datetime
    rest: str


def spoken_time(text: str, zones: Iterable[str], now: datetime) -> Spoken | None:
    """
    Return the one instant a text names, None when it names none, or not clearly.

    With several candidate zones the latest reading counts: no call comes before the hour the person named.
    """
    said = plain(text)
    if words.NOT_THEN.search(said):
        return None
    relative = list(words.IN_A_WHILE.finditer(said))
    rest, day, half = _day_and_half(words.IN_A_WHILE.sub(" ", said))
    rest, clocks = _clocks(rest, half)
    if len(relative) + len(clocks) != 1 or day is None:
        return None
    if relative:
        at = now + _span(relative[0]["count"], relative[0]["unit"])
        return Spoken(at, rest) if day == Day() else None
    instants = [_instant(day, clocks[0], name, now) for name in zones]
    at_all = [one for one in instants if one is not None and now < one <= now + FARTHEST]
    return Spoken(max(at_all), rest) if at_all and len(at_all) == len(instants) else None


def plain(text: str) -> str:
    """Return a text without case and accents; of the punctuation, only what times are written with."""
    folded = re.sub(r"\b([ap])\.? ?m\b\.?", r"\1m", undressed(text))
    return " ".join(re.sub(r"[^\w:/.]|(?<!\d)[:/.]|[:/.](?!\d)", " ", folded).split())


def _span(count: str, unit: str) -> timedelta:
    """Return the span of "2 horas" or "media hora"."""
    lengths = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
    length = lengths.get(unit[0], timedelta(weeks=1))  # semana, week
    if count in words.HALF_OF:
        return length / 2
    return length * (int(count) if count.isdigit() else words.COUNTS[count])


def _day_and_half(said: str) -> tuple[str, Day | None, str]:
    """Take the day and the half of the day out of a text. Two different days are none."""
    halves = {match.lastgroup or "" for match in words.HALF.finditer(said)}
    today = words.THIS_HALF.search(said) is not None
    rest = words.HALF.sub(" ", said)
    days = {Day(ahead=0)} if today else set()
    for pattern, reading in READINGS:
        days |= {reading(match) for match in pattern.finditer(rest)}
        rest = pattern.sub(" ", rest)
    if len(halves) > 1 or len(days) > 1:
        return rest, None, ""
    return rest, days.pop() if days else Day(), halves.pop() if halves else ""


def _numbered(match: re.Match[str]) -> Day:
    """Return the day of 12/3 or 12/3/2027: the day comes first."""
    year = int(match["year"]) if match["year"] else None
    return Day(date=(year + 2000 if year is not None and year < 100 else year, int(match["month"]), int(match["day"])))  # noqa: PLR2004  two digits of a year


def _named(match: re.Match[str]) -> Day:
    """Return the day of "12 de marzo" or "March 12"."""
    return Day(date=(None, words.MONTHS[match["month"] or match["month2"]], int(match["day"] or match["day2"])))


READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Day]], ...] = (
    (words.AFTER_NEXT, lambda _: Day(ahead=2)),  # before "mañana", which is its second half
    (words.NEXT_DAYS, lambda match: Day(ahead=words.AHEAD[match[0]])),
    (words.WEEKDAY, lambda match: Day(weekday=words.WEEKDAYS[match["name"]])),
    (words.DATE, _numbered),
    (words.NAMED_DATE, _named),
)
"""How each way of naming a day is read, in this order."""


def _clocks(said: str, half: str) -> tuple[str, list[Clock | None]]:
    """Take every time of day out of a text; one that cannot be is None."""
    found: list[Clock | None] = [Clock(NOON, 0) for _ in words.AT_NOON.finditer(said)]
    rest = words.AT_NOON.sub(" ", said)
    for match in words.CLOCK.finditer(rest):
        marked = any(match[group] for group in ("lead", "past", "mark", "half")) or match["sep"] in {":", "h"}
        if marked or (half and match["hour"].isdigit()):
            found.append(_clock(match, half))
            rest = rest.replace(match[0], " " * len(match[0]), 1)
    return rest, found


def _clock(match: re.Match[str], half: str) -> Clock | None:
    """Return the time of day of one match."""
    hour = int(match["hour"]) if match["hour"].isdigit() else words.COUNTS[match["hour"]]
    minute = int(match["minute"] or words.PARTS.get(match["part"] or match["past"] or "", 0))
    half = match["half"] or half
    if (half == "night" and hour not in NIGHT) or (half == "early" and hour == NOON):
        return None  # "12 de la noche" may be either end of the day, "12 de la mañana" is noon to some
    if (half in {"pm", "later", "night"} and hour < NOON) or (not half and _afternoon(match["hour"], hour)):
        hour += NOON
    elif half == "am" and hour == NOON:
        hour = 0
    if match["part"] == "menos cuarto" or match["past"] == "quarter to":
        hour -= 1
    return Clock(hour, minute) if hour in range(24) and minute in range(60) else None


def _afternoon(written: str, hour: int) -> bool:
    """Tell whether an hour without a half of the day is the afternoon's; 05:00 is written by who means the morning."""
    return hour in AFTERNOON and not written.startswith("0")


def _instant(day: Day, clock: Clock | None, name: str, now: datetime) -> datetime | None:
    """Return the instant at which a clock in this zone shows that on that day, in UTC."""
    if clock is None:
        return None
    wall = time(clock.hour, clock.minute, tzinfo=zone(name))
    today = now.astimezone(zone(name)).date()
    if day == Day():
        at = datetime.combine(today, wall).astimezone(UTC)
        return at if at > now else datetime.combine(today + timedelta(days=1), wall).astimezone(UTC)
    meant = _date(day, today)
    return datetime.combine(meant, wall).astimezone(UTC) if meant is not None else None


def _date(day: Day, today: date) -> date | None:
    """Return the date a day means, seen from today. A weekday is the next one, never today."""
    if day.ahead is not None:
        return today + timedelta(days=day.ahead)
    if day.weekday is not None:
        return today + timedelta(days=(day.weekday - today.weekday() - 1) % 7 + 1)
    if day.date is None:
        return None
    year, month, number = day.date
    try:
        meant = date(year or today.year, month, number)
        return meant if year or meant >= today else date(today.year + 1, month, number)
    except ValueError:
        return None
