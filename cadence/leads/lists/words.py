"""
When are two words of a list's author the same word, or the same town? Pure.

Official lists write "Donostia/San Sebastián" and "Hospitalet de Llobregat, L'"; people write one of the names, the
article in its place.
"""

import re

from cadence.domain.nearest import fold

__all__ = ["fold", "identifier", "spaced", "town", "towns"]

INSIDE = re.compile(r"(?<=[^\W\d_])(?<![A-ZÁÉÍÓÚÑÇ])(?=[A-ZÁÉÍÓÚÑÇ])")
"""Between two words that a program writes as one: doNotCall, CodPais."""


def spaced(header: str) -> str:
    """Return the folded header with the words apart that a program writes as one: DoNotCall is do_not_call."""
    return fold(INSIDE.sub(" ", header))


def identifier(text: str) -> str:
    """Return the folded text so that a template can name it: no name begins with a digit."""
    word = fold(text)
    return f"col_{word}" if word[:1].isdigit() else word


def town(text: str) -> str:
    """Return the town of a lead, folded, "" for none. If it has several names, the first counts."""
    return _without_comma(text.partition("/")[0])


def towns(text: str) -> tuple[str, ...]:
    """Return everything by which a lead may name a town: each of its names, and all of them together."""
    return tuple(dict.fromkeys(name for name in (*map(_without_comma, text.split("/")), fold(text)) if name))


def _without_comma(name: str) -> str:
    """Return one name, with an article that was put behind back in front."""
    body, comma, article = name.partition(",")
    return fold(f"{article} {body}") if comma else fold(name)
