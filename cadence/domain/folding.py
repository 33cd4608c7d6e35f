"""When are two words the same for a reader? Pure: case, accents and spaces do not count."""

import unicodedata
from functools import lru_cache


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
