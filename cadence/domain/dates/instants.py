"""
Which instant does a date in a lead list mean? Pure.

People write dates with or without a time and nearly always without a zone; then the person's own clock is meant. With
several candidate zones the earliest reading counts, so that a reminder is never too late (law 7).
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from cadence.domain.dates.forms import read_wall
from cadence.domain.dates.order import DateOrder
from cadence.domain.zones import zone as zone_data


def read_wall_time(text: str, order: DateOrder | None = DateOrder.DAY_FIRST) -> datetime:
    """Return the date and time as written, with a zone only if one is written. Raises ValueError."""
    return read_wall(text, order).at


def read_instant(text: str, zones: Iterable[str], order: DateOrder | None = DateOrder.DAY_FIRST) -> datetime:
    """Return the instant in UTC; in the earliest of the zones when none is written. Raises ValueError."""
    wall = read_wall_time(text, order)
    if wall.tzinfo is not None:
        return wall.astimezone(UTC)
    candidates = [wall.replace(tzinfo=zone_data(zone)).astimezone(UTC) for zone in zones]
    if not candidates:
        raise ValueError("the date has no zone and the person's zone is unknown")
    return min(candidates)
