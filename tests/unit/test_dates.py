"""Is a date read as whoever wrote it meant it? In the forms of people, forms, spreadsheets and databases."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.domain.dates import DateOrder, order_of, orders_that_fit, read_wall

HALF_PAST = "2026-10-09 10:30"
EVENING = "2026-10-09 22:30"
wall = datetime.fromisoformat
"""What a clock on the wall shows, without a zone."""


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("2026-10-09", "2026-10-09"),  # ISO 8601
        ("2026-10-09T10:30:15Z", "2026-10-09 10:30:15+00:00"),
        ("2026-10-09T10:30:15.123+02:00", "2026-10-09 10:30:15.123000+02:00"),
        ("2026-10-09 10:30:15 +0100", "2026-10-09 10:30:15+01:00"),
        ("2026-10-09 10:30:15 UTC", "2026-10-09 10:30:15+00:00"),
        ("20261009", "2026-10-09"),
        ("20261009103000", HALF_PAST),  # a dialler's
        ("1791541800", "2026-10-09 10:30+00:00"),  # a database's seconds
        ("1791541800000", "2026-10-09 10:30+00:00"),  # and milliseconds
        ("09/10/2026", "2026-10-09"),  # figures
        ("9/10/2026", "2026-10-09"),
        ("09-10-2026", "2026-10-09"),
        ("09.10.2026", "2026-10-09"),
        ("09/10/26", "2026-10-09"),  # a year of two digits is of this century
        ("2026/10/09", "2026-10-09"),
        ("09/10/2026 10:30", HALF_PAST),
        ("09/10/2026, 10:30", HALF_PAST),
        ("09/10/2026 10:30:15", "2026-10-09 10:30:15"),
        ("09/10/2026 10:30 PM", EVENING),
        ("09/10/2026 10:30PM", EVENING),
        ("09/10/2026 10:30 p. m.", EVENING),  # as a spreadsheet in Spanish writes it
        ("09/10/2026 10:30 a. m.", HALF_PAST),
        ("09/10/2026 12:30 AM", "2026-10-09 00:30"),
        ("09/10/2026 12:30 PM", "2026-10-09 12:30"),
        ("09/10/2026 10h30", HALF_PAST),
        ("09/10/2026 22:30 hrs", EVENING),
        ("09/10/2026 22:30h", EVENING),
        ("2026/10/09 10:30:15 AM GMT+1", "2026-10-09 10:30:15+01:00"),  # a form of Google's
        ("2026/10/09 10:30:15 p. m. GMT-3", "2026-10-09 22:30:15-03:00"),
        ("46304", "2026-10-09"),  # a spreadsheet's days
        ("46304.4375", HALF_PAST),
        ("46304,4375", HALF_PAST),
        ("9 de octubre de 2026", "2026-10-09"),  # words, in three languages
        ("9 de octubre del 2026 a las 22:30", EVENING),
        ("viernes, 9 de octubre de 2026", "2026-10-09"),
        ("9 oct 2026", "2026-10-09"),
        ("9-oct-26", "2026-10-09"),
        ("1º de março de 2027", "2027-03-01"),
        ("9 de outubro de 2026 às 10:30", HALF_PAST),
        ("5 set 2026", "2026-09-05"),
        ("5 de ago. de 2026", "2026-08-05"),
        ("October 9, 2026", "2026-10-09"),
        ("Oct 9, 2026 10:30 PM", EVENING),
        ("October 9th, 2026 at 10:30 pm", EVENING),
        ("Friday, October 9, 2026", "2026-10-09"),
        ("9 October 2026 10:30", HALF_PAST),
        ("Fri Oct 09 2026 10:30:00 GMT+0100", "2026-10-09 10:30+01:00"),
    ],
)
def test_a_date_is_read_in_the_forms_that_people_and_programs_write(text: str, means: str) -> None:
    """With the day first where nothing says otherwise."""
    read = read_wall(text)

    assert read.at == wall(means)
    assert read.timed is (" " in means)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("soon", "expected a date such as"),
        ("31/02/2027", "no such date"),
        ("2027-02-30", "no such date"),
        ("13/14/2027", "no such date"),
        ("12/15/2026", "the month first in a column that is read day-first"),
        ("0000-00-00 00:00:00", "a database's empty date"),
        ("########", "too narrow in the spreadsheet"),
        ("10/10", "without its year"),
        ("10:30", "a time without its date"),
        ("99999", "a number that is no date of a spreadsheet"),
        ("12", "a number that is no date of a spreadsheet"),
        ("1/2/027", "neither four digits nor two"),
        ("09/10/2026 25:00", "no such time"),
        ("09/10/2026 13:30 PM", "between 1 and 12"),
        ("09/10/2026 in the morning", "something after it that is no time"),
        ("09/10/2026 10:30 CET", "letters of a time zone"),
        ("09/10/2026 10:30 GMT+19", "no such offset"),
        ("octubre de 2026", "expected a date such as"),
    ],
)
def test_what_is_no_date_is_refused_for_its_own_reason(text: str, why: str) -> None:
    """One message for all tells nobody what to mend; none repeats the text."""
    with pytest.raises(ValueError, match=why) as caught:
        read_wall(text)

    assert text not in str(caught.value) or text.isdigit()


@given(day=st.dates(date(2001, 1, 1), date(2099, 12, 31)), sign=st.sampled_from("/-."))
def test_either_order_is_read_as_it_was_written(day: date, sign: str) -> None:
    """What was written with the day first is never read with the month first, and the other way round."""
    for order, form in ((DateOrder.DAY_FIRST, "%d/%m/%Y"), (DateOrder.MONTH_FIRST, "%m/%d/%Y")):
        text = day.strftime(form).replace("/", sign)

        assert read_wall(text, order).at.date() == day
        assert order in orders_that_fit(text) or day.day == day.month
        if orders_that_fit(text) and len(orders_that_fit(text)) > 1:
            with pytest.raises(ValueError, match="--dates day-first or --dates month-first"):
                read_wall(text, None)
        else:
            assert read_wall(text, None).at.date() == day


@given(moment=st.datetimes(wall("1955-01-01"), wall("2118-01-01")))
def test_a_spreadsheet_s_number_is_the_instant_it_shows(moment: datetime) -> None:
    """To the second, as the fraction of a day is cut."""
    since = moment - wall("1899-12-30")
    written = f"{since.days}.{round(since.seconds / 86_400 * 10**8):08}"

    assert abs(read_wall(written).at - moment) < timedelta(seconds=2)


@pytest.mark.parametrize(
    ("country", "order"),
    [
        *(
            (country, DateOrder.DAY_FIRST)
            for country in ("ES", "MX", "AR", "BR", "CO", "CL", "PE", "GB", "FR", "DE", "AU")
        ),
        ("US", DateOrder.MONTH_FIRST),
        *((country, None) for country in ("CA", "PR", "PH", "JP", "")),
    ],
)
def test_a_country_tells_the_order_where_it_is_clear(country: str, order: DateOrder | None) -> None:
    """In Canada and Puerto Rico both are in daily use."""
    assert order_of(country) is order
