"""Are dates read as they are meant, and do they hold on the right days?"""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.campaign.day_notation import EXAMPLES, parse_day_set
from cadence.campaign.day_sets import (
    LAST,
    Dates,
    DayOfMonth,
    Days,
    DaysOfMonth,
    EachYear,
    WeekdayOfMonth,
    last_date,
    shared,
    weekdays,
)
from cadence.campaign.day_words import days_in_words, recorded_days
from cadence.languages import LANGUAGES, Language

EVERY_DAY = [date(2027, 1, 1) + timedelta(days=ahead) for ahead in range(3 * 366)]  # 2028 is a leap year


READ = [
    # one date
    ("2027-12-24", "2027-12-24"),
    ("24/12/2027", "2027-12-24"),
    ("24.12.2027", "2027-12-24"),
    ("24-12-2027", "2027-12-24"),
    ("24 Dec 2027", "2027-12-24"),
    ("December 24, 2027", "2027-12-24"),
    ("24 de diciembre de 2027", "2027-12-24"),
    # each year
    ("24 dec", "24 dec"),
    ("DEC 24", "24 dec"),
    ("24th of December", "24 dec"),
    ("December 24th", "24 dec"),
    ("24 de diciembre", "24 dec"),
    ("el 24 de diciembre", "24 dec"),
    ("24 dec each year", "24 dec"),
    ("24 de diciembre de cada año", "24 dec"),
    ("29 feb", "29 feb"),
    ("1 de mayo", "1 may"),
    # ranges, once
    ("2027-12-01..2028-01-06", "2027-12-01..2028-01-06"),
    ("2027-12-01 - 2028-01-06", "2027-12-01..2028-01-06"),
    ("2027-12-01 to 2028-01-06", "2027-12-01..2028-01-06"),
    ("1/12/2027 a 6/1/2028", "2027-12-01..2028-01-06"),
    ("1 dec 2027 - 6 jan 2028", "2027-12-01..2028-01-06"),
    ("1 dec - 6 jan 2028", "2027-12-01..2028-01-06"),
    ("1 march - 30 june 2027", "2027-03-01..2027-06-30"),
    ("1-6 jan 2028", "2028-01-01..2028-01-06"),
    ("del 1 al 6 de enero de 2028", "2028-01-01..2028-01-06"),
    ("november 2027", "2027-11-01..2027-11-30"),
    ("february 2027", "2027-02-01..2027-02-28"),
    # ranges, each year
    ("1 dec - 6 jan", "1 dec - 6 jan"),
    ("1 dec-6 jan", "1 dec - 6 jan"),
    ("1 dec – 6 jan", "1 dec - 6 jan"),  # noqa: RUF001  a dash from a word processor
    ("1 dec..6 jan", "1 dec - 6 jan"),
    ("from 1 December to 6 January", "1 dec - 6 jan"),
    ("1 de diciembre a 6 de enero", "1 dec - 6 jan"),
    ("del 1 de diciembre al 6 de enero", "1 dec - 6 jan"),
    ("desde el 1 de diciembre hasta el 6 de enero", "1 dec - 6 jan"),
    ("1-6 jan", "1 jan - 6 jan"),
    ("1 al 6 de enero", "1 jan - 6 jan"),
    ("agosto", "1 aug - 31 aug"),
    ("february", "1 feb - 29 feb"),
    ("nov - jan", "1 nov - 31 jan"),
    # days of a month
    ("last 5 days of month", "last 5 days of month"),
    ("the last 5 days of the month", "last 5 days of month"),
    ("last 5 days of each month", "last 5 days of month"),
    ("últimos 5 días del mes", "last 5 days of month"),
    ("los 5 últimos días de cada mes", "last 5 days of month"),
    ("los primeros 3 días del mes", "first 3 days of month"),
    ("first day of november", "first day of nov"),
    ("último día de febrero", "last day of feb"),
    ("day 5 of month", "day 5 of month"),
    ("día 5 de cada mes", "day 5 of month"),
    ("day 5 of march", "5 mar"),
    # weekdays of a month
    ("first monday of month", "first monday of month"),
    ("1st Monday of the month", "first monday of month"),
    ("primer lunes de cada mes", "first monday of month"),
    ("último viernes del mes", "last friday of month"),
    ("last friday of november", "last friday of nov"),
    ("el cuarto jueves de noviembre", "fourth thursday of nov"),
]
"""What is written, and what it means."""


def day_sets() -> st.SearchStrategy[Days]:
    """Any set of days that can be written."""
    when = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: (day.month, day.day))
    month = st.none() | st.integers(1, 12)
    once = st.tuples(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 800))
    return st.one_of(
        once.map(lambda pair: Dates(first=pair[0], last=pair[0] + timedelta(days=pair[1]))),
        st.builds(EachYear, first=when, last=when),
        st.builds(DaysOfMonth, at=st.sampled_from(["first", "last"]), count=st.integers(1, 28), month=month),
        st.builds(DayOfMonth, day=st.integers(1, 31)),
        st.builds(WeekdayOfMonth, nth=st.sampled_from([1, 2, 3, 4, LAST]), weekday=st.integers(0, 6), month=month),
    )


