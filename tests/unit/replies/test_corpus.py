"""How well are 1,500 labelled messages read, and does the page say so?"""

import re
from typing import Any

import pytest

from cadence.replies.opt_out import read
from tests.unit.scripts import script

words = script("words")
CORPUS = words.corpus()
STOPS = [example for example in CORPUS if example.meaning == "revoke"]

PRECISION = {"revoke": 0.99, "restrict": 0.97, "hold": 0.96, "help": 1.0, "rejoin": 1.0, "none": 0.98}
"""What each meaning has to keep, in the tuned and the held-out part alike."""


def test_the_corpus_is_wide_enough_to_say_anything() -> None:
    """Three languages, all meanings, and a third that was held out."""
    assert len(CORPUS) >= 1000
    assert {example.language for example in CORPUS} == {"en", "es", "pt"}
    assert {example.meaning for example in CORPUS} == set(words.MEANINGS)
    assert sum(example.part == "held" for example in CORPUS) >= len(CORPUS) * 0.3
    texts = [(example.language, example.text) for example in CORPUS]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("example", STOPS, ids=lambda example: example.text)
def test_no_stop_is_missed(example: Any) -> None:
    """Neither overlooked nor held: what is plainly a stop is obeyed (47 CFR 64.1200(a)(10))."""
    assert read(example.text).meaning == "revoke"


@pytest.mark.parametrize("example", STOPS, ids=lambda example: example.text)
def test_a_stop_never_closes_less_than_was_asked(example: Any) -> None:
    """What is not plain closes everything."""
    closed = words.scope_of(read(example.text))

    assert closed in {example.scope, ""}


@pytest.mark.parametrize("part", ["tuned", "held"])
def test_each_meaning_is_as_precise_as_we_say(part: str) -> None:
    """A reading that cries stop too often loses people who only asked something."""
    scores = words.scores(example for example in CORPUS if example.part == part)

    assert {name: score.precision for name, score in scores.items() if score.precision < PRECISION[name]} == {}


def test_what_is_no_stop_is_hardly_ever_taken_for_one() -> None:
    """Of all messages that mean nothing of the kind, none in either part loses a person."""
    lost = [example.text for example in CORPUS if example.meaning == "none" and read(example.text).meaning == "revoke"]

    assert lost == []


def test_the_page_shows_what_is_measured() -> None:
    """Run `make docs` when it does not."""
    match = words.TABLE.search(words.PAGE.read_text(encoding="utf-8"))

    assert match is not None
    assert match[0] == words.tables()


def test_no_number_of_a_person_stands_in_the_corpus() -> None:
    """Made up, all of it."""
    assert not [example.text for example in CORPUS if re.search(r"\d[\d .-]{6,}\d", example.text)]
