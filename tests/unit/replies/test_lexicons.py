"""Is each language's file whole, and does everything in it say something?"""

import re

import pytest

from cadence.replies.languages import Lexicon, lexicons
from cadence.replies.normalized import clauses

LANGUAGES = lexicons()
PHRASES = [
    (name, field, phrase)
    for name, lexicon in LANGUAGES.items()
    for field in Lexicon.model_fields
    if isinstance(getattr(lexicon, field), tuple)
    for phrase in getattr(lexicon, field)
]


def test_there_are_three_languages() -> None:
    """Those the engine promises."""
    assert set(LANGUAGES) == {"english", "spanish", "portuguese"}


@pytest.mark.parametrize(("name", "field", "phrase"), PHRASES)
def test_a_phrase_is_written_as_it_stands_after_normalising(name: str, field: str, phrase: str) -> None:
    """One with an accent, a capital or two spaces would never match anything."""
    re.compile(phrase)
    plain = re.sub(r"\\[a-zA-Z]|\{\d*,?\d*\}", "", phrase)

    assert plain == plain.lower()
    assert plain.isascii()
    assert "  " not in plain


@pytest.mark.parametrize("name", sorted(LANGUAGES))
def test_a_word_is_written_as_it_stands_after_normalising(name: str) -> None:
    """The same for words; a slip of the finger may stretch a letter."""
    lexicon = LANGUAGES[name]
    listed = lexicon.revoke | lexicon.help | lexicon.rejoin | lexicon.courtesy

    assert {word for word in listed if clauses(word) != (word,)} == set()
    assert lexicon.alone_only <= lexicon.revoke | {""}


def test_no_slip_is_a_word_of_its_own() -> None:
    """A slip that is a stop word itself is listed twice."""
    revoke = frozenset().union(*(lexicon.revoke for lexicon in LANGUAGES.values()))

    assert {
        slip for lexicon in LANGUAGES.values() for them in lexicon.typos.values() for slip in them
    } & revoke == set()


def test_a_fragment_that_does_not_exist_is_an_error() -> None:
    """A phrase with a hole in it would match nothing, in silence."""
    with pytest.raises(ValueError, match="the unknown fragment"):
        Lexicon.model_validate({"fragments": {}, "ends": ["stop {reaching}"]})
