"""
How long may a request take to say what it wants? Edge: the head of a request arrives in bounded time, or the line ends.

Uvicorn bounds only the pause between two requests. Without this, a few thousand connections that send one header byte
now and then would keep everybody else out. How long a body may take is in `boundary.py`.
"""

import asyncio
from datetime import timedelta

from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = timedelta(seconds=10)
"""Real time from the connection, or the first byte of a later request, to the end of the head."""
TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class BoundedProtocol(H11Protocol):
    """Uvicorn's HTTP, which hangs up on whoever does not finish the head of a request in time."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what came: with a whole head the waiting ends, with a part of one it begins or goes on."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._wait_no_more()
        elif self._waiting is None:
            self._wait()

    def on_response_complete(self) -> None:
        """Leave the pause between two requests to Uvicorn."""
        self._wait_no_more()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timer with the connection."""
        self._wait_no_more()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(PATIENCE.total_seconds(), self._hang_up)

    def _wait_no_more(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _hang_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(TOO_SLOW)
            self.transport.close()