@pytest.mark.parametrize(("text", "means"), READ)
def test_days_are_read(text: str, means: str) -> None:
    """English and Spanish, with and without a year."""
    assert str(parse_day_set(text)) == means


@pytest.mark.parametrize(
    "text",
    ["", "24", "12/24", "30 feb", "31 de abril", "2027-02-29", "0 dec", "day 0 of month", "day 32 of month",
     "0 days of month", "last 0 days of month", "last 29 days of month", "second 3 days of month",
     "fifth monday of month", "24 dec 27", "24 dec -", "- 6 jan", "1 - 2 - 3 jan",
     "2028-01-06..2027-12-01", "2027-12-01..6 jan",
     "2027-01-01..2038-01-01", "monday", "mon-fri", "christmas", "24 december december", "1 dec 6 jan"],
)  # fmt: skip
def test_what_is_no_day_is_refused(text: str) -> None:
    """With a message, never with a guess."""
    with pytest.raises(ValueError, match=r".+"):
        parse_day_set(text)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Never another error."""
    try:
        days = parse_day_set(text)
    except ValueError:
        return
    assert parse_day_set(str(days)) == days


@given(day_sets())
def test_what_is_written_is_read_again(days: Days) -> None:
    """Evidence keeps it as text."""
    again = parse_day_set(str(days))

    assert [day for day in EVERY_DAY if again.holds(day)] == [day for day in EVERY_DAY if days.holds(day)]


def naive(days: Days, day: date) -> bool:
    """Tell the same, from the calendar of the month."""
    month = [near for near in calendar.Calendar().itermonthdates(day.year, day.month) if near.month == day.month]
    match days:
        case Dates(first=first, last=last):
            return day in {first + timedelta(days=ahead) for ahead in range((last - first).days + 1)}
        case EachYear(first=first, last=last):
            begins_late = last < first and first > (2, 29)
            walk = date(2027 if begins_late else 2024, *first)  # on its way is a 29 February
            while (walk.month, walk.day) not in {last, (day.month, day.day)}:
                walk += timedelta(days=1)
            return (walk.month, walk.day) == (day.month, day.day)
        case DaysOfMonth(at=at, count=count):
            some = month[:count] if at == "first" else month[-count:]
            return days.month in {None, day.month} and day in some
        case DayOfMonth(day=number):
            return len(month) >= number and day == month[number - 1]
    same = [near for near in month if near.weekday() == days.weekday]
    return days.month in {None, day.month} and day == same[days.nth if days.nth == LAST else days.nth - 1]


@given(day_sets())
@settings(max_examples=25, deadline=None)
def test_days_hold_as_the_calendar_says(days: Days) -> None:
    """Over New Year, in leap years and at the ends of months."""
    assert [day for day in EVERY_DAY if days.holds(day)] == [day for day in EVERY_DAY if naive(days, day)]


@pytest.mark.parametrize(
    ("some", "other", "both"),
    [
        ("24 dec", "1 dec - 6 jan", date(2027, 12, 24)),
        ("24 dec", "2029-12-01..2029-12-31", date(2029, 12, 24)),
        ("2027-12-24", "2027-12-25", None),
        ("last 5 days of month", "first 3 days of month", None),
        ("29 feb", "last day of month", date(2028, 2, 29)),
        ("29 feb", "last friday of month", date(2036, 2, 29)),
        ("day 31 of month", "april", None),
    ],
)
def test_the_first_day_of_both(some: str, other: str, both: date | None) -> None:
    """However rare it is."""
    assert shared(parse_day_set(some), parse_day_set(other)) == both
    assert shared(parse_day_set(other), parse_day_set(some)) == both


def test_weekdays_and_the_last_date() -> None:
    """What the checks ask."""
    assert weekdays(parse_day_set("2027-12-25")) == {5}
    assert weekdays(parse_day_set("first monday of month")) == {0}
    assert weekdays(parse_day_set("24 dec")) == set(range(7))
    assert last_date([parse_day_set("2027-12-25"), parse_day_set("2027-12-01..2027-12-31")]) == date(2027, 12, 31)
    assert last_date([parse_day_set("2027-12-25"), parse_day_set("24 dec")]) is None


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "December 24, December 1 to January 6, last 5 days of the month, last Friday of November"),
        (
            "es",
            "24 de diciembre, del 1 de diciembre al 6 de enero, últimos 5 días del mes, último viernes de noviembre",
        ),
        (
            "pt",
            "24 de dezembro, de 1 de dezembro a 6 de janeiro, últimos 5 dias do mês, última sexta-feira de novembro",
        ),
    ],
)
def test_days_in_words(language: Language, words: str) -> None:
    """As people say them."""
    texts = ["24 dec", "1 dec - 6 jan", "last 5 days of month", "last friday of november"]

    assert days_in_words(map(parse_day_set, texts), language) == words
    assert recorded_days([*texts, "the day after"], language) == f"{words}, the day after"


@pytest.mark.parametrize("language", LANGUAGES)
@given(days=day_sets())
def test_all_days_can_be_said(language: Language, days: Days) -> None:
    """In each language."""
    assert days_in_words([days], language)


def test_the_examples_are_right() -> None:
    """Editors show them."""
    assert [str(parse_day_set(text)) for text in EXAMPLES]
