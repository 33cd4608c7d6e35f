"""
How do people write for how long data is kept? Pure: "2 years", "18 months", "90 días", "1 ano e 6 meses".

Months and years are those of the calendar. They are longer than a duration of a campaign may be, and no hours go with
them: data is erased once a day.
"""

import re
import unicodedata

from cadence.campaign.kinds import NotationKind
from cadence.domain.retention import RetentionTime

LONGEST = 100
"""Years: nothing in a pack is longer either."""
UNITS = {
    "years": "year years yr yrs y ano anos",
    "months": "month months mo mes meses",
    "weeks": "week weeks w semana semanas sem",
    "days": "day days d dia dias",
}
"""The words for each unit, without accents, in English, Spanish and Portuguese."""
SHORTER = "second seconds minute minutes hour hours segundo segundos minuto minutos hora horas h"
"""Words for spans that are shorter than a day."""
_UNIT = {word: unit for unit, words in UNITS.items() for word in words.split()}
_PART = re.compile(r"(\d{1,5})\s*([a-z]+)")
_JOINED = re.compile(r"^[\s,]*(?:\b(?:and|y|e)\b)?[\s,]*")
_MONTHS = {"years": 12, "months": 1}
_DAYS = {"weeks": 7, "days": 1}


def parse_retention_time(text: str) -> RetentionTime:
    """Return how long data is kept. Raises ValueError."""
    rest, months, days = _plain(text), 0, 0
    if not rest:
        raise ValueError("no time")
    if re.search(r"\d[.,]\d", rest):
        raise ValueError('part of a unit: write whole numbers, "18 months" for a year and a half')
    while rest:
        match = _PART.match(rest)
        if match is not None and match[2] in SHORTER.split():
            raise ValueError("shorter than a day: data is erased once a day")
        unit = _UNIT.get(match[2]) if match else None
        if match is None or unit is None:
            raise ValueError("not a time for which data is kept")
        months += int(match[1]) * _MONTHS.get(unit, 0)
        days += int(match[1]) * _DAYS.get(unit, 0)
        rest = _JOINED.sub("", rest[match.end() :], count=1)
    if not months and not days:
        raise ValueError("no time at all: data would be erased on the day it came")
    if months * 31 + days > LONGEST * 12 * 31:
        raise ValueError(f"longer than {LONGEST} years")
    return RetentionTime(months=months, days=days)


def _plain(text: str) -> str:
    """Return words in lower case, without accents and spare spaces."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(part for part in parts if not unicodedata.combining(part)).split())


RETENTION_TIME = NotationKind(
    parse=parse_retention_time,
    expected='a time such as "2 years", "18 months" or "90 days"',
    vocabulary=tuple(_UNIT),
    examples=("2 years", "18 months", "90 days", "2 años"),
)
