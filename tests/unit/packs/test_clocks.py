"""Do the hours of every pack hold on the days on which clocks are turned, in every zone the pack names?"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import pytest

from cadence.phone.places import countries, zones_of_country
from cadence.rules.book import OpenHours, Pack, WindowEntry
from cadence.rules.packs import known_packs, load_pack
from cadence.rules.windows import Week, openings, week
from cadence.rules.zones import zone

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
STEP = timedelta(minutes=30)
"""Every pack opens and closes on the half hour, and so does every turn of a clock."""
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
MIDNIGHT = time()

Allow = tuple[OpenHours, ...]


def packs() -> Iterator[Pack]:
    """Every pack there is."""
    for name in known_packs():
        pack = load_pack(name)
        assert isinstance(pack, Pack), pack
        yield pack


@cache
def offset(name: str, moment: datetime) -> timedelta | None:
    """How far the clock on this wall is ahead of UTC."""
    return moment.astimezone(zone(name)).utcoffset()


@cache
def turns(name: str) -> tuple[date, ...]:
    """The local days of three years on which this clock is turned: looked for day by day."""
    days = (FIRST + n * DAY for n in range((LAST - FIRST).days))
    noons = ((day, datetime.combine(day, time(12), UTC)) for day in days)
    found = [day for day, noon in noons if offset(name, noon) != offset(name, noon + DAY)]
    return tuple(sorted({day + ahead * DAY for day in found for ahead in (0, 1)}))


def named(pack: Pack) -> tuple[str, ...]:
    """The zones of a pack's countries; for one that binds everywhere, those of all countries."""
    where = pack.applies.countries or tuple(countries())
    return tuple(sorted({name for country in where for name in zones_of_country(country)}))


def hours_by_zone() -> dict[str, dict[Allow, str]]:
    """The different hours of all packs in each zone that turns its clock, each with the first rule that has them."""
    found: dict[str, dict[Allow, str]] = {}
    for pack in packs():
        for rule in pack.rules:
            if isinstance(rule, WindowEntry):
                for name in named(pack):
                    if turns(name):
                        found.setdefault(name, {}).setdefault(rule.allow, rule.id)
    return found


HOURS = hours_by_zone()


def naive(allow: Allow, name: str, moment: datetime) -> bool:
    """Tell what the clock on the wall says: the definition, without any cleverness."""
    wall = moment.astimezone(zone(name))
    shown = wall.time().replace(microsecond=0)
    return any(
        wall.weekday() in one.days and one.open <= shown and (shown < one.close or one.close == MIDNIGHT)
        for one in allow
    )


def engine(hours: Week, name: str, moment: datetime) -> bool:
    """Tell what the engine's openings say."""
    day = moment.astimezone(zone(name)).date()
    return any(start <= moment < end for start, end in openings(hours, None, name, day))


@pytest.mark.parametrize("name", sorted(HOURS))
def test_hours_hold_on_the_days_on_which_the_clock_is_turned(name: str) -> None:
    """At each half hour and one second before: an hour comes twice, or not at all, and hours stay wall time (law 9)."""
    for allow, rule in HOURS[name].items():
        hours = week((one.days, one.open, one.close) for one in allow)
        for day in turns(name):
            moment = datetime.combine(day, MIDNIGHT, UTC) - timedelta(hours=14)
            while moment < datetime.combine(day, MIDNIGHT, UTC) + timedelta(hours=38):
                for second in (moment - SECOND, moment):
                    assert engine(hours, name, second) == naive(allow, name, second), (rule, second)
                moment += STEP


def test_every_pack_opens_and_closes_on_the_half_hour() -> None:
    """Otherwise the steps above would be too wide."""
    walls = {wall for found in HOURS.values() for allow in found for one in allow for wall in (one.open, one.close)}

    assert all(wall.minute % 30 == wall.second == 0 for wall in walls)


def test_the_zones_that_turn_their_clocks_are_those_one_expects() -> None:
    """Without them the test above would say nothing; Punta Arenas, Sonora and Brazil leave theirs alone."""
    ours = {"Europe/Madrid", "Atlantic/Canary", "Africa/Ceuta", "Europe/London", "America/Santiago", "Pacific/Easter"}

    assert set(HOURS) >= ours | {"America/Tijuana", "America/Ojinaga", "America/New_York", "America/Adak"}
    quiet = {"America/Punta_Arenas", "America/Coyhaique", "America/Hermosillo", "America/Mexico_City", "America/Bogota"}
    assert quiet.isdisjoint(HOURS)
    assert "America/Sao_Paulo" not in HOURS
    assert all(len(turns(name)) == 12 for name in ours)  # two turns a year, each with the day before
