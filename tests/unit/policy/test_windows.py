"""When do hours open and close for a person?"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.policy.evaluation import closing
from cadence.policy.hours.local_days import day_begins, stretches
from cadence.policy.hours.opening_hours import ALWAYS, Week, hours_text, openings, week
from cadence.policy.primitives.window import Window
from tests.unit.policy.builders import EVERY_DAY, instant

GUARD = timedelta(seconds=60)
NINE_TO_NINE = week([(EVERY_DAY, time(9), time(21))])

# Zones with every kind of turn of the clock: at 01:00 UTC, at midnight, by half an hour, across the date line.
TURNS = [
    ("Europe/Madrid", "2027-03-28"),
    ("Europe/Madrid", "2027-10-31"),
    ("Atlantic/Canary", "2027-03-28"),
    ("Atlantic/Canary", "2027-10-31"),
    ("America/New_York", "2027-03-14"),
    ("America/New_York", "2027-11-07"),
    ("America/Santiago", "2027-09-05"),  # 00:00 does not exist
    ("America/Santiago", "2027-04-03"),  # 23:00 to 24:00 comes twice
    ("America/Havana", "2027-11-07"),  # 00:00 to 01:00 comes twice
    ("Atlantic/Azores", "2027-10-31"),  # 00:00 to 01:00 comes twice
    ("Australia/Lord_Howe", "2027-04-04"),  # half an hour comes twice
    ("Australia/Lord_Howe", "2027-10-03"),  # half an hour is skipped
    ("Pacific/Apia", "2011-12-30"),  # a whole day that never was
]


def naive_open(hours: Week, zone: str, moment: datetime) -> bool:
    """Tell whether the clock on the wall shows an open hour: the definition, said as simply as can be."""
    wall = moment.astimezone(ZoneInfo(zone))
    since_midnight = timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)
    return any(opens <= since_midnight < closes for opens, closes in hours[wall.weekday()])


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    """Return a week of up to three windows, on the quarter of an hour."""
    entries = []
    for _ in range(draw(st.integers(1, 3))):
        opens, closes = sorted(draw(st.lists(st.integers(0, 96), min_size=2, max_size=2, unique=True)))
        days = draw(st.sets(st.integers(0, 6), min_size=1))
        entries.append((tuple(days), quarter(opens), quarter(closes)))
    return week(entries)


def quarter(count: int) -> time:
    """Return the time so many quarters of an hour after midnight; the 96th is the day's end."""
    return time(count // 4 % 24, count % 4 * 15)


@pytest.mark.parametrize(("zone", "turn"), TURNS)
@given(hours=weeks(), offset=st.integers(-36 * 60, 60 * 60))
@settings(max_examples=60, deadline=None)
def test_an_instant_is_open_exactly_when_the_clock_on_the_wall_says_so(
    zone: str, turn: str, hours: Week, offset: int
) -> None:
    """Law 9: windows are wall time, computed per instant, on the days the clock is turned as on any other."""
    moment = instant(turn) + timedelta(minutes=offset)
    today = moment.astimezone(ZoneInfo(zone)).date()

    held = any(start <= moment < end for start, end in openings(hours, None, zone, today))

    assert held == naive_open(hours, zone, moment)


@pytest.mark.parametrize(("zone", "turn"), TURNS)
@given(hours=weeks(), offset=st.integers(-36 * 4, 60 * 4))
@settings(max_examples=30, deadline=None)
def test_the_next_opening_is_the_first_open_instant_and_nothing_open_lies_before(
    zone: str, turn: str, hours: Week, offset: int
) -> None:
    """A minute too late is a lost touch, a minute too early a broken law."""
    moment = instant(turn) + timedelta(minutes=15 * offset)
    opening = Window(rule="w", hours=hours, guard=timedelta(0)).opening(zone, moment)

    assert opening is not None
    step = moment
    while not naive_open(hours, zone, step):
        step += timedelta(minutes=15)
    assert max(opening[0], moment) == step
    while naive_open(hours, zone, step) and step < opening[1]:
        step += timedelta(minutes=15)
    assert step == opening[1]


@pytest.mark.parametrize(
    ("hours", "local_day", "expected"),
    [
        # 02:30 to 03:30 on the day 02:00 to 03:00 is skipped: half an hour is left of it
        ("02:30-03:30", "2027-03-28", [("01:00", "01:30")]),
        # 02:15 to 02:45 was skipped altogether
        ("02:15-02:45", "2027-03-28", []),
        # the same on the day 02:00 to 03:00 comes twice: open, closed, open again
        ("02:15-02:45", "2027-10-31", [("00:15", "00:45"), ("01:15", "01:45")]),
        # a window over the whole repeated hour is one opening of two hours
        ("02:00-03:00", "2027-10-31", [("00:00", "02:00")]),
        # and one that only ends inside it opens a second time
        ("01:00-02:30", "2027-10-31", [("23:00", "00:30"), ("01:00", "01:30")]),
        # an ordinary day in winter and one in summer
        ("09:00-21:00", "2027-01-15", [("08:00", "20:00")]),
        ("09:00-21:00", "2027-07-15", [("07:00", "19:00")]),
    ],
)
def test_hours_that_repeat_count_twice_and_hours_that_are_skipped_never_come(
    hours: str, local_day: str, expected: list[tuple[str, str]]
) -> None:
    """Spoke#1878: hours were cut on the day the clock was turned."""
    opens, closes = (time.fromisoformat(part) for part in hours.split("-"))

    found = openings(week([(EVERY_DAY, opens, closes)]), None, "Europe/Madrid", date.fromisoformat(local_day))

    assert [(f"{start:%H:%M}", f"{end:%H:%M}") for start, end in found] == expected


def test_the_hour_and_the_weekday_are_taken_from_the_same_clock() -> None:
    """Mautic: the weekday was taken in UTC, so Thursday came on Friday in Tokyo."""
    thursdays = week([((3,), time(8), time(10))])

    opening = Window(rule="w", hours=thursdays, guard=GUARD).opening("Asia/Tokyo", instant("2027-03-08 00:00"))

    # Thursday 08:00 in Tokyo is still Wednesday in UTC
    assert opening == (instant("2027-03-10 23:00"), instant("2027-03-11 01:00"))


def test_an_opening_runs_over_midnight_when_the_next_day_begins_open() -> None:
    """Otherwise the guard would cut a minute out of every night of a campaign that never closes."""
    hours = week([((0,), time(20), time(0)), ((1,), time(0), time(2))])

    opening = Window(rule="w", hours=hours, guard=GUARD).opening("Etc/UTC", instant("2027-03-08 21:00"))

    assert opening == (instant("2027-03-08 20:00"), instant("2027-03-09 02:00"))


def test_windows_that_overlap_are_one_opening() -> None:
    """Two entries of a file may name the same hours."""
    hours = week([(EVERY_DAY, time(9), time(14)), (EVERY_DAY, time(12), time(16)), (EVERY_DAY, time(16), time(17))])

    found = openings(hours, None, "Etc/UTC", date(2027, 3, 9))

    assert found == ((instant("2027-03-09 09:00"), instant("2027-03-09 17:00")),)


def test_what_never_closes_has_no_closing() -> None:
    """`next_opening` must not wait for a next opening that never comes."""
    always = Window(rule="w", hours=ALWAYS, guard=GUARD)

    assert closing([always], ("Europe/Madrid",), instant("2027-03-08 21:00")) is None


def test_the_first_of_several_closings_counts() -> None:
    """Law 7: the strictest of all rules and all zones."""
    day = Window(rule="day", hours=NINE_TO_NINE, guard=GUARD)
    short = Window(rule="short", hours=week([(EVERY_DAY, time(9), time(14))]), guard=GUARD)
    zones = ("Atlantic/Canary", "Europe/Madrid")

    # 14:00 in Madrid comes an hour before 14:00 in the Canaries
    assert closing([day, short], zones, instant("2027-03-09 12:00")) == instant("2027-03-09 13:00")


@pytest.mark.parametrize(
    ("zone", "local_day", "expected"),
    [
        ("Europe/Madrid", "2027-03-28", "2027-03-27 23:00"),
        ("America/Santiago", "2027-09-05", "2027-09-05 04:00"),  # its 00:00 does not exist: it begins at 01:00
        ("America/Havana", "2027-11-07", "2027-11-07 04:00"),  # the first of two midnights
        ("Pacific/Apia", "2011-12-30", "2011-12-30 10:00"),  # never was: the next day begins then
    ],
)
def test_a_day_begins_at_its_first_instant(zone: str, local_day: str, expected: str) -> None:
    """Day limits count from there, also where there is no midnight."""
    assert day_begins(zone, date.fromisoformat(local_day)) == instant(expected)


def test_hours_are_told_as_people_write_them() -> None:
    """They stand in the evidence of a no."""
    hours = week([((0,), time(9, 30), time(14)), ((0,), time(16), time(0))])

    assert hours_text(hours[0]) == "09:30-14:00, 16:00-24:00"
    assert hours_text(hours[1]) == "closed"


def test_a_window_gives_up_within_the_horizon() -> None:
    """Hours that never come must end the search, not the process."""
    never = Window(rule="w", hours=week([]), guard=GUARD)

    assert never.opening("Europe/Madrid", datetime(2027, 3, 9, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("zone", "local_day", "turned"),
    [
        ("Europe/Madrid", "2027-03-28", "2027-03-28 01:00"),
        ("Australia/Lord_Howe", "2027-10-03", "2027-10-02 15:30"),
        ("America/Bogota", "2027-03-28", None),  # which turns no clock
    ],
)
def test_a_day_is_cut_to_the_second_where_its_clock_is_turned(zone: str, local_day: str, turned: str | None) -> None:
    """A second too early would be an hour of the wrong side."""
    found = stretches(zone, date.fromisoformat(local_day))

    assert [end for _, end, _ in found[:-1]] == ([instant(turned)] if turned else [])
    assert [start for start, _, _ in found[1:]] == ([instant(turned)] if turned else [])
