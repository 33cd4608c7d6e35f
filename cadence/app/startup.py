"""
What does a process wait for at start-up? Edge: a service that does not answer is tried again and named in the log.

After a reboot everything starts at once and PostgreSQL recovers for a while: a process that ended then would only have
to be started again. A permanent error (a key, a setting, a revision) is raised at once.
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
"""Real seconds after which the log repeats what the process waits for."""


async def patiently(name: str, begin: Callable[[], Awaitable[T]], stop: asyncio.Event) -> T | None:
    """Return what `begin` returns once `name` answers, None once `stop` is set. Raises any error but an outage."""
    logged, logged_at = "", 0.0
    while not stop.is_set():
        try:
            return await begin()
        except UnavailableError as outage:
            message = f"waiting for {name}: {outage}{_because(outage)}"
            if message != logged or time.monotonic() - logged_at > REMIND:
                log.warning("%s", message, extra={"action": "waits", "service": name})
                logged, logged_at = message, time.monotonic()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), RETRY)
    return None


def _because(error: BaseException) -> str:
    """Return the first line of a library's error, which may name the reason; the log masks personal data."""
    lines = str(error.__cause__ or "").strip().splitlines()
    return f" ({lines[0].strip()})" if lines else ""
