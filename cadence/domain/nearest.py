"""When are two words the same for a reader, and which right word is closest to a wrong one? Pure: "did you mean"."""

import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

LIKE = 0.59
"""Words less similar than this, from 0 to 1, are not suggested."""
COMPARED = 40
"""How many characters of a word are compared."""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return the text in lower case, without accents, with one underscore for other signs."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(char if f"_{char}".isidentifier() else " " for char in plain if not unicodedata.combining(char))
    return "_".join(kept.replace("_", " ").split())


@lru_cache(maxsize=4096)
def same_word(text: str) -> str:
    """Return the text in lower case, without accents, spaces and underscores; other signs stay, as A+ is not A-."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if not (unicodedata.combining(char) or char.isspace() or char == "_"))


def nearest(word: str, right: Iterable[str], like: float = LIKE) -> str:
    """Return the right word closest to `word`, the first of equals; "" when none is close."""
    return next(iter(nearest_words(word, right, 1, like)), "")


def nearest_words(word: str, right: Iterable[str], most: int, like: float = LIKE) -> list[str]:
    """Return the right words that are close to `word`, the closest first; case, accents and signs do not count."""
    wanted = fold(word[:COMPARED])
    matcher = SequenceMatcher(b=wanted)
    close = list[tuple[float, str]]()
    for candidate in right:
        matcher.set_seq1(fold(candidate[:COMPARED]))
        if matcher.real_quick_ratio() > like and matcher.quick_ratio() > like and (ratio := matcher.ratio()) > like:
            close.append((ratio, candidate))
    return [candidate for _, candidate in sorted(close, key=lambda pair: -pair[0])[:most]] if wanted else []
