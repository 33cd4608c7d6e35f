"""Is each language's file whole, and does everything in it say something?"""

import re

import pytest

from cadence.replies.languages import Lexicon, tongues
from cadence.replies.normalized import normalised

LANGUAGES = tongues()
PHRASES = [
    (name, field, phrase)
    for name, tongue in LANGUAGES.items()
    for field in Lexicon.model_fields
    if isinstance(getattr(tongue, field), tuple)
    for phrase in getattr(tongue, field)
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
    tongue = LANGUAGES[name]
    listed = tongue.revoke | tongue.help | tongue.rejoin | tongue.courtesy

    assert {one for one in listed if normalised(one) != one} == set()
    assert tongue.alone_only <= tongue.revoke | {""}


def test_no_slip_is_a_word_of_its_own() -> None:
    """A slip that is a stop word itself is listed twice."""
    revoke = frozenset().union(*(one.revoke for one in LANGUAGES.values()))

    assert {slip for one in LANGUAGES.values() for them in one.typos.values() for slip in them} & revoke == set()


def test_a_fragment_that_does_not_exist_is_an_error() -> None:
    """A phrase with a hole in it would match nothing, in silence."""
    with pytest.raises(KeyError):
        Lexicon.model_validate({"fragments": {}, "ends": ["stop {reaching}"]})
