"""Is working time counted by the house's own hours and zone?"""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.domain.house import HouseRules, WeekdayHours
from cadence.policy.hours.working_time import after_work, working_day
from tests.unit.policy.builders import instant

OFFICE = HouseRules(zone="Europe/Madrid")  # Monday to Friday, 09:00 to 18:00
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("start", "span", "expected"),
    [
        ("2027-03-10 09:00", 4 * HOUR, "2027-03-10 13:00"),  # 10:00 in Madrid: inside one day
        ("2027-03-10 16:00", 4 * HOUR, "2027-03-11 11:00"),  # an hour today, three tomorrow from 09:00
        ("2027-03-08 08:00", 366 * 9 * HOUR, "2028-07-31 16:00"),  # as many working days as a file may name
        ("2027-03-12 16:00", 4 * HOUR, "2027-03-15 11:00"),  # over the weekend
        ("2027-03-13 12:00", 1 * HOUR, "2027-03-15 09:00"),  # a Saturday
        ("2027-03-26 16:00", 2 * HOUR, "2027-03-29 08:00"),  # summer time begins on the Sunday between
        ("2027-03-10 03:00", 9 * HOUR, "2027-03-10 17:00"),  # to the end of the day, and not to the next morning
    ],
)
def test_only_working_hours_count(start: str, span: timedelta, expected: str) -> None:
    """Nights and weekends are nobody's delay."""
    assert after_work(instant(start), span, OFFICE) == instant(expected)


def test_a_house_that_never_works_does_not_wait_for_ever() -> None:
    """Then all time counts."""
    assert after_work(instant("2027-03-10 09:00"), HOUR, HouseRules(working_hours=())) == instant("2027-03-10 10:00")


def test_a_house_that_works_one_day_a_week_takes_a_week_for_each_working_day() -> None:
    """Sixty of them are more than a year."""
    house = HouseRules(working_hours=(WeekdayHours(day=0, opens=540, closes=1080),), zone="Etc/UTC")
    assert after_work(instant("2027-03-08 09:00"), 60 * 9 * HOUR, house) == instant("2028-04-24 18:00")


def test_a_working_day_is_as_long_as_the_days_are_on_average() -> None:
    """Two stretches of one day are one day."""
    hours = (WeekdayHours(day=0, opens=540, closes=840), WeekdayHours(day=0, opens=960, closes=1080))

    assert working_day(OFFICE) == 9 * HOUR
    assert working_day(HouseRules(working_hours=hours)) == 7 * HOUR


@given(
    start=st.datetimes(min_value=datetime(2027, 1, 1), max_value=datetime(2028, 1, 1)),  # noqa: DTZ001  given a zone below
    first=st.integers(1, 2000),
    second=st.integers(1, 2000),
)
def test_time_that_is_counted_in_two_parts_is_the_same_time(start: datetime, first: int, second: int) -> None:
    """Whatever the start, nothing is lost or counted twice."""
    at = instant(f"{start:%Y-%m-%d %H:%M}")
    whole = after_work(at, timedelta(minutes=first + second), OFFICE)

    assert after_work(after_work(at, timedelta(minutes=first), OFFICE), timedelta(minutes=second), OFFICE) == whole
    assert whole > at
