"""How long does a touch count: seconds, dates, weeks and months, each by its own clock?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.domain.zones import zone
from cadence.policy.hours.local_days import local
from cadence.policy.hours.periods import (
    CalendarDays,
    CalendarMonth,
    CalendarWeek,
    Period,
    local_dates,
    rolling,
)

MADRID, CANARY, APIA = "Europe/Madrid", "Atlantic/Canary", "Pacific/Apia"
SANTIAGO, HAVANA, LORD_HOWE = "America/Santiago", "America/Havana", "Australia/Lord_Howe"
ZONES = (MADRID, CANARY, APIA, SANTIAGO, HAVANA, LORD_HOWE, "Pacific/Honolulu")
WEEK, FROM_SUNDAY = CalendarWeek(kind="calendar_week"), CalendarWeek(kind="calendar_week", starts="sun")
MONTH = CalendarMonth(kind="calendar_month")
MINUTE = timedelta(minutes=1)


def at(name: str, wall: str) -> datetime:
    """The instant at which a clock in this zone shows `wall`, by the pinned zone data."""
    return datetime.fromisoformat(wall).replace(tzinfo=zone(name)).astimezone(UTC)


@pytest.mark.parametrize(
    ("period", "touched", "zones", "free"),
    [
        (WEEK, "2027-03-10 12:00", (MADRID,), (MADRID, "2027-03-15 00:00")),  # a Wednesday, until Monday
        (WEEK, "2027-03-08 00:00", (MADRID,), (MADRID, "2027-03-15 00:00")),  # the week's first instant
        (WEEK, "2027-03-14 23:59:59", (MADRID,), (MADRID, "2027-03-15 00:00")),  # its last second
        (FROM_SUNDAY, "2027-03-13 12:00", (MADRID,), (MADRID, "2027-03-14 00:00")),  # weeks from Sunday
        (FROM_SUNDAY, "2027-03-14 00:00", (MADRID,), (MADRID, "2027-03-21 00:00")),
        (WEEK, "2027-12-30 12:00", (MADRID,), (MADRID, "2028-01-03 00:00")),  # over the year's end
        (WEEK, "2027-03-24 12:00", (MADRID,), (MADRID, "2027-03-29 00:00")),  # a week of 167 hours
        (WEEK, "2027-10-26 12:00", (MADRID,), (MADRID, "2027-11-01 00:00")),  # one of 169
        (WEEK, "2027-03-14 23:30", (MADRID, CANARY), (CANARY, "2027-03-15 00:00")),  # both on Sunday
        (WEEK, "2027-03-15 00:30", (MADRID, CANARY), (MADRID, "2027-03-22 00:00")),  # Monday in one of them
        (MONTH, "2027-02-28 23:59:59", (MADRID,), (MADRID, "2027-03-01 00:00")),
        (MONTH, "2028-02-29 12:00", (MADRID,), (MADRID, "2028-03-01 00:00")),  # a leap day
        (MONTH, "2027-12-31 12:00", (MADRID,), (MADRID, "2028-01-01 00:00")),  # December ends the year
        (MONTH, "2027-11-01 00:00", (MADRID,), (MADRID, "2027-12-01 00:00")),
        (MONTH, "2027-04-01 00:30", (MADRID, CANARY), (MADRID, "2027-05-01 00:00")),  # March in the Canaries
        (local_dates(1), "2027-03-09 23:59:59", (MADRID,), (MADRID, "2027-03-10 00:00")),
        (local_dates(7), "2027-03-09 00:00", (MADRID,), (MADRID, "2027-03-16 00:00")),  # the date is the first of seven
        (local_dates(1), "2027-03-28 01:30", (MADRID,), (MADRID, "2027-03-29 00:00")),  # a day of 23 hours
        (local_dates(1), "2027-09-04 12:00", (SANTIAGO,), (SANTIAGO, "2027-09-05 01:00")),  # no midnight there
        (
            local_dates(1),
            "2027-11-06 12:00",
            (HAVANA,),
            (HAVANA, "2027-11-07 00:00"),
        ),  # midnight twice: the first
    ],
)
def test_a_touch_counts_until_its_period_is_over_on_every_wall(
    period: Period, touched: str, zones: tuple[str, ...], free: tuple[str, str]
) -> None:
    """Dates, weeks and months are the person's own, whatever hours they have (law 9)."""
    assert period.free_at(at(zones[0], touched), zones) == at(*free)


def test_elapsed_seconds_know_no_clock() -> None:
    """The night that is an hour short makes no difference."""
    touched = at(MADRID, "2027-03-27 12:00")

    assert rolling(86400).free_at(touched, (MADRID,)) == touched + timedelta(days=1)
    assert rolling(86400).free_at(touched, ()) == touched + timedelta(days=1)


@pytest.mark.parametrize("period", [local_dates(3), WEEK, MONTH])
def test_without_a_zone_no_date_is_known(period: Period) -> None:
    """The touch then waits for its zone; the limit says nothing."""
    touched = at(MADRID, "2027-03-27 12:00")

    assert period.free_at(touched, ()) == touched


def counts(period: Period, then: date, now: date) -> bool:
    """Tell whether a touch of one date still counts on another: the definition, said as simply as can be."""
    match period:
        case CalendarDays(n=days):
            return (now - then).days < days
        case CalendarWeek(starts=begins):
            starts = {"mon": 0, "sun": 6}[begins]
            first = (now.toordinal() - 1 - starts) // 7
            return first == (then.toordinal() - 1 - starts) // 7
        case _:
            return (then.year, then.month) == (now.year, now.month)


PERIODS = st.one_of(
    st.integers(1, 40).map(local_dates), st.sampled_from([WEEK, FROM_SUNDAY]), st.just(MONTH), st.just(local_dates(1))
)


@given(
    period=PERIODS,
    zones=st.lists(st.sampled_from(ZONES), min_size=1, max_size=3, unique=True).map(tuple),
    minutes=st.integers(0, 3 * 366 * 24 * 60),
)
@settings(max_examples=300, deadline=None)
def test_it_is_free_at_the_first_minute_at_which_no_wall_counts_it(
    period: Period, zones: tuple[str, ...], minutes: int
) -> None:
    """Around the instant it names, minute by minute, over every turn of the clock of three years."""
    then = datetime(2026, 1, 1, tzinfo=UTC) + minutes * MINUTE
    free = period.free_at(then, zones)

    def naive(moment: datetime) -> bool:
        return any(counts(period, local(name, then).date(), local(name, moment).date()) for name in zones)

    assert then < free
    assert naive(free - timedelta(seconds=1))
    assert not any(naive(free + n * MINUTE) for n in range(150))  # an hour that comes twice is no second chance
