"""
How long may the head of a request take? Edge: if it does not arrive in time, the connection is closed.

Uvicorn limits only the pause between two requests. Without this, a few thousand connections that send a header byte now
and then would block all others. How long a body may take is in `limits.py`.
"""

import asyncio
from datetime import timedelta

from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = timedelta(seconds=10)
"""Real time from the connection, or the first byte of a later request, to the end of the head."""
TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class BoundedProtocol(H11Protocol):
    """Uvicorn's HTTP protocol, which closes a connection if the head of a request is not complete in time."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the timer for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Handle data: a complete head stops the timer, a partial head starts it or lets it run."""
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
        """Stop the timer with the connection."""
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
