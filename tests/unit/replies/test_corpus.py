"""How well are 1,500 labelled messages read, and does the page say so?"""

import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cadence.replies.opt_out import read

ROOT = Path(__file__).parents[3]


def _script() -> ModuleType:
    spec = spec_from_file_location("scripts_words", ROOT / "scripts" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


words = _script()
CORPUS = words.corpus()
STOPS = [one for one in CORPUS if one.meaning == "revoke"]

PRECISION = {"revoke": 0.99, "restrict": 0.97, "hold": 0.96, "help": 1.0, "rejoin": 1.0, "none": 0.98}
"""What each meaning has to keep, in the tuned and the held-out part alike."""


def test_the_corpus_is_wide_enough_to_say_anything() -> None:
    """Three languages, all meanings, and a third that was held out."""
    assert len(CORPUS) >= 1000
    assert {one.language for one in CORPUS} == {"en", "es", "pt"}
    assert {one.meaning for one in CORPUS} == set(words.MEANINGS)
    assert sum(one.part == "held" for one in CORPUS) >= len(CORPUS) * 0.3
    texts = [(one.language, one.text) for one in CORPUS]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("one", STOPS, ids=lambda one: one.text)
def test_no_stop_is_missed(one: Any) -> None:
    """Neither overlooked nor held: what is plainly a stop is obeyed (47 CFR 64.1200(a)(10))."""
    assert read(one.text).meaning == "revoke"


@pytest.mark.parametrize("one", STOPS, ids=lambda one: one.text)
def test_a_stop_never_closes_less_than_was_asked(one: Any) -> None:
    """What is not plain closes everything."""
    closed = words.scope_of(read(one.text))

    assert closed in {one.scope, ""}


@pytest.mark.parametrize("part", ["tuned", "held"])
def test_each_meaning_is_as_precise_as_we_say(part: str) -> None:
    """A reading that cries stop too often loses people who only asked something."""
    found = words.scores(one for one in CORPUS if one.part == part)

    assert {name: score.precision for name, score in found.items() if score.precision < PRECISION[name]} == {}


def test_what_is_no_stop_is_hardly_ever_taken_for_one() -> None:
    """Of all messages that mean nothing of the kind, none in either part loses a person."""
    lost = [one.text for one in CORPUS if one.meaning == "none" and read(one.text).meaning == "revoke"]

    assert lost == []


def test_the_page_shows_what_is_measured() -> None:
    """Run `make docs` when it does not."""
    found = words.TABLE.search(words.PAGE.read_text(encoding="utf-8"))

    assert found is not None
    assert found[0] == words.tables()


def test_no_number_of_a_person_stands_in_the_corpus() -> None:
    """Made up, all of it."""
    assert not [one.text for one in CORPUS if re.search(r"\d[\d .-]{6,}\d", one.text)]
