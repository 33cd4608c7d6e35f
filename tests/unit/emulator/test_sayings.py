"""People say stop in many ways, and the record must know each of them."""

import pytest

from cadence.local.emulator.replies import TEXTS, Intent, means_stop


@pytest.mark.parametrize("language", TEXTS)
def test_every_way_of_saying_stop_is_known_to_mean_it(language: str) -> None:
    """The proof counts touches after these: one that is not recorded would prove nothing."""
    for text in TEXTS[language][Intent.STOP]:
        assert means_stop(text), text


@pytest.mark.parametrize("language", TEXTS)
def test_nothing_else_that_people_say_means_stop(language: str) -> None:
    """Otherwise the proof would blame the engine for writing to people who never minded."""
    for intent, texts in TEXTS[language].items():
        if intent is not Intent.STOP:
            for text in texts:
                assert not means_stop(text), text


def test_silence_is_no_opt_out() -> None:
    """An empty message, e.g. only a picture."""
    assert not means_stop("")
    assert not means_stop("   ")
