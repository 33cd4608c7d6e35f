"""Is an address of a list or a command read, and does a bad one say what is wrong with it?"""

import pytest

from cadence.domain.errors import InvalidInputError
from cadence.leads.contacts import read_contact, typed_contact
from cadence.leads.phone import Unfit

INCOMPLETE = "the domain of an e-mail address is not complete; expected one such as ana@example.com"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ana@example", INCOMPLETE),
        ("ana arroyo@example.com", "an e-mail address cannot be read; expected one such as ana@example.com"),
    ],
)
def test_a_bad_address_of_a_list_is_refused_with_one_example(text: str, reason: str) -> None:
    """The reason follows the name of the column, so it begins with a small letter; it does not repeat the address."""
    assert read_contact(text) == Unfit(reason)


def test_a_bad_address_that_was_typed_is_refused_in_one_sentence() -> None:
    """What is expected is named once."""
    with pytest.raises(InvalidInputError) as refusal:
        typed_contact("ana@example")

    assert str(refusal.value) == f"The address cannot be used: {INCOMPLETE}."
