"""A text message is billed by the part."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.campaign.segments import GSM7, measure


@pytest.mark.parametrize(
    ("text", "encoding", "units", "parts"),
    [
        ("", "GSM-7", 0, 1),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),  # 153 and 8
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("ñ" * 160, "GSM-7", 160, 1),  # ñ, ü, ¿ and ¡ are in the alphabet
        ("à" * 160, "GSM-7", 160, 1),
        ("€" * 80, "GSM-7", 160, 1),  # two places each
        ("€" * 81, "GSM-7", 162, 2),
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 306, 3),  # the € does not fit the last place of the first part
        ("á" * 70, "UCS-2", 70, 1),  # á, í, ó and ú are not
        ("á" * 71, "UCS-2", 71, 2),
        ("á" * 134, "UCS-2", 134, 2),
        ("á" * 135, "UCS-2", 135, 3),
        ("😀" * 35, "UCS-2", 70, 1),  # two places each
        ("á" * 66 + "😀" + "á" * 66, "UCS-2", 134, 3),  # an emoji is not torn apart
    ],
)
def test_a_text_fills_its_parts(text: str, encoding: str, units: int, parts: int) -> None:
    """160 or 153 places of seven bits, 70 or 67 of sixteen."""
    size = measure(text)

    assert (size.encoding, size.units, size.segments) == (encoding, units, parts)


def test_the_characters_that_make_a_text_dear_are_named() -> None:
    """So that a manager can write around them."""
    assert measure("Mañana, aquí, ¿sí? Aquí").costly == "í"


def test_the_alphabet_has_its_127_characters() -> None:
    """The 128th is the escape to the extension table."""
    assert len(GSM7) == 127


@settings(deadline=None)
@given(st.text(), st.text())
def test_a_longer_text_never_takes_fewer_parts(text: str, more: str) -> None:
    """Whatever it is made of."""
    assert measure(text).segments <= measure(text + more).segments
