"""
How do many browsers see what happens now, with one statement every two seconds? Edge: one reader, many listeners.

The reader runs while at least one browser listens. The same statement reads which of their sessions are still valid:
after a sign-out or a revoked key, nothing more is sent.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from uuid import uuid4

from fastapi.concurrency import run_in_threadpool

from cadence.domain.errors import CadenceError
from cadence.ledger.reading.live import LiveReading

log = logging.getLogger(__name__)

EVERY = 2.0
"""Seconds between two readings."""
MOST = 500
"""Browsers that listen at the same time."""
MOST_OF_ONE = 3
"""Pages of one session that listen. A browser opens six connections at most, and needs some to load and to order."""

Look = Callable[[frozenset[int], frozenset[bytes]], LiveReading]


class LiveFeed:
    """Reads for everybody who listens. Used on the event loop only."""

    def __init__(self, look: Look, *, every: float = EVERY) -> None:
        """Read with `look`: of these campaigns, for these sessions."""
        self._look = look
        self._every = every
        self._listeners: dict[str, tuple[int, bytes]] = {}  # the campaign and the session of each
        self._next: asyncio.Future[LiveReading | None] | None = None
        self._reader: asyncio.Task[None] | None = None
        self._over = False

    @property
    def full(self) -> bool:
        """Tell whether nobody else can listen."""
        return len(self._listeners) >= MOST

    @property
    def over(self) -> bool:
        """Tell whether the server ends."""
        return self._over

    async def listen(self, campaign: int, session: bytes) -> AsyncIterator[LiveReading | None]:
        """Yield each reading; None for one that failed. Ends when the server does, and when newer pages listen."""
        listener = str(uuid4())
        self._listeners[listener] = (campaign, session)
        own = [known for known, (_, of) in self._listeners.items() if of == session]
        for oldest in own[:-MOST_OF_ONE]:
            del self._listeners[oldest]
        try:
            while not self._over and listener in self._listeners:
                reading = await asyncio.shield(self._reading())
                if listener in self._listeners:
                    yield reading
        finally:
            self._listeners.pop(listener, None)

    def end(self) -> None:
        """Let everybody go: the server ends."""
        self._over = True
        if self._next is not None and not self._next.done():
            self._next.set_result(None)

    def _reading(self) -> asyncio.Future[LiveReading | None]:
        """Return what will be read next, and have it read."""
        if self._next is None or self._next.done():
            self._next = asyncio.get_running_loop().create_future()
        if self._reader is None or self._reader.done():
            self._reader = asyncio.create_task(self._read_on())
        return self._next

    async def _read_on(self) -> None:
        """Read until nobody listens."""
        while self._listeners and not self._over:
            campaigns = frozenset(campaign for campaign, _ in self._listeners.values())
            sessions = frozenset(session for _, session in self._listeners.values())
            waiting, self._next = self._next, None  # who comes during this reading is not in it
            reading: LiveReading | None = None
            try:
                reading = await run_in_threadpool(self._look, campaigns, sessions)
            except CadenceError as error:
                log.warning("a service does not answer", extra={"action": "unavailable", "why": str(error)})
            except Exception:  # who listens would wait for ever if the reader ended
                log.exception("the live state could not be read", extra={"action": "live_failed"})
            if waiting is not None:
                with suppress(asyncio.InvalidStateError):  # the server ended meanwhile
                    waiting.set_result(reading)
            await asyncio.sleep(self._every)
