"""
How large and how slow may a request be? Edge: its body is limited in size and time, and read completely.

The bytes are kept unchanged: the carrier has signed them.
"""

import asyncio
from datetime import timedelta

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cadence.api.answers import problem

LONGEST_BODY = 64 * 1024
"""A message has 1,600 characters, and the carrier adds a few dozen fields."""
PATIENCE = timedelta(seconds=10)
"""Real time within which a body has to arrive."""

HANG_UP = {"Connection": "close"}
"""Otherwise the rest of a refused body could keep the connection open for as long as the sender likes."""
TOO_LONG = problem(
    413,
    headers=HANG_UP,
    error="The body is too long.",
    expected=f"at most {LONGEST_BODY} bytes",
    next_="Send less.",
)
TOO_SLOW = problem(
    408,
    headers=HANG_UP,
    error="The body did not arrive in time.",
    expected=f"all of it within {PATIENCE.seconds} seconds",
    next_="Send it again.",
)


class _TooLongError(Exception):
    """The body is longer than LONGEST_BODY."""


class _GoneError(Exception):
    """The client closed the connection before the body was complete."""


class RequestLimits:
    """Reads each request's body before it is handled, and removes the path prefix that a proxy has added."""

    def __init__(self, app: ASGIApp, prefix: str = "") -> None:
        """Wrap `app`; `prefix` is the path of the public URL, which a proxy may or may not have removed."""
        self._app = app
        self._prefix = prefix.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                body = await _whole(receive)
        except _TooLongError:
            await TOO_LONG(scope, receive, send)
        except TimeoutError:
            await TOO_SLOW(scope, receive, send)
        except _GoneError:
            return
        else:
            await self._app(self._ours(scope), _replayed(body, receive), send)

    def _ours(self, scope: Scope) -> Scope:
        """Return the scope with the proxy's path prefix as `root_path`; `raw_path` stays unchanged."""
        if self._prefix and scope["path"].startswith(self._prefix + "/"):
            return {**scope, "root_path": self._prefix}
        return scope


async def _whole(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _GoneError
        body += message.get("body", b"")
        if len(body) > LONGEST_BODY:
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
