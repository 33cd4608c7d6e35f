"""People write durations, hours, days and dates in more than one way."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.campaign.periods import Hours, LocalDaysPeriod, RollingPeriod, WholeCampaign
from cadence.campaign.spans import (
    minutes,
    parse_date,
    parse_days,
    parse_duration,
    parse_hours,
    parse_period,
)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("25 seconds", timedelta(seconds=25)),
        ("2 hours", timedelta(hours=2)),
        ("1 day", timedelta(days=1)),
        ("2 weeks", timedelta(days=14)),
        ("2 horas", timedelta(hours=2)),  # Spanish words
        ("1 día", timedelta(days=1)),  # with an accent
        ("1 dia", timedelta(days=1)),  # or without
        ("2 HOURS", timedelta(hours=2)),  # in any case
        ("90min", timedelta(minutes=90)),  # without a space
        ("2h30m", timedelta(hours=2, minutes=30)),  # as short as it gets
        ("1.5 hours", timedelta(minutes=90)),
        ("1,5 horas", timedelta(minutes=90)),  # the Spanish comma
        ("1 day 12 hours", timedelta(hours=36)),
        ("1 día y 12 horas", timedelta(hours=36)),
        ("1 day and 12 hours", timedelta(hours=36)),
        ("0 hours", timedelta(0)),
    ],
)
def test_durations_are_read_as_people_write_them(text: str, span: timedelta) -> None:
    """English and Spanish words mean the same."""
    assert parse_duration(text) == span


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "not a duration"),
        ("3", "not a duration"),  # of what?
        ("hours", "not a duration"),  # how many?
        ("2 dyas", "not a duration"),
        ("-2 hours", "not a duration"),  # nothing goes back in time
        ("2 hours 3", "not a duration"),
        ("2 years", "a year is no unit: write it in days, 366 days at most"),  # no year is as long as another
        ("3 años", "a year is no unit"),
        ("1 year", "a year is no unit"),
        ("6 meses", "a month is no unit"),
        ("900 days", "longer than a year: the limit is 366 days"),
        ("999999 weeks", "longer than a year"),  # before any arithmetic overflows
    ],
)
def test_other_durations_are_refused(text: str, fault: str) -> None:
    """A guess would send at the wrong time."""
    with pytest.raises(ValueError, match=fault):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("1 day", LocalDaysPeriod(days=1)),  # today
        ("7 days", LocalDaysPeriod(days=7)),
        ("1 week", LocalDaysPeriod(days=7)),
        ("1 día", LocalDaysPeriod(days=1)),
        ("24 hours", RollingPeriod(seconds=86_400)),  # not the same as a day
        ("90 minutes", RollingPeriod(seconds=5_400)),
        ("12 horas", RollingPeriod(seconds=43_200)),
        ("campaign", WholeCampaign()),
        ("campaña", WholeCampaign()),
    ],
)
def test_a_period_keeps_to_its_clock(text: str, period: object) -> None:
    """Days are local dates, hours are elapsed time; the two are never converted (law 9)."""
    assert parse_period(text) == period


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("0 days", "an empty period"),
        ("1.5 days", "part of a day"),
        ("1 day 2 hours", "different clocks"),
        ("month", "not a duration"),
    ],
)
def test_a_period_of_two_clocks_is_refused(text: str, fault: str) -> None:
    """It would have to be converted."""
    with pytest.raises(ValueError, match=fault):
        parse_period(text)


MORNING = Hours(opens=time(9, 30), closes=time(14))
EVENING = Hours(opens=time(16), closes=time(20, 30))


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("09:30-14:00, 16:00-20:30", (MORNING, EVENING)),
        ("16:00-20:30, 09:30-14:00", (MORNING, EVENING)),  # put in order
        ("9:30 – 14:00 y 16 a 20:30", (MORNING, EVENING)),  # noqa: RUF001  as a word processor writes it
        ("9.30-14h", (MORNING,)),
        ("00:00-24:00", (Hours(opens=time(0), closes=time(0)),)),  # the whole day
        ("16:00-24:00", (Hours(opens=time(16), closes=time(0)),)),
        ("16:00-00:00", (Hours(opens=time(16), closes=time(0)),)),  # midnight at the end
    ],
)
def test_hours_are_read_as_people_write_them(text: str, hours: tuple[Hours, ...]) -> None:
    """Half-open, in order, up to midnight."""
    assert parse_hours(text) == hours


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "not an opening"),
        ("9", "not an opening"),
        ("9-12-14", "not an opening"),
        ("14:00-09:00", "closes before it opens"),
        ("20:00-02:00", "closes before it opens"),  # a night is two openings of two days
        ("10:00-10:00", "closes before it opens"),
        ("00:00-00:00", "closes before it opens"),  # the whole day is 00:00-24:00
        ("10:00-10:02", "is too short"),  # the guard before closing leaves nothing
        ("25:00-26:00", '"25:00" is not a time'),
        ("9:75-10:00", '"9:75" is not a time'),
        ("9-12, 11-15", "overlap"),
    ],
)
def test_hours_in_which_nothing_could_go_are_refused(text: str, fault: str) -> None:
    """Each is a slip of the pen."""
    with pytest.raises(ValueError, match=fault):
        parse_hours(text)


@settings(deadline=None)
@given(st.integers(0, 1437).flatmap(lambda opens: st.tuples(st.just(opens), st.integers(opens + 3, 1440))))
def test_every_opening_of_a_day_can_be_written(ends: tuple[int, int]) -> None:
    """Whatever the hour, midnight at either end included."""
    text = "-".join(f"{end // 60:02}:{end % 60:02}" for end in ends)

    assert minutes(parse_hours(text)[0]) == ends


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("lun-vie", (0, 1, 2, 3, 4)),
        ("lunes a viernes", (0, 1, 2, 3, 4)),
        ("sat, sun", (5, 6)),
        ("sábado y domingo", (5, 6)),
        ("fri-mon", (0, 4, 5, 6)),  # over the weekend
        ("Wed", (2,)),
        ("mon, mon", (0,)),
        ("every day", tuple(range(7))),
        ("todos los días", tuple(range(7))),
    ],
)
def test_weekdays_are_read_in_both_languages(text: str, days: tuple[int, ...]) -> None:
    """Monday is 0."""
    assert parse_days(text) == days


@pytest.mark.parametrize("text", ["", "funday", "mon-", "mon-wed-fri", "1-5"])
def test_other_weekdays_are_refused(text: str) -> None:
    """Numbers too: weeks begin on different days in different countries."""
    with pytest.raises(ValueError, match="is not a"):
        parse_days(text)


@pytest.mark.parametrize(
    "text", ["2027-03-08", "8/3/2027", "08.03.2027", "8 March 2027", "8 de marzo de 2027", "8 mar 2027"]
)
def test_dates_put_the_day_first(text: str) -> None:
    """Unless the year comes first."""
    assert parse_date(text) == date(2027, 3, 8)


@pytest.mark.parametrize("text", ["", "soon", "8/3/27", "31/2/2027", "2027-13-01", "8 brumario 2027"])
def test_other_dates_are_refused(text: str) -> None:
    """Two digits of a year, and days that no calendar has."""
    with pytest.raises(ValueError, match="date"):
        parse_date(text)
