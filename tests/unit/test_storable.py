"""What the ledger cannot keep is taken out of text from outside, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.domain.storable import storable, storable_fields


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("BAJA", "BAJA"),
        ("", ""),
        ("BA\0JA", "BAJA"),  # nobody means a NUL
        ("\0", ""),
        ("ba\0já 🛑", "bajá 🛑"),
        ("\ud83d stop", "� stop"),  # the first half of an emoji, cut in two on its way
        ("stop \udc00", "stop �"),
        ("\ud83d\0\udc00", "��"),
        ("a\u2028b\x1b[2J", "a\u2028b\x1b[2J"),  # shown escaped elsewhere, kept as it came
    ],
)
def test_only_what_cannot_be_kept_is_changed(text: str, kept: str) -> None:
    """A stop must be read whatever stands beside it."""
    assert storable(text) == kept
    assert storable_fields({text: text}) == {kept: kept}


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_comes_in_can_be_kept(text: str) -> None:
    """No NUL, no lone surrogate, and twice is as good as once."""
    kept = storable(text)

    kept.encode("utf-8")
    assert "\0" not in kept
    assert storable(kept) == kept
