"""Is a key of the API read as it was written, and is every damage to it seen?"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.domain.api_keys import ID_BYTES, SECRET_BYTES, key_of, looks_like_key, read_key

IDS, SECRETS = (st.binary(min_size=size, max_size=size) for size in (ID_BYTES, SECRET_BYTES))
KEY = key_of(b"\x01" * ID_BYTES, b"\xfe" * SECRET_BYTES)


@given(IDS, SECRETS)
def test_a_key_is_read_as_it_was_written(identity: bytes, secret: bytes) -> None:
    """Whatever chance made of it, it has one form."""
    key = key_of(identity, secret)

    assert read_key(key.text) == key
    assert re.fullmatch(r"cad_[0-9A-Za-z]{11}_[0-9A-Za-z]{49}", key.text)
    assert key.id in key.text


@given(IDS, SECRETS, IDS, SECRETS)
def test_two_keys_differ_wherever_their_bytes_do(first: bytes, secret: bytes, second: bytes, other: bytes) -> None:
    """No two secrets are written alike."""
    assert (key_of(first, secret).text == key_of(second, other).text) is ((first, secret) == (second, other))


@pytest.mark.parametrize("place", range(len(KEY.text)))
def test_a_wrong_character_anywhere_is_seen(place: int) -> None:
    """A typing mistake is told from a wrong key before anybody asks the ledger."""
    other = "x" if KEY.text[place] != "x" else "y"

    assert read_key(KEY.text[:place] + other + KEY.text[place + 1 :]) is None


@pytest.mark.parametrize(
    "text", ["", "cad_", "x", KEY.text[:-1], KEY.text[1:], f" {KEY.text}", f"{KEY.text}\n", KEY.text.lower(), "ñ"]
)
def test_what_is_not_a_whole_key_is_none(text: str) -> None:
    """Cut off, padded, changed, or something else."""
    assert read_key(text) is None


def test_a_key_does_not_show_itself() -> None:
    """Tracebacks and logs print values."""
    assert KEY.text not in repr(KEY)
    assert KEY.id in repr(KEY)
    assert looks_like_key(KEY.text[:20])
    assert not looks_like_key("made-up bearer token")
