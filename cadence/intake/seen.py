"""
Was this lead said on an earlier line? Pure.

The only thing in intake that grows with the list: two whole numbers a lead, about 130 bytes (`bench/intake.py` measures
them), never its data.
"""

from collections.abc import Sequence
from dataclasses import dataclass

KEY_BITS = (1 << 60) - 1
CONTENT_BITS = (1 << 32) - 1
"""So many bits of a hash are kept: two keys of a list of a million leads meet by chance once in two million lists."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """Where a lead was said before, and whether in the same words."""

    line: int
    same: bool


class Seen:
    """Remembers which leads were read, on which line, and a hash of their words."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._leads: dict[int, int] = {}

    def look(self, identity: str, words: Sequence[str], line: int) -> Earlier | None:
        """Return where this identity was read before; None for a new one, which is then remembered."""
        content = hash(tuple(words)) & CONTENT_BITS
        said = self._leads.setdefault(hash(identity) & KEY_BITS, line << 32 | content)
        earlier = said >> 32
        return Earlier(earlier, same=said & CONTENT_BITS == content) if earlier != line else None

    def __len__(self) -> int:
        """Return how many leads are remembered."""
        return len(self._leads)
