"""
What is a task of our people called in each language? Pure.

The ledger keeps the title that the engine gave in English. It is said in the reader's language when it is read. The
title of a step is the campaign's own, and stays as it is written.
"""

import re
from functools import cache

from cadence.languages import Language, say
from cadence.languages.texts import sentences_of

TITLES = (
    "title-reply",
    "title-revoke",
    "title-restrict",
    "title-hold",
    "title-help",
    "title-rejoin",
    "title-unmatched",
    "title-gone-on",
    "title-changed",
    "title-called",
    "title-unclear",
    "title-callback",
    "title-row",
    "title-row-unknown",
)
"""The titles that the engine gives to tasks about replies and rows of lists."""


def title_in(language: Language, title: str) -> str:
    """Return the title of a task in a language; one that is not the engine's own, as it is."""
    for sentence, written in _ours():
        if match := written.fullmatch(title):
            return say(language, sentence, **match.groupdict())
    return title


@cache
def _ours() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the id of each title, and how the ledger has it."""
    return tuple((sentence, _written(sentence)) for sentence in TITLES)


def _written(sentence: str) -> re.Pattern[str]:
    """Return the pattern of a stored title: each argument stands for some text."""
    marks = {argument: f"\0{argument}\0" for argument in sentences_of("en").arguments(sentence)}
    text = re.escape(say("en", sentence, **marks))
    for argument, mark in marks.items():
        text = text.replace(re.escape(mark), f"(?P<{argument}>.+?)")
    return re.compile(text, re.DOTALL)
