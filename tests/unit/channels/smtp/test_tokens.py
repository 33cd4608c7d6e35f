"""Only we can name a touch."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.channels.smtp.tokens import (
    TokenUse,
    signed,
    tag,
    tagged_touch,
    touch_of,
)

KEY, OTHER = b"a key for e-mail tokens in tests", b"another key of the same length!!"


@given(st.uuids(), st.sampled_from(TokenUse))
def test_a_token_names_its_touch_in_any_case(touch: object, use: TokenUse) -> None:
    """Mail servers may change upper and lower case."""
    token = signed(KEY, use, str(touch))

    assert len(token) == 42
    assert touch_of([OTHER, KEY], use, token) == touch_of([KEY], use, token.upper()) == str(touch)
    assert touch_of([OTHER], use, token) is None
    assert all(touch_of([KEY], another, token) is None for another in TokenUse if another is not use)


@given(st.integers(0, 41), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_no_letter_of_a_token_can_be_changed(place: int, letter: str) -> None:
    """Not even the spare bits of the last one."""
    token = signed(KEY, TokenUse.LINK, "5b1d0c1e-6f7c-4a55-9f52-5f6f9d7f4c11")
    changed = token[:place] + letter + token[place + 1 :]

    assert (touch_of([KEY], TokenUse.LINK, changed) is None) is (changed != token)


@given(st.text(max_size=60))
def test_any_text_is_a_token_of_nobody(text: str) -> None:
    """And no error."""
    assert touch_of([KEY], TokenUse.LINK, text) is None


def test_a_tag_is_found_among_other_words() -> None:
    """The first genuine one for that use; parts of longer words are none."""
    touch, other = str(uuid4()), str(uuid4())
    text = f"x{tag(KEY, TokenUse.REPLY, other)} r-{'a' * 42} <return+{tag(KEY, TokenUse.REPLY, touch)}@example.com>"

    assert tagged_touch((KEY,), text, TokenUse.REPLY) == touch
    assert tagged_touch((KEY,), text, TokenUse.BOUNCE) is None
    assert tagged_touch((KEY,), "r-" * 10_000, TokenUse.REPLY) is None


def test_only_a_uuid_can_be_named() -> None:
    """A touch has no other id."""
    with pytest.raises(ValueError, match="UUID"):
        signed(KEY, TokenUse.LINK, "touch-1")
