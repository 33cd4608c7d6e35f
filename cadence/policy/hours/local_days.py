"""
Which stretches of real time are one local day? Pure.

A day is not always 24 hours: when clocks change, the same wall time may occur twice or not at all. Each stretch
returned here has one constant offset, so wall time and UTC convert into one another unambiguously.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from cadence.domain.zones import zone

Stretch = tuple[datetime, datetime, timedelta]
"""Start and end in UTC, half-open, and the offset of the wall clock in between."""

ANYWHERE = ("Pacific/Kiritimati", "Etc/GMT+12")
"""Where a day begins first and where last: used for a person without a known zone."""

BEGINNING, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
"""Earlier and later than every instant that is judged."""

BEFORE = timedelta(hours=15)
"""No clock runs more than 14 hours ahead of UTC."""
AFTER = timedelta(hours=13)
"""No clock runs more than 12 hours behind UTC."""
SECOND = timedelta(seconds=1)


def local(name: str, instant: datetime) -> datetime:
    """Return the local wall time of this instant."""
    return instant.astimezone(zone(name))


@lru_cache(maxsize=1024)
def wall_clocks(zones: tuple[str, ...], instant: datetime) -> dict[str, str]:
    """Return the local wall time in each zone, as evidence has it: to the second. Nobody writes into it."""
    return {name: local(name, instant).replace(tzinfo=None).isoformat(" ", "seconds") for name in zones}


@lru_cache(maxsize=16384)
def dates(zones: tuple[str, ...], instant: datetime) -> tuple[tuple[str, date], ...]:
    """Return the local date in each zone. Every limit asks for those of each touch."""
    return tuple([(name, local(name, instant).date()) for name in zones])


@lru_cache(maxsize=4096)
def stretches(name: str, day: date) -> tuple[Stretch, ...]:
    """Return the stretches of constant offset that can touch this local day, in order."""
    midnight = datetime.combine(day, time(), UTC)
    return tuple(_split(name, midnight - BEFORE, midnight + timedelta(days=1) + AFTER))


@lru_cache(maxsize=4096)
def day_begins(name: str, day: date) -> datetime:
    """Return the first instant at which it is this day or a later one in the zone, in UTC."""
    for start, end, offset in stretches(name, day):
        begins = max(datetime.combine(day, time(), UTC) - offset, start)
        if begins < end:
            return begins
    raise AssertionError((name, day))  # the last stretch always reaches past the day's end


def _split(name: str, start: datetime, end: datetime) -> list[Stretch]:
    """Split the time between two instants where the clock changes."""
    offset = _offset(name, start)
    if offset == _offset(name, end):
        return [(start, end, offset)]
    turned = _turn(name, start, end)
    return [(start, turned, offset), *_split(name, turned, end)]


def _turn(name: str, start: datetime, end: datetime) -> datetime:
    """Return the first second with another offset than at the start."""
    offset = _offset(name, start)
    low, high = 0, int((end - start).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(name, start + middle * SECOND) == offset:
            low = middle
        else:
            high = middle
    return start + high * SECOND


def _offset(name: str, instant: datetime) -> timedelta:
    """Return how far the wall clock is ahead of UTC."""
    offset = local(name, instant).utcoffset()
    return offset if offset is not None else timedelta(0)
