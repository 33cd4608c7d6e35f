"""Is every stop of the development corpora obeyed or held, and do ordinary replies go through? They were in sight."""

from functools import cache
from typing import Any

import pytest

from cadence.replies.everyday import FILES, vocabulary
from cadence.replies.harmless import plainly_harmless
from cadence.replies.languages import words
from cadence.replies.reading import read_reply
from tests.unit.policy.builders import instant
from tests.unit.scripts import script

NOW = instant("2027-03-10 09:00")
AROUND = ("thanks, see you tomorrow", "¿cuánto cuesta?", "pode me mandar o link?", "my order arrived")

blind = script("blind")
STOPS = [
    row["text"]
    for name in ("a", "b", "stops")
    for language in blind.LANGUAGES
    for row in blind.rows(blind.DEVELOPMENT / name, language)
    if row["label"] in blind.STOPS
]


@cache
def scores() -> list[dict[str, Any]]:
    """Read both corpora in each language, once."""
    return [blind.score(language, blind.DEVELOPMENT / name) for name in "ab" for language in blind.LANGUAGES]


def _sum(labels: tuple[str, ...], *what: str) -> int:
    return sum(score.get(label, {}).get(name, 0) for score in scores() for label in labels for name in what)


def test_no_stop_is_taken_for_harmless() -> None:
    """The 720 of the two corpora, and 1,050 that say it indirectly."""
    assert len(STOPS) == 1770
    assert [
        stop for stop in STOPS if read_reply(stop, "Europe/Madrid", NOW).meaning not in {"revoke", "hold", "restrict"}
    ] == []


@pytest.mark.parametrize("around", AROUND)
def test_a_harmless_sentence_does_not_hide_a_stop(around: str) -> None:
    """What the one sentence is about does not speak for the other."""
    texts = [text for stop in STOPS[::7] for text in (f"{around}. {stop}", f"{stop}. {around}")]

    assert [
        variant for variant in texts if read_reply(variant, "Europe/Madrid", NOW).meaning in {"none", "callback"}
    ] == []


def test_at_most_one_other_reply_in_a_hundred_closes_something() -> None:
    """Of 1,080."""
    assert _sum(blind.OTHERS, "obeyed") <= 0.01 * _sum(blind.OTHERS, "all")


def test_three_ordinary_replies_in_four_go_through() -> None:
    """In sight of the lists; a blind reading is lower."""
    assert _sum(("ordinary",), "through") >= 0.8 * _sum(("ordinary",), "all")


def test_no_call_is_promised_for_an_hour_that_nobody_named() -> None:
    """A time is understood to the last word, or asked for."""
    assert _sum((*blind.OTHERS, *blind.STOPS), "wrong hour") == 0


@pytest.mark.parametrize("language", sorted(file.stem for file in FILES.glob("*.yaml")))
def test_no_everyday_word_says_stop(language: str) -> None:
    """Not in any form that is made from it."""
    lexicon = vocabulary(language)

    assert (lexicon.about | lexicon.common) & lexicon.never == set()
    assert lexicon.idle - lexicon.never
    assert len(lexicon.about | lexicon.common) > 3000


@pytest.mark.parametrize("text", ["skirt", "saia", "saia azul.", "the neighbour explained it", "my brother fixed ours"])
def test_everyday_words_alone_are_about_nothing(text: str) -> None:
    """One word, or a sentence without anything that people write to a company about."""
    assert not plainly_harmless(text)


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("do you sell cars?", "I sold the car"),
        ("¿arreglan coches?", "vendí el coche"),
        ("arrumam carro?", "vendi o carro"),
    ],
)
def test_what_may_be_meant_to_end_it_is_harmless_only_as_a_question(question: str, stated: str) -> None:
    """A car, a bank, a dentist: a stop may be a reason why nothing is needed."""
    assert plainly_harmless(question)
    assert not plainly_harmless(stated)


def test_no_stop_word_is_an_everyday_word() -> None:
    """Whatever the language: "some" is harmless in English only."""
    for language in ("english", "spanish", "portuguese"):
        lexicon = vocabulary(language)
        assert {word for word in lexicon.about if word in words("revoke")} <= {"some", "para"}
