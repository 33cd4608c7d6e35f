"""
Which instant does a date in a lead list mean? Pure.

People write dates with or without a time and nearly always without a zone; then the person's own clock is meant. With
several candidate zones the earliest reading counts, so that a reminder is never too late (law 7).
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from cadence.rules.zones import zone as zone_data

FORMATS = ("%d/%m/%Y %H:%M", "%d/%m/%Y", "%d-%m-%Y %H:%M", "%d-%m-%Y")
"""Accepted beside ISO 8601; the day comes first, as our users write it."""


def read_wall_time(text: str) -> datetime:
    """Return the date and time as written, with a zone only if one is written. Raises ValueError."""
    text = text.strip()
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        for form in FORMATS:
            try:
                return datetime.strptime(text, form)  # noqa: DTZ007  the zone is the person's, added by the caller
            except ValueError:
                continue
    raise ValueError("expected a date such as 2027-03-09 10:30 or 09/03/2027 10:30")


def read_instant(text: str, zones: Iterable[str]) -> datetime:
    """Return the instant in UTC; in the earliest of the zones when none is written. Raises ValueError."""
    wall = read_wall_time(text)
    if wall.tzinfo is not None:
        return wall.astimezone(UTC)
    candidates = [wall.replace(tzinfo=zone_data(zone)).astimezone(UTC) for zone in zones]
    if not candidates:
        raise ValueError("the date has no zone and the person's zone is unknown")
    return min(candidates)


def local_midnight(day: date, zone: str) -> datetime:
    """Return the instant at which this date begins in the zone, in UTC."""
    return datetime.combine(day, time(), zone_data(zone)).astimezone(UTC)
