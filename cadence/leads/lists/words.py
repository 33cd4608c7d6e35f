"""When are two words of a list's author the same word? Pure."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from cadence.domain.folding import fold

__all__ = ["fold", "identifier", "nearest", "spaced"]

INSIDE = re.compile(r"(?<=[^\W\d_])(?<![A-ZÁÉÍÓÚÑÇ])(?=[A-ZÁÉÍÓÚÑÇ])")
"""Between two words that a program writes as one: doNotCall, CodPais."""


def spaced(header: str) -> str:
    """Return the folded header with the words apart that a program writes as one: DoNotCall is do_not_call."""
    return fold(INSIDE.sub(" ", header))


def identifier(text: str) -> str:
    """Return the folded text so that a template can name it: no name begins with a digit."""
    word = fold(text)
    return f"col_{word}" if word[:1].isdigit() else word


def nearest(word: str, right: Iterable[str]) -> str:
    """Return the word of `right` that is closest to `word`, "" when none is close."""
    by_folded = {fold(candidate): candidate for candidate in right}
    close = get_close_matches(fold(word), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else ""
