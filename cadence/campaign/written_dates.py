"""How is a date of a lead list written in a text? Pure: in the campaign's language, at the list's wall time."""

from datetime import datetime
from typing import Literal

from cadence.domain.dates import Wall, read_wall

Language = Literal["es", "en", "pt"]

MONTHS: dict[Language, str] = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "en": "January February March April May June July August September October November December",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
NOON = 12


def written_date(text: str, language: Language) -> str:
    """Return "20 de diciembre, 18:00", without the hour where none is written. Raises ValueError."""
    wall = _read(text)
    month = MONTHS[language].split()[wall.at.month - 1]
    day = f"{month} {wall.at.day}" if language == "en" else f"{wall.at.day} de {month}"
    return f"{day}, {_clock(wall.at, language)}" if wall.timed else day


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
    if language != "en":
        return f"{wall:%H:%M}"
    return f"{wall.hour % NOON or NOON}:{wall:%M} {'pm' if wall.hour >= NOON else 'am'}"
