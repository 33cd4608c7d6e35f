"""Which day has a person promised to somebody of ours? Pure: what may be typed, and what cannot be such a date."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from cadence.domain.dates import Wall, orders_that_fit, read_wall
from cadence.domain.errors import InvalidInputError
from cadence.domain.zones import LATEST, zone

FARTHEST = timedelta(days=366)
"""Nobody promises for later than in a year: that is a slip of the pen."""
EXPECTED = "expected a date such as 2027-03-05, or 2027-03-05 10:30"


def promised_date(text: str, zones: Iterable[str], now: datetime) -> str:
    """
    Return a promised date as it is kept: on the person's own clock, "2027-03-05" or "2027-03-05 10:30".

    Raises InvalidInputError for what is no date, can be read in two ways, has passed or is more than a year away.
    """
    wall = _read(text)
    walls = [now.astimezone(zone(name)).replace(tzinfo=None) for name in zones]
    here = min(walls, default=now.astimezone(LATEST).replace(tzinfo=None))  # passed is what has passed everywhere
    if wall.at.date() < here.date() or (wall.timed and wall.at < here):
        raise InvalidInputError(
            f"The promised date has passed; expected {here:%Y-%m-%d} or later: ask the person again."
        )
    if wall.at - here > FARTHEST:
        last: date = (here + FARTHEST).date()
        raise InvalidInputError(f"The promised date is more than a year away; expected {last:%Y-%m-%d} at the latest.")
    return f"{wall.at:%Y-%m-%d %H:%M}" if wall.timed else f"{wall.at:%Y-%m-%d}"


def _read(text: str) -> Wall:
    """Return what is written. Raises InvalidInputError."""
    if len(orders_that_fit(text)) > 1:
        raise InvalidInputError("In the promised date day or month may come first; expected it as 2027-03-05.")
    if not any(sign in text for sign in "-/.") and not any(letter.isalpha() for letter in text):
        raise InvalidInputError(f"The promised date is not a date; {EXPECTED}.")  # a number: of a spreadsheet, at best
    try:
        wall = read_wall(text, None)
    except ValueError as error:
        raise InvalidInputError(f"The promised date cannot be read: {error}.") from None
    if wall.at.tzinfo is not None:
        raise InvalidInputError(f"The promised date has a zone; {EXPECTED}, on the person's own clock.")
    return wall
