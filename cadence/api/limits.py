"""
How large and how slow may a request be? Edge: its head is limited in time, its body in size and time.

The body is read completely, and its bytes are kept unchanged: the carrier has signed them. Uvicorn limits only the
pause between two requests: a few thousand connections that send a header byte now and then would block all others.
"""

import asyncio
from datetime import timedelta

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from cadence.api.answers import problem

LONGEST_BODY = 64 * 1024
"""A message has 1,600 characters, and the carrier adds a few dozen fields."""
LONGEST_OF_LISTS = 1024 * 1024
"""A thousand people with a dozen columns."""
PATIENCE = timedelta(seconds=10)
"""Real time within which the head of a request has to arrive, and then its body."""

HANG_UP = {"Connection": "close"}
"""Otherwise the rest of a refused body could keep the connection open for as long as the sender likes."""
TOO_SLOW = problem(
    408,
    headers=HANG_UP,
    error="The body did not arrive in time.",
    expected=f"all of it within {PATIENCE.seconds} seconds",
    next_="Send it again.",
)


HEAD_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class _TooLongError(Exception):
    """The body is longer than it may be."""


class RequestLimits:
    """Reads each request's body before it is handled, and removes the path prefix that a proxy has added."""

    def __init__(self, app: ASGIApp, prefix: str = "", longest: int = LONGEST_BODY) -> None:
        """
        Wrap `app`; a body has at most `longest` bytes.

        `prefix` is the path of the public URL, which a proxy may or may not have removed.
        """
        self._app = app
        self._longest = longest
        self._prefix = prefix.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                body = await _whole(receive, self._longest)
        except _TooLongError:
            await _too_long(self._longest)(scope, receive, send)
        except TimeoutError:
            await TOO_SLOW(scope, receive, send)
        else:
            if body is not None:
                await self._app(self._ours(scope), _replayed(body, receive), send)

    def _ours(self, scope: Scope) -> Scope:
        """Return the scope with the proxy's path prefix as `root_path`; `raw_path` stays unchanged."""
        if self._prefix and scope["path"].startswith(self._prefix + "/"):
            return {**scope, "root_path": self._prefix}
        return scope


def _too_long(longest: int) -> Response:
    return problem(
        413, headers=HANG_UP, error="The body is too long.", expected=f"at most {longest} bytes", next_="Send less."
    )


async def _whole(receive: Receive, longest: int) -> bytes | None:
    """Return the body; None when the client closed the connection before it was complete."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > longest:
            raise _TooLongError
        if not message.get("more_body", False):
            return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives the body in one piece, then whatever else comes."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


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
            self.transport.write(HEAD_TOO_SLOW)
            self.transport.close()
