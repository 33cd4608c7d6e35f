"""Is every rule of every pack put to the test, and is every pack right on the days on which clocks are turned?"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import import_module, resources
from pathlib import Path

import pytest

from cadence.domain.zones import zone
from cadence.policy.hours.opening_hours import week
from cadence.policy.packs.loading import SHIPPED
from cadence.policy.packs.schema import PackRule, RequireEntry
from cadence.policy.primitives.dialer import DialerEntry
from cadence.policy.primitives.limit import LimitEntry
from cadence.policy.primitives.optout import OptoutEntry
from cadence.policy.primitives.ratio import RatioEntry
from cadence.policy.primitives.window import OpenHours, Window, WindowEntry
from tests.unit.packs.court import pack_of
from tests.unit.packs.rows import Row

MODULES = sorted(path.stem for path in Path(__file__).parent.glob("test_*.py") if path != Path(__file__))
YEARS = (2026, 2027, 2028)
QUARTER, SECOND, DAY = timedelta(minutes=15), timedelta(seconds=1), timedelta(days=1)


def rows() -> Iterator[Row]:
    """Yield every row of every table beside this file."""
    for name in MODULES:
        yield from getattr(import_module(f"tests.unit.packs.{name}"), "ROWS", ())


def bars_touches(rule: PackRule) -> bool:
    """Tell whether a rule can say no to a touch: ratios slow pacing down, a stop is heard, the rest is people's."""
    if isinstance(rule, RequireEntry) and isinstance(rule.needs, DialerEntry):
        return rule.needs.min_ring_s is not None
    return not isinstance(rule, RatioEntry | OptoutEntry)


@cache
def shown() -> dict[bool, frozenset[str]]:
    """Return the rules of which some row shows a no, and those of which one shows a yes."""
    return {no: frozenset(row.rule for row in rows() if row.no is no) for no in (True, False)}


@pytest.mark.parametrize("name", SHIPPED.names())
def test_every_rule_is_seen_to_say_no_and_to_let_go(name: str) -> None:
    """A rule without a row is a rule nobody has read twice."""
    ids = {rule.id for rule in pack_of(name).rules if bars_touches(rule)}

    assert ids - shown()[True] == set()
    assert ids - shown()[False] == set()


@pytest.mark.parametrize("name", SHIPPED.names())
def test_no_limit_counts_what_nobody_gathers(name: str) -> None:
    """The facts hold one lead's touches: an account's or a seller's to others would be missed in silence."""
    limits = [rule for rule in pack_of(name).rules if isinstance(rule, LimitEntry)]

    assert all({"lead", "number"} & {*one.key} for one in limits if one.key != ("portfolio",))


@cache
def zones_of(country: str) -> tuple[str, ...]:
    """Return the zones of a country, by the zone data's own table."""
    text = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(sorted(line[2] for line in lines if line[0] == country))


@cache
def turns(name: str) -> tuple[tuple[date, timedelta, timedelta], ...]:
    """Return the local days on which this zone's clock is turned, with the offsets before and after."""
    days = [date(year, 1, 1) + nth * DAY for year in YEARS for nth in range(365)]
    found = ((day, _offset(name, day), _offset(name, day + DAY)) for day in days)
    return tuple((day, before, after) for day, before, after in found if before != after)


def _offset(name: str, day: date) -> timedelta:
    """Return how far the clock is from UTC when this day begins."""
    return datetime.combine(day, time(), zone(name)).utcoffset() or timedelta(0)


def hours_by_zone() -> Iterator[tuple[tuple[OpenHours, ...], str]]:
    """Yield the hours of every pack in every zone of its countries; zones that turn alike are asked once."""
    seen = set()
    for pack in map(pack_of, SHIPPED.names()):
        names = [name for country in pack.applies.countries for name in zones_of(country)]
        for allow in {rule.allow for rule in pack.rules if isinstance(rule, WindowEntry)}:
            for name in names:
                key = (allow, turns(name))
                if turns(name) and key not in seen:
                    seen.add(key)
                    yield allow, name


CASES = sorted(hours_by_zone(), key=lambda case: (case[1], str(case[0])))


def naive(allow: tuple[OpenHours, ...], wall: datetime) -> bool:
    """Tell whether the clock on the wall shows an open time: no arithmetic, no offsets."""
    return any(
        wall.weekday() in one.days and one.open <= wall.time() and (one.close == time() or wall.time() < one.close)
        for one in allow
    )


@pytest.mark.parametrize(("allow", "name"), CASES, ids=lambda value: value if isinstance(value, str) else "hours")
def test_hours_are_wall_time_when_clocks_are_turned(allow: tuple[OpenHours, ...], name: str) -> None:
    """Both days of three years, each quarter of an hour and the second before it, against a clock that is only read."""
    window = Window(rule="hours", hours=week((one.days, one.open, one.close) for one in allow), guard=timedelta(0))

    for day, *_ in turns(name):
        start = datetime.combine(day - DAY, time(12), UTC)
        for quarter in range(int(3 * DAY / QUARTER)):
            for instant in (start + quarter * QUARTER, start + quarter * QUARTER - SECOND):
                opening = window.opening(name, instant)
                is_open = opening is not None and opening[0] <= instant
                assert is_open == naive(allow, instant.astimezone(zone(name))), instant


def test_there_are_clocks_that_are_turned() -> None:
    """Otherwise the test above would hold of nothing."""
    assert {"America/New_York", "Europe/Madrid", "America/Santiago"} <= {
        name for country in ("US", "ES", "CL") for name in zones_of(country) if len(turns(name)) == 2 * len(YEARS)
    }
    assert len(CASES) > len(YEARS)
