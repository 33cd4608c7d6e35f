"""Can only this installation read what it has sealed, and does it notice when that was changed?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.ledger.sealing import BrokenSealError, Sealer

OURS = Sealer(b"a key that only tests know: 32 by")


@given(st.text(max_size=200))
def test_what_is_sealed_can_be_opened(text: str) -> None:
    """Whatever its length: a number, or a channel's own id."""
    assert OURS.open(OURS.seal(text)) == text


def test_the_text_is_not_in_it_and_looks_different_each_time() -> None:
    """Two rows of one person are not to be told by looking."""
    one, other = OURS.seal("+34600000001"), OURS.seal("+34600000001")

    assert one != other
    assert b"600000001" not in one


@given(st.integers(min_value=0, max_value=59), st.integers(min_value=1, max_value=255))
def test_what_was_changed_does_not_open(place: int, change: int) -> None:
    """Neither in the nonce, nor in the text, nor in the tag."""
    sealed = bytearray(OURS.seal("+34600000001"))
    sealed[place] ^= change

    with pytest.raises(BrokenSealError):
        OURS.open(bytes(sealed))


@pytest.mark.parametrize("length", [0, 1, 16, 47, 48, 59])
def test_a_part_does_not_open(length: int) -> None:
    """A row that was cut is no row."""
    with pytest.raises(BrokenSealError):
        OURS.open(OURS.seal("+34600000001")[:length])


def test_another_key_does_not_open_it() -> None:
    """A copy of the database alone tells nothing."""
    with pytest.raises(BrokenSealError):
        Sealer(b"another key that only tests know!").open(OURS.seal("+34600000001"))
