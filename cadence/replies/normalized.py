"""What are the plain words of a text? Pure: without case, accents, punctuation, emoji or courtesy."""

import re
import unicodedata

from cadence.replies import languages

APOSTROPHES = re.compile("['`\u2018\u2019\u00b4]")
SPELT_OUT = re.compile(r"(?<!\w)[^\W\d_]([.\-_*·/ ])(?:[^\W\d_]\1)+[^\W\d_](?!\w)")
"""A word with the same sign or a space after each letter: S.T.O.P, s t o p."""
MORE = re.compile(r"\bno ?\+ ?(?=[a-z])")
"""The plus sign is read as a word in Spanish: no + mensajes."""
BREAKS = re.compile(r"[.,;:!?()\[\]|/\n\u2026\u2013\u2014\u00a1\u00bf]+| - ")
"""What ends a clause."""
STRETCHED = re.compile(r"([a-z])\1{2,}")
"""A letter held down: stoooop."""


def undressed(text: str) -> str:
    """Return a text without case, accents and apostrophes: "¡LLÁMAME!" becomes "¡llamame!"."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    seen = (char for char in folded if not unicodedata.combining(char) and unicodedata.category(char) != "Cf")
    return APOSTROPHES.sub("", "".join(seen))


def clauses(text: str) -> tuple[str, ...]:
    """Return the clauses of a text, each as its words with one space between them."""
    spaced = re.sub(r"[^\S\n]+", " ", undressed(text))
    joined = SPELT_OUT.sub(lambda match: re.sub(r"[\W_]", "", match[0]), spaced)
    plussed = MORE.sub("no mas ", joined)
    parts = (" ".join(re.sub(r"[\W_]", " ", part).split()) for part in BREAKS.split(plussed))
    return tuple(STRETCHED.sub(r"\1", part) for part in parts if part)


def bare(words: str) -> str:
    """Return normalised words without courtesy, and a repeated word only once; all of them if nothing is left."""
    left = languages.pattern("courtesy").sub(" ", words).split()
    return " ".join(left[:1] if len(set(left)) == 1 else left) or words
