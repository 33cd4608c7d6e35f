"""When is a time by the calendar over, and which of several times counts?"""

from datetime import UTC, datetime, timedelta

import pytest

from cadence.domain.retention import RetentionTime, RetentionTimes, bound, in_words

NOW = datetime(2028, 3, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("time", "since"),
    [
        (RetentionTime(months=1), datetime(2028, 2, 29, 12, tzinfo=UTC)),
        (RetentionTime(months=13), datetime(2027, 2, 28, 12, tzinfo=UTC)),
        (RetentionTime(months=3), datetime(2027, 12, 31, 12, tzinfo=UTC)),
        (RetentionTime(months=24), datetime(2026, 3, 31, 12, tzinfo=UTC)),
        (RetentionTime(days=31), datetime(2028, 2, 29, 12, tzinfo=UTC)),
        (RetentionTime(months=1, days=1), datetime(2028, 2, 28, 12, tzinfo=UTC)),
        (RetentionTime(months=1200), datetime(1928, 3, 31, 12, tzinfo=UTC)),
    ],
)
def test_months_are_those_of_the_calendar(time: RetentionTime, since: datetime) -> None:
    """The last day of a month stands for the days that it does not have."""
    assert time.before(NOW) == since


def test_of_the_house_and_the_law_the_longer_time_counts() -> None:
    """And the shorter one where a law wants data kept no longer."""
    two = RetentionTime(months=24)
    years = [NOW.replace(year=2028 - count) for count in range(6)]

    assert bound(two, [], [], NOW).both == years[2]
    assert bound(two, [1], [], NOW).both == years[2]
    assert (bound(two, [5, 3], [], NOW).both, bound(two, [5, 3], [], NOW).own) == (years[5], years[2])
    assert bound(two, [], [1], NOW).both == years[1]
    assert bound(two, [3], [1], NOW).both == years[3], "what must be kept is kept"
    assert bound(two, [], [4], NOW).both == years[2]


def test_times_are_written_as_people_say_them() -> None:
    """In messages to operators."""
    assert in_words(RetentionTimes(texts=RetentionTime(months=18), people=RetentionTime(months=36, days=1))) == (
        "texts are kept for 1 year 6 months, people for 3 years 1 day"
    )
    assert in_words(RetentionTimes(people=RetentionTime(days=90))) == "people are kept for 90 days"
    assert in_words(RetentionTimes()) == ""
    assert timedelta(days=90) == NOW - RetentionTime(days=90).before(NOW)
