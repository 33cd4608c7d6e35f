"""Is a promised date read as it was meant, or refused with what to type instead?"""

from datetime import UTC, datetime

import pytest

from cadence.domain.errors import InvalidInputError
from cadence.domain.promised_dates import promised_date

NOW = datetime(2027, 3, 1, 22, 30, tzinfo=UTC)  # 23:30 in Madrid, 17:30 in New York
MADRID = ("Europe/Madrid",)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2027-03-05", "2027-03-05"),
        (" 2027-03-05 ", "2027-03-05"),
        ("2027-03-05 10:30", "2027-03-05 10:30"),
        ("2027-03-05T10:30", "2027-03-05 10:30"),
        ("25/03/2027", "2027-03-25"),  # only one order fits
        ("03/25/2027", "2027-03-25"),
        ("25.3.2027", "2027-03-25"),
        ("05/05/2027", "2027-05-05"),  # both orders say the same
        ("5 de marzo de 2027", "2027-03-05"),
        ("5 March 2027, 9:15", "2027-03-05 09:15"),
        ("5 de março de 2027", "2027-03-05"),
        ("2027-03-01", "2027-03-01"),  # today
        ("2027-03-01 23:45", "2027-03-01 23:45"),  # a quarter of an hour from now
        ("2028-02-29", "2028-02-29"),  # within a year, and a day that exists
    ],
)
def test_a_date_is_kept_on_the_persons_own_clock(typed: str, kept: str) -> None:
    """In one form, whatever was typed."""
    assert promised_date(typed, MADRID, NOW) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("05/03/2027", "day or month may come first; expected it as 2027-03-05"),
        ("3-5-2027", "day or month may come first"),
        ("2027-02-28", "has passed; expected 2027-03-01 or later: ask the person again"),
        ("2027-03-01 23:00", "has passed"),
        ("2028-03-03", "more than a year away; expected 2028-03-01 at the latest"),
        ("2207-03-05", "more than a year away"),
        ("2027-02-30", "cannot be read: no such date"),
        ("2027-13-01", "cannot be read: no such date"),
        ("the 5th", "cannot be read"),
        ("tomorrow", "cannot be read"),
        ("5/3", "cannot be read: a date without its year"),
        ("46451", "is not a date; expected a date such as 2027-03-05, or 2027-03-05 10:30"),  # a spreadsheet's
        ("5", "is not a date"),
        ("", "is not a date"),
        ("2027-03-05T10:30+01:00", "has a zone; expected a date such as"),
        ("2027-03-05 10:30Z", "has a zone"),
        ("10:30", "is not a date"),
        ("0000-00-00", "cannot be read"),
    ],
)
def test_what_cannot_be_such_a_date_is_refused_with_what_to_type(typed: str, why: str) -> None:
    """The reason never repeats what was typed: it is a person's."""
    with pytest.raises(InvalidInputError) as refusal:
        promised_date(typed, MADRID, NOW)

    assert why in str(refusal.value)


@pytest.mark.parametrize(
    ("zones", "typed"),
    [
        (("Europe/Madrid", "Asia/Tokyo"), "2027-03-01"),  # in Tokyo it is the second already
        (("America/New_York", "Europe/Madrid"), "2027-03-01 18:00"),  # in Madrid that hour is over
        ((), "2027-03-01"),  # nobody knows where the person is: somewhere it is still the first
    ],
)
def test_what_may_not_have_passed_yet_is_kept(zones: tuple[str, ...], typed: str) -> None:
    """Somebody says "today" at their own clock."""
    assert promised_date(typed, zones, NOW) == typed
