"""
Which answer of a campaign is a reply? Pure.

A campaign lists the words of each answer. A reply is an answer if it is made of such words, of politeness and of
friendly signs alone. A reply that fits two answers is none, and neither is one with a word more: a person reads those.
What may be a stop is recognised before (`reading.py`).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from cadence.replies import languages
from cadence.replies.harmless import friendly
from cadence.replies.normalized import clauses, undressed
from cadence.replies.opt_out import LONGEST, Reply, read
from cadence.replies.quoted import own_words

REFUSED_MEANINGS = frozenset({"revoke", "restrict", "help", "rejoin"})
"""What a reply may mean that no campaign makes an answer of."""
MAYBE_STOP = frozenset({"words.denied", "words.near", "words.inside", "words.script"})
"""Rules that hold a reply because it may be a stop."""
PLAIN_NO = frozenset({"no", "nao", "non", "nop", "nope", "nah", "n"})
"""Of what a person has to read, this says nothing but no: asked for, it is an answer."""
HELD_LETTER = re.compile(r"([a-z])\1+\b")
"""A letter held down at the end of a word: sii, yess, noo."""
ASKS = re.compile(r"[?\u00bf]")


def is_plain(word: str) -> bool:
    """Tell whether a word may be an answer: our reader takes it neither for a stop nor for a request of help."""
    reading = read(word)
    if reading.meaning in REFUSED_MEANINGS or reading.rule in MAYBE_STOP:
        return False
    return reading.rule != "words.doubt" or set(impolite(normal(word)).split()) <= PLAIN_NO


def maybe_stop(reading: Reply) -> bool:
    """Tell whether the words of a button, which are ours in any script, may be a stop."""
    return reading.rule in MAYBE_STOP - {"words.script"}


def may_answer(reading: Reply) -> bool:
    """Tell whether a reply that was read may be an answer."""
    return reading.meaning not in REFUSED_MEANINGS and reading.rule not in MAYBE_STOP | {"words.reaction"}


def answers_in(text: str, answers: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Return the names of all answers that a text gives, if it says nothing else; none where it does."""
    if not answers or len(text) > LONGEST or ASKS.search(text):
        return frozenset()
    own = own_words(text)
    words = _words_of(tuple((name, tuple(listed)) for name, listed in answers.items()))
    signs = {sign: name for sign, name in words.signs if sign in own.text}
    others = "".join(char for char in own.text if char not in signs)
    plain_words = normal(own.text)
    if own.reaction or own.marked or not friendly(others, words=bool(plain_words)):
        return frozenset()
    given = {words.names[match[0]] for match in words.pattern.finditer(plain_words)} if words.pattern else set()
    left = words.pattern.sub(" ", plain_words) if words.pattern else plain_words
    return frozenset() if impolite(left) else frozenset(given | set(signs.values()))


def answer_of_button(payload: str, answers: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Return the answers that the payload of a button is: by their name, or by one of their words."""
    meant = normal(payload)
    named = {name for name in answers if meant and normal(name) == meant}
    return frozenset(named) or answers_in(payload, answers)


def impolite(words: str) -> str:
    """Return what is left of normalised words without politeness."""
    return " ".join(_polite().sub(" ", " ".join(words.split())).split())


def normal(text: str) -> str:
    """Return a text as answers are compared: without case, accents, punctuation, signs and letters held down."""
    return HELD_LETTER.sub(r"\1", " ".join(clauses(text)))


def signs_of(text: str) -> frozenset[str]:
    """Return the signs of a text that has no words, such as a thumb up."""
    if normal(text):
        return frozenset()
    return frozenset(char for char in undressed(text) if unicodedata.category(char) == "So")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a question's answers, ready for use."""

    names: Mapping[str, str]  # by normalised word
    pattern: re.Pattern[str] | None
    signs: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1024)
def _words_of(answers: tuple[tuple[str, tuple[str, ...]], ...]) -> _Words:
    every = [(name, word) for name, listed in answers for word in listed]
    names = {normal(word): name for name, word in every if normal(word)}
    signs = tuple((sign, name) for name, word in every for sign in sorted(signs_of(word)))
    return _Words(names=names, pattern=_whole(names) if names else None, signs=signs)


@lru_cache(maxsize=1)
def _polite() -> re.Pattern[str]:
    return _whole(languages.words("polite") - {""})


def _whole(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return what matches any of these phrases as whole words, the longest first."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile("|".join(rf"(?<!\S){re.escape(phrase)}(?!\S)" for phrase in longest_first))
