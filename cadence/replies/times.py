"""
Which instant, or which span of time, does a person mean by "mañana a las 10"? Pure: English, Spanish and Portuguese.

Only what names one instant, or one span, is understood. A day without an hour, two hours to choose from or a time that
has passed is left for a person to read. An hour from 1 to 7 without a half of the day is in the afternoon: people who
want a call at five in the morning write it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from cadence.domain.zones import zone
from cadence.replies import time_words as words
from cadence.replies.days import Day, date_of
from cadence.replies.normalized import undressed

FARTHEST = timedelta(days=366)
"""A promise for later than this is a misreading."""
WEEK = timedelta(days=7)
SHORTEST = timedelta(minutes=30)
"""A span of which less is left is too late."""
AFTERNOON = range(1, 8)
"""Hours that mean the afternoon without a half of the day."""
NOON = 12
EITHER = range(6, 12)
"""Hours that may be the morning's or the evening's: without a half of the day, one that has passed is not clear."""
EARLY = range(6, 9)
"""Of these, the hours when people get up or come home: one that may still be either is not clear."""
NIGHT = (*range(6, 12), *range(18, 24))
"""Hours of the night at which one may be called."""
OPENS, ENDS = 9, 21
"""The hours between which "before five" and "after five" lie."""
AFTERWARDS = 2
"""So many hours are meant by "after five"."""


@dataclass(frozen=True, slots=True)
class ClockTime:
    """What a clock on the wall shows."""

    hour: int
    minute: int
    either: bool = False  # it may be in the morning or in the evening


@dataclass(frozen=True, slots=True)
class UnderstoodTime:
    """One instant, or a span of time, and the words that had nothing to do with it."""

    at: datetime
    rest: str
    until: datetime | None = None  # of a span: the call is wanted before this


def spoken_time(text: str, zones: Iterable[str], now: datetime, *, spans: bool = False) -> UnderstoodTime | None:
    """
    Return the instant that a text names, None when it names none or is not clear; with `spans` also a span of time.

    With several candidate zones the latest reading counts: no call comes before the hour the person named. A span is
    what is left of it in all of them.
    """
    plain_text = plain(text)
    span, plain_text = _span_of_day(plain_text) if spans else (None, plain_text)
    if words.NOT_THEN.search(plain_text):
        return None
    relative = list(words.IN_A_WHILE.finditer(plain_text))
    rest, days, half = _days_and_half(words.IN_A_WHILE.sub(" ", plain_text))
    rest, clocks = _clocks(rest, half)
    if len(relative) + len(clocks) + (span is not None) != 1 or days is None:
        return None
    if relative:
        at = now + _span(relative[0])
        return UnderstoodTime(at, rest) if not days else None
    if span is None:
        instants = [_instant(days, clocks[0], name, now) for name in zones]
        known = [instant for instant in instants if instant is not None and now < instant <= now + FARTHEST]
        return UnderstoodTime(max(known), rest) if known and len(known) == len(instants) else None
    return _within(span, days, zones, now, rest)


def spoken_date(text: str, zones: Iterable[str], now: datetime) -> tuple[date, str] | None:
    """Return the one date, today or later, that a text names wherever the person may be, and the words left over."""
    rest, days, half = _days_and_half(words.WEEKDAY_AND_DAY.sub(r"\1 dia \2", plain(text)))
    if not days or half or words.NOT_THEN.search(rest):
        return None
    todays = {name: now.astimezone(zone(name)).date() for name in zones}
    dates = {date_of(days, name, today) for name, today in todays.items()}
    meant = dates.pop() if len(dates) == 1 else None
    if meant is None or not max(todays.values()) <= meant <= min(todays.values()) + FARTHEST:
        return None
    return meant, rest


def plain(text: str) -> str:
    """Return a text without case and accents; of the punctuation, only what times are written with."""
    folded = re.sub(r"\b([ap])\.? ?m\b\.?", r"\1m", undressed(text))
    return " ".join(re.sub(r"[^\w:/.]|(?<!\d)[:/.]|[:/.](?!\d)", " ", folded).split())


def _within(
    span: tuple[ClockTime, ClockTime], days: tuple[Day, ...], zones: Iterable[str], now: datetime, rest: str
) -> UnderstoodTime | None:
    """Return the part of a span that lies ahead in every zone."""
    named = days or (Day(ahead=0),)
    bounds = [(_instant(named, span[0], name, now), _instant(named, span[1], name, now)) for name in zones]
    if not bounds or any(start is None or end is None for start, end in bounds):
        return None
    start = max(now, *(bound for bound, _ in bounds if bound is not None))
    end = min(bound for _, bound in bounds if bound is not None)
    return UnderstoodTime(start, rest, until=end) if start + SHORTEST <= end and start <= now + FARTHEST else None


def _span_of_day(text: str) -> tuple[tuple[ClockTime, ClockTime] | None, str]:
    """Take a span of hours out of a text: "between 3 and 5", "after 5", "por la tarde"."""
    if match := words.BETWEEN.search(text):
        return _between(match), text[: match.start()] + " " + text[match.end() :]
    for pattern, before in ((words.AFTER, False), (words.BEFORE, True)):
        if match := pattern.search(text):
            wall = _wall(*match.groups()[:4])
            rest = text[: match.start()] + " " + text[match.end() :]
            if wall is None:
                return None, text
            ends = ClockTime(min(wall.hour + AFTERWARDS, ENDS), wall.minute)
            return ((ClockTime(OPENS, 0), wall) if before else (wall, ends)), rest
    if any(_is_clock(match, "") for match in words.CLOCK.finditer(text)) or words.AT_NOON.search(text):
        return None, text
    for pattern, (start, end) in words.PARTS_OF_DAY:
        if match := pattern.search(text):
            today = " today " if words.THIS_HALF.search(match[0]) else " "
            rest = text[: match.start()] + today + text[match.end() :]
            return (ClockTime(start, 0), ClockTime(end, 0)), rest
    return None, text


def _between(match: re.Match[str]) -> tuple[ClockTime, ClockTime] | None:
    """Return the two hours of a span. "Between 3 and 5 pm" says of both that they are after noon."""
    groups = match.groups()
    ends = _wall(*groups[4:8])
    for half in dict.fromkeys((groups[3] or groups[7], groups[3])):
        starts = _wall(groups[0], groups[1], groups[2], half)
        if starts and ends and (starts.hour, starts.minute) < (ends.hour, ends.minute):
            return starts, ends
    return None


def _wall(hour: str, minute: str | None, part: str | None, half: str | None) -> ClockTime | None:
    """Return the time of day that these words name."""
    number = int(hour) if hour.isdigit() else words.COUNTS[hour]
    if (half == "pm" and number < NOON) or (half is None and _afternoon(hour, number)):
        number += NOON
    elif half == "am" and number == NOON:
        number = 0
    minutes = int(minute or (30 if part else 0))
    return ClockTime(number, minutes) if number in range(24) and minutes in range(60) else None


def _span(match: re.Match[str]) -> timedelta:
    """Return the span of "2 horas", "media hora" or "an hour and a half"."""
    lengths = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
    length, count = lengths.get(match["unit"][0], timedelta(weeks=1)), match["count"]  # semana, week
    more = length / 2 if match["half"] or match["half2"] else timedelta()
    if count in words.HALF_OF:
        return length / 2 + more
    return length * (int(count) if count.isdigit() else words.COUNTS[count]) + more


def _days_and_half(text: str) -> tuple[str, tuple[Day, ...] | None, str]:
    """Take the day and the half of the day out of a text. Two days of a kind, or two halves, are none."""
    halves = {match.lastgroup or "" for match in words.HALF.finditer(text)}
    days = {Day(ahead=0)} if words.THIS_HALF.search(text) is not None else set()
    rest = words.HALF.sub(" ", text)
    for pattern, reading in READINGS:
        days |= {reading(match) for match in pattern.finditer(rest)}
        rest = pattern.sub(" ", rest)
    kinds = {(day.ahead is None, day.weekday is None, day.date is None) for day in days}
    if len(halves) > 1 or len(kinds) < len(days):
        return rest, None, ""
    return rest, tuple(days), halves.pop() if halves else ""


def _numbered(match: re.Match[str]) -> Day:
    """Return the day of 12/3 or 12/3/2027: the day comes first, except where the month may."""
    year = int(match["year"]) if match["year"] else None
    year = year + 2000 if year is not None and year < 100 else year  # noqa: PLR2004  two digits of a year
    return Day(date=(year, int(match["second"]), int(match["first"])), either=True)


def _named(match: re.Match[str]) -> Day:
    """Return the day of "12 de marzo" or "March 12"."""
    year = int(match["year"]) if match["year"] else None
    return Day(date=(year, words.MONTHS[match["month"] or match["month2"]], int(match["day"] or match["day2"])))


READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Day]], ...] = (
    (words.AFTER_NEXT, lambda _: Day(ahead=2)),  # before "mañana", which is its second half
    (words.NEXT_DAYS, lambda match: Day(ahead=words.AHEAD[match[0]])),
    (
        words.WEEKDAY,
        lambda match: Day(weekday=words.WEEKDAYS[match["name"]], coming=bool(match["coming"] or match["after"])),
    ),
    (words.DATE, _numbered),
    (words.NAMED_DATE, _named),
    (words.MONTH_DAY, lambda match: Day(date=(None, None, int(match["day"] or match["day2"])))),
)
"""How each way of naming a day is read, in this order."""


def _is_clock(match: re.Match[str], half: str) -> bool:
    """Tell whether a number is marked as a time of day."""
    marked = any(match[group] for group in ("lead", "past", "mark", "half")) or match["sep"] in {":", "h"}
    return bool(marked or (half and match["hour"].isdigit()))


def _clocks(text: str, half: str) -> tuple[str, list[ClockTime | None]]:
    """Take every time of day out of a text; one that cannot be is None."""
    clocks: list[ClockTime | None] = [ClockTime(NOON, 0) for _ in words.AT_NOON.finditer(text)]
    rest = words.AT_NOON.sub(" ", text)
    for match in words.CLOCK.finditer(rest):
        if _is_clock(match, half):
            clocks.append(_clock(match, half))
            rest = rest.replace(match[0], " " * len(match[0]), 1)
    return rest, clocks


def _clock(match: re.Match[str], half: str) -> ClockTime | None:
    """Return the time of day of one match."""
    hour = int(match["hour"]) if match["hour"].isdigit() else words.COUNTS[match["hour"]]
    minute = int(match["minute"] or words.PARTS.get(match["part"] or match["past"] or "", 0))
    minute = words.MINUTES[match["spoken"]] if match["spoken"] else minute
    half = match["half"] or half
    either = not half and hour in EITHER and not match["hour"].startswith("0")
    if (half == "night" and hour not in NIGHT) or (half == "early" and hour == NOON):
        return None  # "12 de la noche" may be either end of the day, "12 de la mañana" is noon to some
    if (half in {"pm", "later", "night"} and hour < NOON) or (not half and _afternoon(match["hour"], hour)):
        hour += NOON
    elif half == "am" and hour == NOON:
        hour = 0
    if match["part"] == "menos cuarto" or match["past"] == "quarter to":
        hour -= 1
    return ClockTime(hour, minute, either) if hour in range(24) and minute in range(60) else None


def _afternoon(written: str, hour: int) -> bool:
    """Tell whether an hour without a half of the day is in the afternoon; people who mean the morning write 05:00."""
    return hour in AFTERNOON and not written.startswith("0")


def _instant(days: tuple[Day, ...], clock: ClockTime | None, name: str, now: datetime) -> datetime | None:
    """Return the instant at which a clock in this zone shows that on that day, in UTC; None if it may be another."""
    today = now.astimezone(zone(name)).date()
    meant = date_of(days, name, today) if days else today
    if clock is None or meant is None:
        return None
    at = _at(meant, clock, name)
    early = _at(meant, ClockTime(clock.hour % NOON, clock.minute), name)
    if clock.either and (at <= now or (clock.hour % NOON in EARLY and early > now)):
        return None  # at seven in the morning, or in the evening?
    if not days and at <= now:
        return _at(today + timedelta(days=1), clock, name)
    same = meant == today + WEEK and any(day.weekday is not None and not day.coming for day in days)
    return None if same and _at(today, clock, name) > now else at  # "on Tuesday", written on a Tuesday


def _at(day: date, clock: ClockTime, name: str) -> datetime:
    """Return the instant at which a clock in this zone shows that on this date, in UTC."""
    return datetime.combine(day, time(clock.hour, clock.minute, tzinfo=zone(name))).astimezone(UTC)
