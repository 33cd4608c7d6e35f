"""
How long does a test wait for what comes in its own time? One place for all tests.

A wait that succeeds ends at once, so it costs nothing to give a slow or busy machine minutes.
"""

import time
from collections.abc import Callable
from typing import Any

PATIENCE = 180.0
"""Seconds after which something will not come any more."""


def until(true: Callable[[], Any], words: Callable[[], object] = str, *, seconds: float = PATIENCE) -> Any:
    """Wait until something holds and return it; fail with these words when it never does."""
    give_up = time.monotonic() + seconds
    while True:
        found = true()
        if found:
            return found
        assert time.monotonic() < give_up, f"not within {seconds:.0f} s. {words()}"
        time.sleep(0.02)
