"""Can only this installation read what it has sealed, and does it notice when that was changed?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.ledger.db.sealing import BrokenSealError, Sealer

OURS = Sealer(b"a key that only tests know: 32 by")
ROW = "5b0e6f6c-0d38-4c0b-9f41-6a6a3f0f9a01"
EARLIER = [
    bytes.fromhex(
        "c2dbfd1bcbb24e7f203c572fcc3493cda13a4184d95cd63018c0e32151337227eb1c4c801d9212fac440db97dc7da59b747f8516b19db025"
        "ec670908"
    ),
    bytes.fromhex(  # begins as the form of today does
        "0241343d9cea9f3cd573cba328da002ada4243a862e122bcec5cb7952b063a5532ccca2781a481d1a7c22a4f09cec6ac3d762ed4fc5f3332"
        "21f95eb5"
    ),
]
"""+34600000001, as the version before sealed it with the same key."""


@given(st.text(max_size=200))
def test_what_is_sealed_can_be_opened(text: str) -> None:
    """Whatever its length: a number, or a channel's own id."""
    assert OURS.open(OURS.seal(text, row=ROW), row=ROW) == text


def test_the_text_is_not_in_it_and_looks_different_each_time() -> None:
    """Two rows of one person are not to be told by looking."""
    one, other = OURS.seal("+34600000001", row=ROW), OURS.seal("+34600000001", row=ROW)

    assert one != other
    assert b"600000001" not in one
    assert len(one) == len(OURS.seal("ES.1349000000001", row=ROW)), "a number, or an id"


@given(st.integers(min_value=0, max_value=60), st.integers(min_value=1, max_value=255))
def test_what_was_changed_does_not_open(place: int, change: int) -> None:
    """Neither in the nonce, nor in the text, nor in the tag."""
    sealed = bytearray(OURS.seal("+34600000001", row=ROW))
    sealed[place] ^= change

    with pytest.raises(BrokenSealError):
        OURS.open(bytes(sealed), row=ROW)


@pytest.mark.parametrize("length", [0, 1, 12, 13, 29, 60])
def test_a_part_does_not_open(length: int) -> None:
    """A row that was cut is no row."""
    with pytest.raises(BrokenSealError):
        OURS.open(OURS.seal("+34600000001", row=ROW)[:length], row=ROW)


def test_another_key_does_not_open_it() -> None:
    """A copy of the database alone tells nothing."""
    with pytest.raises(BrokenSealError):
        Sealer(b"another key that only tests know!").open(OURS.seal("+34600000001", row=ROW), row=ROW)


def test_what_belongs_to_another_row_does_not_open() -> None:
    """Whoever can write to the database cannot give one message the address of another."""
    with pytest.raises(BrokenSealError):
        OURS.open(OURS.seal("+34600000001", row=ROW), row=ROW[:-1] + "2")


@pytest.mark.parametrize("sealed", EARLIER)
def test_what_the_version_before_sealed_can_be_opened(sealed: bytes) -> None:
    """An address is kept for 30 days, also over an upgrade; it was bound to no row then."""
    assert OURS.open(sealed, row=ROW) == "+34600000001"


@pytest.mark.parametrize("sealed", EARLIER)
@pytest.mark.parametrize("place", [0, 20, 59])
def test_what_was_changed_since_the_version_before_does_not_open(sealed: bytes, place: int) -> None:
    """Its tag is checked as before, and nothing that is no text of ours passes for one."""
    changed = bytearray(sealed)
    changed[place] ^= 1

    with pytest.raises(BrokenSealError):
        OURS.open(bytes(changed), row=ROW)
    with pytest.raises(BrokenSealError):
        Sealer(b"another key that only tests know!").open(sealed, row=ROW)
