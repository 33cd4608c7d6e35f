"""How far may a machine's clock be wrong, and is that told in words?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cadence.domain.clock import TOLERANCE, Clock, check_clock, clock_difference, off_by
from cadence.domain.errors import WrongClockError

NOON = datetime(2027, 3, 9, 12, tzinfo=UTC)
S = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("before", "server", "after", "ahead"),
    [
        (0, 0, 0, 0),
        (0, 3, 9, 0),  # a slow answer, such as one behind a lock, says nothing against a clock
        (0, 9, 9, 0),
        (10, 3, 12, 7),  # ahead: we asked before the server had got there
        (0, 30, 2, -28),  # behind: the answer came before the server's instant
    ],
)
def test_a_clock_is_wrong_only_by_what_the_waiting_does_not_explain(
    before: int, server: int, after: int, ahead: int
) -> None:
    """The server's instant lies between our two readings if both clocks are right."""
    assert off_by(NOON + before * S, NOON + server * S, NOON + after * S) == ahead * S


def test_a_clock_that_is_behind_shows_also_behind_a_long_wait() -> None:
    """The server waited for locks from 0 to 9, and our clock says 4 afterwards."""
    assert off_by(NOON, NOON, NOON + 4 * S, ended=NOON + 9 * S) == -5 * S


@pytest.mark.parametrize("sign", [1, -1])
def test_a_clock_that_is_off_by_more_than_a_few_seconds_is_refused(sign: int) -> None:
    """In either direction; at the limit it may still work."""
    check_clock(Clock.real(), sign * TOLERANCE)

    with pytest.raises(WrongClockError, match=r"PostgreSQL's; expected at most 5 s.*NTP"):
        check_clock(Clock.real(), sign * (TOLERANCE + timedelta(milliseconds=1)))


@pytest.mark.parametrize("speed", [1.0, 60.0, 600.0, 3600.0])
def test_a_rehearsal_bears_no_error_that_passes_its_guard(speed: float) -> None:
    """A second of ours may be an hour there: what a clock may be off by is less than the guard before closing."""
    clock = replace(Clock.real(), speed=speed)

    assert clock.tolerance * speed < clock.guard
    assert timedelta(0) < clock.tolerance <= TOLERANCE


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(minutes=47), "47 min ahead of"),
        (timedelta(minutes=-110), "110 min behind"),
        (timedelta(seconds=6.25), "6.25 s ahead of"),
        (timedelta(seconds=-90), "90 s behind"),
    ],
)
def test_a_difference_is_said_in_words(ahead: timedelta, words: str) -> None:
    """Whoever sets it right wants to know which way."""
    assert clock_difference(ahead) == words
