"""How many requests does a key get through? Counted on a clock that the test moves."""

import pytest

from cadence.api.rate_limits import RateLimits


class Seconds:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """The second it shows."""
        return self.now


def sent(limits: RateLimits, key: str, per_minute: int, tries: int) -> int:
    """How many of so many requests get through."""
    return sum(limits.wait(key, per_minute) == 0 for _ in range(tries))


@pytest.mark.parametrize("per_minute", [1, 7, 60, 600, 100_000])
def test_a_minute_s_requests_get_through_at_once_and_no_more(per_minute: int) -> None:
    """Then as many as came back since, and never more than a minute's."""
    seconds = Seconds()
    limits = RateLimits(seconds)

    assert sent(limits, "a", per_minute, per_minute + 5) == per_minute
    seconds.now += 30
    assert sent(limits, "a", per_minute, per_minute + 5) == per_minute // 2
    seconds.now += 3600
    assert sent(limits, "a", per_minute, per_minute + 5) == per_minute


def test_in_any_hour_a_key_gets_its_rate_and_one_bucket() -> None:
    """However it spreads its requests."""
    seconds = Seconds()
    limits = RateLimits(seconds)
    through = 0
    for _ in range(3600):
        through += sent(limits, "a", 6, 3)
        seconds.now += 1

    assert 6 * 60 <= through <= 6 * 60 + 6


def test_who_waits_as_long_as_it_says_gets_through() -> None:
    """And not much earlier: the answer is the number for Retry-After."""
    seconds = Seconds()
    limits = RateLimits(seconds)
    sent(limits, "a", 60, 60)

    wait = limits.wait("a", 60)
    assert 0 < wait <= 1
    seconds.now += wait / 2
    assert limits.wait("a", 60) > 0
    seconds.now += wait
    assert limits.wait("a", 60) == 0


def test_keys_have_a_bucket_each() -> None:
    """One system's loop does not shut out another system."""
    limits = RateLimits(Seconds())
    assert sent(limits, "a", 5, 50) == 5
    assert sent(limits, "b", 5, 50) == 5
