"""
Does this reply say stop? Pure.

Words are matched as words, never inside others, on a text without case, accents, punctuation and courtesy. A reply that
may mean stop and may not is `hold`: nothing of marketing goes on until a person has read it.
"""

import re
import unicodedata
from typing import Literal

from cadence.rules import stopwords
from cadence.rules.normal import undressed

Meaning = Literal["revoke", "hold", "help", "rejoin", "none"]

STOP_SIGNS = frozenset("🛑🚫⛔")

SPELT_OUT = re.compile(r"\b(?:[^\W\d_][.\- ]){2,}[^\W\d_]\b")
"""A word with a dot, a hyphen or a space after each letter: S.T.O.P."""


def normalised(text: str) -> str:
    """Return the words of a text: no case, accents, punctuation, emoji or doubled spaces."""
    joined = SPELT_OUT.sub(lambda match: re.sub(r"[.\- ]", "", match[0]), undressed(text))
    return " ".join(re.sub(r"[^\w]|_", " ", joined).split())


def bare(words: str) -> str:
    """Return normalised words without courtesy."""
    return " ".join(stopwords.COURTESY.sub(" ", words).split())


def meaning(text: str) -> Meaning:
    """Return what a reply means for contacting this person."""
    words = normalised(text)
    if not words:
        return _signs(text)
    return _alone(bare(words) or words) or _within(words)


def _alone(whole: str) -> Meaning | None:
    """Return what a message means that is nothing but a word everybody knows."""
    if whole in stopwords.REVOKE or whole in stopwords.TYPOS:
        return "revoke"
    if whole in stopwords.HELP:
        return "help"
    return "rejoin" if whole in stopwords.REJOIN else None


def _within(words: str) -> Meaning:
    """
    Return what a sentence means.

    A phrase that says stop is obeyed before the exceptions are looked at: who has paid a debt and wants no more calls
    says both in one message.
    """
    if stopwords.PHRASES.search(words):
        return "hold" if stopwords.CIRCUMSTANCE.search(words) else "revoke"
    if stopwords.EXCEPTIONS.search(words):
        return "none"
    padded = f" {words} "
    inside = any(f" {word} " in padded for word in stopwords.REVOKE - stopwords.HARMLESS_INSIDE)
    return "hold" if inside else "none"


def _signs(text: str) -> Meaning:
    """Return what a message without words means: stop signs say stop, any other emoji says something unclear."""
    signs = {char for char in text if unicodedata.category(char) == "So"}
    if not signs:
        return "none"
    return "revoke" if signs <= STOP_SIGNS else "hold"
