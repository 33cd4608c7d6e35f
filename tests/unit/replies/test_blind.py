"""Are the blind corpora those whose sums were committed, and does the page tell their first scores?"""

import hashlib
import json
from functools import cache
from typing import Any

import pytest

from tests.unit.scripts import script

blind = script("blind")


@cache
def scores() -> list[dict[str, Any]]:
    """Read the corpus of each language, once."""
    return [blind.score(language) for language in blind.LANGUAGES]


def _sum(labels: tuple[str, ...], *what: str) -> int:
    return sum(score[label].get(name, 0) for score in scores() for label in labels for name in what)


def test_the_corpus_is_the_one_whose_sums_were_committed() -> None:
    """Nobody has changed a message or a label since."""
    lines = (blind.CORPUS / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = dict(reversed(line.split()) for line in lines if not line.startswith("#"))

    assert sums == {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in blind.CORPUS.glob("*.jsonl")}
    assert len(sums) == 3


def test_no_stop_is_taken_for_harmless() -> None:
    """Every one is obeyed or held."""
    assert _sum(blind.STOPS, "all") == 360
    assert _sum(blind.STOPS, "through") == 0
    assert _sum(("unclear", "wrong_number"), "through") == 0


def test_at_most_one_other_reply_in_a_hundred_closes_something() -> None:
    """A reply that only looks like a stop loses nobody."""
    assert _sum(blind.OTHERS, "obeyed") <= 0.01 * _sum(blind.OTHERS, "all")


def test_six_ordinary_replies_in_ten_go_through_without_a_person() -> None:
    """Over the three languages; in each of them more than half."""
    assert _sum(("ordinary",), "through") >= 0.6 * _sum(("ordinary",), "all")
    for score in scores():
        assert score["ordinary"]["through"] >= 0.55 * score["ordinary"]["all"]


def test_no_call_is_promised_for_an_hour_that_nobody_named() -> None:
    """A time is understood to the last word, or asked for."""
    assert _sum((*blind.OTHERS, *blind.STOPS), "wrong hour") == 0


def test_the_page_tells_the_first_score_and_todays() -> None:
    """Run `make docs` when it does not."""
    match = blind.block("measured blind").search(blind.PAGE.read_text(encoding="utf-8"))

    assert match is not None
    assert match[0] == blind.tables()


@pytest.mark.parametrize(("language", "through", "closed"), [("en", 74, 0), ("es", 73, 0), ("pt", 67, 1)])
def test_the_first_score_of_the_second_corpus_met_every_aim(language: str, through: int, closed: int) -> None:
    """It was blind, too: no stop taken for harmless, at most 1 % closed, at least 60 % let through."""
    first = json.loads((blind.SECOND / blind.FIRST).read_text(encoding="utf-8"))[language]

    assert first["ordinary"]["through"] == through >= 0.6 * first["ordinary"]["all"]
    assert sum(first[label].get("obeyed", 0) for label in blind.OTHERS) == closed
    assert sum(first[label].get("through", 0) for label in blind.STOPS) == 0


def test_the_second_corpus_is_read_as_well_today() -> None:
    """And is the one whose sums were committed; the page tells both scores."""
    lines = (blind.SECOND / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = dict(reversed(line.split()) for line in lines if not line.startswith("#"))
    today = blind.scores_of(blind.SECOND)
    match = blind.block("measured blind again").search(blind.PAGE.read_text(encoding="utf-8"))

    assert sums == {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in blind.SECOND.glob("*.jsonl")}
    assert sum(score[label].get("through", 0) for score in today.values() for label in blind.STOPS) == 0
    assert sum(score[label].get("obeyed", 0) for score in today.values() for label in blind.OTHERS) == 0
    assert sum(score[label].get("wrong hour", 0) for score in today.values() for label in score) == 0
    assert sum(score["ordinary"]["through"] for score in today.values()) >= 0.6 * 330
    assert match is not None
    assert match[0] == blind.tables(blind.SECOND)


@pytest.mark.parametrize(("language", "through", "closed"), [("en", 37, 8), ("es", 45, 3), ("pt", 40, 1)])
def test_the_first_score_stands_as_it_was_measured(language: str, through: int, closed: int) -> None:
    """It is the only one that was blind."""
    first = json.loads((blind.CORPUS / blind.FIRST).read_text(encoding="utf-8"))[language]

    assert first["ordinary"]["through"] == through
    assert sum(first[label].get("obeyed", 0) for label in blind.OTHERS) == closed
    assert sum(first[label].get("through", 0) for label in blind.STOPS) == 0
