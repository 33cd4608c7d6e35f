"""
What does a process wait for before it can begin? Edge: a service that does not answer is tried again, and named.

After a reboot everything starts at once and PostgreSQL recovers for a while: a process that ended then would only have
to be started again. What is wrong for good (a key, a setting, a revision) is raised at once.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from cadence.domain.errors import UnavailableError

log = logging.getLogger(__name__)
T = TypeVar("T")

RETRY = 1.0
"""Real seconds between two tries."""
REMIND = 30.0
"""Real seconds after which it is said again what is waited for."""


async def patiently(name: str, begin: Callable[[], Awaitable[T]], stop: asyncio.Event) -> T | None:
    """
    Return what `begin` returns, once the service called `name` answers; None when told to stop before.

    Whatever is not an outage is raised.
    """
    said, said_at = "", 0.0
    while not stop.is_set():
        try:
            return await begin()
        except UnavailableError as outage:
            words = f"waiting for {name}: {outage}{_because(outage)}"
            if words != said or time.monotonic() - said_at > REMIND:
                log.warning("%s", words, extra={"action": "waits", "service": name})
                said, said_at = words, time.monotonic()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), RETRY)
    return None


def _because(error: BaseException) -> str:
    """Return the first line of what a library said, which may name the reason; the log masks what it must not hold."""
    lines = str(error.__cause__ or "").strip().splitlines()
    return f" ({lines[0].strip()})" if lines else ""
