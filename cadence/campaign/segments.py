"""
How many parts does a text message take? Pure.

A text in the GSM 7-bit alphabet has room for 160 characters, or 153 in each part of a longer one. One character outside
it, such as "á" or an emoji, turns the whole text into UCS-2: 70, or 67 in each part (3GPP TS 23.038 and 23.040).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The default alphabet."""
GSM7_EXTENSION = frozenset("\f^{}\\[~]|€")
"""Characters that take two places."""

SINGLE = {"GSM-7": 160, "UCS-2": 70}
"""Room in a message of one part."""
PART = {"GSM-7": 153, "UCS-2": 67}
"""Room in each part of a longer one: the rest joins the parts together."""

_BEYOND_16_BIT = 0xFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How big a text message is."""

    encoding: Literal["GSM-7", "UCS-2"]
    units: int  # places taken
    segments: int  # parts, each of them billed
    costly: str = ""  # the characters, in order, that force UCS-2


def measure(text: str) -> Size:
    """Return the size of a text message; an empty one takes one part."""
    costly = "".join(
        dict.fromkeys(character for character in text if character not in GSM7 and character not in GSM7_EXTENSION)
    )
    if costly:
        widths = [2 if ord(character) > _BEYOND_16_BIT else 1 for character in text]
        return Size(encoding="UCS-2", units=sum(widths), segments=_parts(widths, "UCS-2"), costly=costly)
    widths = [2 if character in GSM7_EXTENSION else 1 for character in text]
    return Size(encoding="GSM-7", units=sum(widths), segments=_parts(widths, "GSM-7"))


def _parts(widths: Iterable[int], encoding: str) -> int:
    """Fill part after part; a character of two places is never torn apart."""
    widths = list(widths)
    if sum(widths) <= SINGLE[encoding]:
        return 1
    parts, room = 1, PART[encoding]
    for width in widths:
        if width > room:
            parts, room = parts + 1, PART[encoding]
        room -= width
    return parts
