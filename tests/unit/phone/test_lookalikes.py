"""Who may be meant by a number that we do not know?"""

import pytest

from cadence.leads.phone.prefixes import lookalikes


@pytest.mark.parametrize(
    ("unknown", "listed"),
    [
        ("+525512345678", "+15512345678"),  # the list has the wrong country
        ("+34600000001", "+57600000001"),
        ("+5493415123456", "+543415123456"),  # a digit more in front
        ("+2341234567890", "+23411234567890"),  # a digit less, in a country that our table does not know
    ],
)
def test_the_same_national_number_may_be_meant(unknown: str, listed: str) -> None:
    """Under any country's prefix, or with one digit more or less in front."""
    assert listed in lookalikes(unknown)
    assert unknown not in lookalikes(unknown)


@pytest.mark.parametrize("unknown", ["", "22000", "ES.1349876", "+34600", "Amazon"])
def test_what_is_no_whole_number_is_like_none(unknown: str) -> None:
    """A short code, a channel's own id or a name has no national number."""
    assert lookalikes(unknown) == []
