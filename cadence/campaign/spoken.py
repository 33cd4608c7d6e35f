"""How is a date of a lead list said in a text? Pure: in the campaign's language, the hour as the list writes it."""

from datetime import datetime
from typing import Literal

from cadence.dates import read_wall_time

Language = Literal["es", "en", "pt"]

MONTHS: dict[Language, str] = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "en": "January February March April May June July August September October November December",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
DATE_ALONE = len("2027-03-10")
"""What is written longer than a date has an hour, too."""
NOON = 12


def said_date(text: str, language: Language) -> str:
    """Return "20 de diciembre, 18:00", without the hour where none is written. Raises ValueError."""
    wall = _read(text)
    month = MONTHS[language].split()[wall.month - 1]
    day = f"{month} {wall.day}" if language == "en" else f"{wall.day} de {month}"
    return f"{day}, {_clock(wall, language)}" if _has_hour(text) else day


def said_time(text: str, language: Language) -> str:
    """Return "18:00", or "6:00 pm" in English. Raises ValueError."""
    wall = _read(text)
    if not _has_hour(text):
        raise ValueError("expected a date with an hour, such as 2027-03-10 18:00")
    return _clock(wall, language)


def _read(text: str) -> datetime:
    """Return what the clock on the wall shows. A zone would have to be converted, and a text knows no person's."""
    wall = read_wall_time(text)
    if wall.tzinfo is not None:
        raise ValueError("expected a date in the person's own time, without a zone, such as 2027-03-10 18:00")
    return wall


def _has_hour(text: str) -> bool:
    return len(text.strip()) > DATE_ALONE


def _clock(wall: datetime, language: Language) -> str:
    if language != "en":
        return f"{wall:%H:%M}"
    return f"{wall.hour % NOON or NOON}:{wall:%M} {'pm' if wall.hour >= NOON else 'am'}"
