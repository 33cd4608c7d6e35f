"""Is a sentence found, filled in and replaced when it is missing?"""

import pytest
from fluent.runtime import FluentBundle, FluentResource

from cadence.languages import LANGUAGES, Language, WordingError, add_sentences, say, say_recorded, sentence_id
from cadence.languages.sentences import strict
from cadence.languages.texts import Sentences, sentences_of

WORDS = {"en": ("call", "calls", "by"), "es": ("llamada", "llamadas", "de"), "pt": ("ligação", "ligações", "de")}
SENTENCE = "reader-test = {{ $count ->\n    [one] {{ $count }} {}\n   *[other] {{ $count }} {}\n}} {} {{ $by }}\n"

add_sentences(**{language: SENTENCE.format(*WORDS.get(language, WORDS["en"])) for language in LANGUAGES})


def test_a_module_can_add_sentences_to_those_of_the_files() -> None:
    """A policy primitive keeps its sentences beside its code."""
    assert say("en", "reader-test", count=1, by="Ana") == "1 call by Ana"
    assert say("es", "reader-test", count=2, by="Ana") == "2 llamadas de Ana"
    assert say("pt", "reader-test", count=2, by="Ana") == "2 ligações de Ana"


def test_an_argument_is_shown_as_it_is() -> None:
    """Fluent's invisible marks would reach phones, and its limit of 2,500 characters would cut a message."""
    long = "x" * 5000

    assert say("en", "reader-test", count=1, by=long) == f"1 call by {long}"


@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_what_an_old_record_lacks_is_a_question_mark(language: str) -> None:
    """A new version's sentence may need what an older version did not write down."""
    assert "?" in say_recorded(language, "reader-test", {"count": 2})


def test_a_missing_sentence_is_an_error_in_tests() -> None:
    """So that no user ever meets it."""
    with pytest.raises(WordingError, match="en has no sentence no-such-sentence"):
        say("en", "no-such-sentence")


def test_a_missing_argument_is_an_error_in_tests() -> None:
    """So that no user ever meets it."""
    with pytest.raises(WordingError, match="es: reader-test also needs by"):
        say("es", "reader-test", count=1)


def test_a_user_reads_the_id_instead_of_a_missing_sentence() -> None:
    """A report with one poor line is better than none."""
    with strict(on=False):
        assert say("es", "no-such-sentence", rule="r1", count=2) == "no-such-sentence: rule r1, count 2"
        assert say("es", "reader-test", count=1) == "1 llamada de ?"


def test_words_of_any_kind_make_an_id() -> None:
    """Rules and events are named with dots and blanks, which Fluent does not take."""
    assert sentence_id("campaign.windows", "", "not open") == "campaign-windows-not-open"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_of_words_and_texts_is_said_as_fluent_says_it(language: Language) -> None:
    """Fluent is imported only for the others; both ways must read the file alike."""
    sentences = sentences_of(language)
    bundle = FluentBundle([language], use_isolating=False)
    for text in sentences.texts:
        bundle.add_resource(FluentResource(text))
    for name in sentences.ids:
        values = dict.fromkeys(sentences.arguments(name), " {$x} ")
        pattern = bundle.get_message(name).value
        assert pattern is not None
        assert sentences.text(name, values) == bundle.format_pattern(pattern, values)[0]


@pytest.mark.parametrize(
    "text",
    [
        "is-odd = one\n    and more",  # goes on in the next line
        "is-odd = one\n    .title = two",  # has an attribute
        'is-odd = { "one" }',  # a literal
        "is-odd = { is-other }\nis-other = one",  # another sentence
        "is-odd = { $by } }",  # a brace too many
        "is-odd =\n    one",  # begins in the next line
        "is-odd =   one  \n\n# a remark\n## A section\n",  # blanks and remarks around it
        "is-odd = one\nis-odd = two",  # there twice: the first counts
    ],
)
def test_a_text_of_any_form_is_read_as_fluent_reads_it(text: str) -> None:
    """What is passed over, kept or cut off must not depend on whether Fluent was needed."""
    sentences = Sentences("en", [text])
    bundle = FluentBundle(["en"], use_isolating=False)
    bundle.add_resource(FluentResource(text))

    assert ("is-odd" in sentences) is bundle.has_message("is-odd")
    if "is-odd" in sentences:
        pattern = bundle.get_message("is-odd").value
        assert pattern is not None
        assert sentences.text("is-odd", {}) == bundle.format_pattern(pattern, {})[0]
