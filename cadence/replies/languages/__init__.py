"""
In which languages do people write stop? Reads the package's own files, one a language, and nothing else.

The language of a text is not known, so it is compared with every language. To add a language, write its file.
"""

import re
from functools import cache
from pathlib import Path

from cadence.replies.languages.lexicon import Lexicon

__all__ = ["Lexicon", "lexicons", "pattern", "slips", "words"]

HERE = Path(__file__).parent


@cache
def lexicons() -> dict[str, Lexicon]:
    """Return the languages by name."""
    files = sorted(HERE.glob("*.yaml"))
    return {file.stem: Lexicon.of(file) for file in files}


@cache
def words(field: str) -> frozenset[str]:
    """Return the words of every language under this name, such as "revoke"."""
    return frozenset[str]().union(*(getattr(lexicon, field) for lexicon in lexicons().values()))


@cache
def slips() -> dict[str, str]:
    """Return each listed slip of the finger with the word it was meant to be."""
    return {slip: word for lexicon in lexicons().values() for word, them in lexicon.typos.items() for slip in them}


@cache
def pattern(field: str) -> re.Pattern[str]:
    """Return what matches any phrase of any language under this name, such as "doubts", as whole words."""
    phrases = sorted(phrase for lexicon in lexicons().values() for phrase in getattr(lexicon, field))
    return re.compile("|".join(rf"\b({phrase})(?!\w)" for phrase in phrases))
