"""When are two words of a list's author the same word? Pure."""

import re

from cadence.domain.folding import fold

__all__ = ["fold", "identifier", "spaced"]

INSIDE = re.compile(r"(?<=[^\W\d_])(?<![A-ZÁÉÍÓÚÑÇ])(?=[A-ZÁÉÍÓÚÑÇ])")
"""Between two words that a program writes as one: doNotCall, CodPais."""


def spaced(header: str) -> str:
    """Return the folded header with the words apart that a program writes as one: DoNotCall is do_not_call."""
    return fold(INSIDE.sub(" ", header))


def identifier(text: str) -> str:
    """Return the folded text so that a template can name it: no name begins with a digit."""
    word = fold(text)
    return f"col_{word}" if word[:1].isdigit() else word
