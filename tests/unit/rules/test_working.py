"""When have our own people worked for so long?"""

from datetime import UTC, datetime, timedelta

import pytest

from cadence.model.house import HouseRules, WorkingHours
from cadence.rules.working import worked, working_days

MADRID = HouseRules(zone="Europe/Madrid")  # Monday to Friday, 09:00 to 18:00


def at(text: str) -> datetime:
    """Return an instant in UTC; Madrid is one hour ahead in March 2027 until the 28th."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "hours", "then"),
    [
        ("2027-03-08 08:00", 4, "2027-03-08 12:00"),  # Monday, nine in Madrid
        ("2027-03-08 03:00", 4, "2027-03-08 12:00"),  # before work begins
        ("2027-03-08 15:00", 4, "2027-03-09 10:00"),  # two hours today, two tomorrow
        ("2027-03-12 16:00", 4, "2027-03-15 11:00"),  # an hour on Friday, three on Monday
        ("2027-03-13 10:00", 4, "2027-03-15 12:00"),  # a Saturday counts for nothing
        ("2027-03-26 16:00", 4, "2027-03-29 10:00"),  # the clock is turned on Sunday the 28th
        ("2027-03-08 08:00", 9, "2027-03-08 17:00"),  # a whole day ends when it closes
    ],
)
def test_working_time_counts_only_the_hours_of_the_house(since: str, hours: int, then: str) -> None:
    """A reply of Friday evening is not late on Saturday."""
    assert worked(MADRID, at(since), timedelta(hours=hours)) == at(then)


@pytest.mark.parametrize(
    ("since", "days", "then"),
    [
        ("2027-03-08 10:00", 3, "2027-03-11 17:00"),  # Monday: Tuesday, Wednesday, Thursday
        ("2027-03-11 10:00", 3, "2027-03-16 17:00"),  # Thursday: Friday, Monday, Tuesday
        ("2027-03-13 10:00", 1, "2027-03-15 17:00"),  # Saturday: Monday
    ],
)
def test_a_working_day_ends_when_the_house_closes(since: str, days: int, then: str) -> None:
    """Three working days are three whole ones after today."""
    assert working_days(MADRID, at(since), days) == at(then)


def test_a_house_that_never_works_is_given_elapsed_time() -> None:
    """A deadline that never comes would hide what is late."""
    nobody = HouseRules(working_hours=())
    assert worked(nobody, at("2027-03-08 10:00"), timedelta(hours=4)) == at("2027-03-08 14:00")
    assert working_days(nobody, at("2027-03-08 10:00"), 3) == at("2027-03-11 10:00")


def test_openings_of_one_day_add_up() -> None:
    """A break at noon is no working time."""
    split = HouseRules(
        working_hours=(WorkingHours(day=0, opens=540, closes=720), WorkingHours(day=0, opens=840, closes=1080))
    )
    assert worked(split, at("2027-03-08 09:00"), timedelta(hours=4)) == at("2027-03-08 15:00")
