"""Does every language have every sentence, with the same arguments?"""

import pytest

from cadence.languages import LANGUAGES, Language
from cadence.languages.texts import sentences_of


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_is_fluent_and_has_each_sentence_once(language: Language) -> None:
    """The parser passes over what it cannot read; here it is found."""
    assert sentences_of(language).mistakes == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_sentence(language: Language) -> None:
    """One that is missing would be read in English by people who may not know it."""
    assert sentences_of(language).ids ^ sentences_of("en").ids == frozenset()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_has_the_same_arguments_in_every_language(language: Language) -> None:
    """An argument that one language leaves out is a fact that its readers miss."""
    english, other = sentences_of("en"), sentences_of(language)
    differing = {name for name in english.ids & other.ids if english.arguments(name) != other.arguments(name)}

    assert differing == set()
