"""How is a date of a lead list written in a text? Pure: in the campaign's language, at the list's wall time."""

from datetime import datetime

from cadence.domain.dates import Wall, read_wall
from cadence.languages import Language, say

NOON = 12


def written_date(text: str, language: Language) -> str:
    """Return "20 de diciembre, 18:00", without the hour where none is written. Raises ValueError."""
    wall = _read(text)
    day, month = wall.at.day, wall.at.month
    if not wall.timed:
        return say(language, "written-day", day=day, month=month)
    return say(language, "written-day-with-time", day=day, month=month, time=_clock(wall.at, language))


def written_time(text: str, language: Language) -> str:
    """Return "18:00", or "6:00 pm" in English. Raises ValueError."""
    wall = _read(text)
    if not wall.timed:
        raise ValueError("expected a date with an hour, such as 2027-03-10 18:00")
    return _clock(wall.at, language)


def _read(text: str) -> Wall:
    """Return what the clock on the wall shows. A zone would have to be converted, and a text knows no person's."""
    wall = read_wall(text)
    if wall.at.tzinfo is not None:
        raise ValueError("expected a date in the person's own time, without a zone, such as 2027-03-10 18:00")
    return wall


def _clock(wall: datetime, language: Language) -> str:
    if say(language, "clock-hours") != str(NOON):
        return f"{wall:%H:%M}"
    half = "clock-afternoon" if wall.hour >= NOON else "clock-morning"
    return say(language, half, time=f"{wall.hour % NOON or NOON}:{wall:%M}")
