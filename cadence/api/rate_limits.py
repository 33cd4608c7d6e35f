"""How many requests may a key send? Pure but for its clock: a bucket of tokens for each key."""

import time
from collections.abc import Callable
from dataclasses import dataclass

MINUTE = 60.0


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class RateLimits:
    """
    Counts the requests of each key in this process. A request takes a token, and tokens come back evenly.

    A bucket holds a minute's tokens, so a key that was silent may send a minute's requests at once.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Use this clock, in seconds."""
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def wait(self, key: str, per_minute: int) -> float:
        """Take a token and return 0; without one, return after how many seconds there will be one."""
        now = self._clock()
        bucket = self._buckets.setdefault(key, _Bucket(per_minute, now))
        bucket.tokens = min(per_minute, bucket.tokens + (now - bucket.at) * per_minute / MINUTE)
        bucket.at = now
        if bucket.tokens < 1:
            return (1 - bucket.tokens) * MINUTE / per_minute
        bucket.tokens -= 1
        return 0.0
