"""
In which languages do people say stop? Reads the package's own files, one a language, and nothing else.

Nobody says in which language they write, so a text is held against every language. To add one, write its file.
"""

import re
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from cadence.replies.languages.lexicon import Lexicon

__all__ = ["Lexicon", "pattern", "slips", "tongues", "words"]

HERE = Path(__file__).parent


@cache
def tongues() -> dict[str, Lexicon]:
    """Return the languages by name."""
    files = sorted(HERE.glob("*.yaml"))
    return {file.stem: Lexicon.model_validate(YAML(typ="safe").load(file)) for file in files}


@cache
def words(field: str) -> frozenset[str]:
    """Return the words of every language under this name, such as "revoke"."""
    return frozenset[str]().union(*(getattr(one, field) for one in tongues().values()))


@cache
def slips() -> dict[str, str]:
    """Return each listed slip of the finger with the word it was meant to be."""
    return {slip: word for one in tongues().values() for word, them in one.typos.items() for slip in them}


@cache
def pattern(field: str) -> re.Pattern[str]:
    """Return what matches any phrase of any language under this name, such as "doubts", as whole words."""
    phrases = sorted(one for tongue in tongues().values() for one in getattr(tongue, field))
    return re.compile("|".join(rf"\b({one})(?!\w)" for one in phrases))
