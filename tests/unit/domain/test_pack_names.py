"""Is the pack suggested that is meant?"""

import pytest

from cadence.domain.pack_id import nearest_packs
from cadence.policy.packs.loading import SHIPPED


@pytest.mark.parametrize(
    ("named", "first"),
    [
        ("us-fll", "us-fl"),  # a slip
        ("us_FL ", "us-fl"),
        ("us-ca", "us"),  # a state without a pack of its own: the country's
        ("br-mg", "br"),
        ("es-ley-10", "es-ley10"),
        ("co-one-chanel", "co-one-channel"),
        ("whatsap", "whatsapp"),
        ("spain", "es"),
        ("España", "es"),
        ("espanha", "es"),
        ("united states", "us"),
        ("Estados Unidos", "us"),
        ("brasil", "br"),
        ("Mexico", "mx"),
    ],
)
def test_the_pack_that_is_meant_is_suggested_first(named: str, first: str) -> None:
    """Fifty names in one line hide the right one."""
    assert nearest_packs(named, SHIPPED.names())[0] == first


def test_an_unknown_pack_is_answered_with_few_names_and_how_to_list_all() -> None:
    """Whoever asks for a pack that there is not wants one name, or the list."""
    message = SHIPPED.instead_of("us-ca")

    assert message.startswith("`cadence packs` lists them; nearest: us, ")
    assert message.count(",") <= 2
    assert SHIPPED.instead_of("qqqq") == "`cadence packs` lists them"
