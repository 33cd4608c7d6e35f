"""Is this the one token from before there were keys? Edge: it still works, and says so once a day."""

import hmac
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cadence.domain.clock import utc_now

log = logging.getLogger(__name__)

DAY = timedelta(days=1)
DEPRECATED_ON = datetime(2026, 12, 1, tzinfo=UTC)
DEPRECATION = f"@{int(DEPRECATED_ON.timestamp())}"
"""The header `Deprecation` of RFC 9745."""
_MARK = "deprecated"


class OldToken:
    """The token of CADENCE_API_TOKEN. It goes with the next version."""

    def __init__(self, token: str, now: Callable[[], datetime] = utc_now) -> None:
        """Accept this token; "" accepts none."""
        self._token = token.encode()
        self._now = now
        self._warned: datetime | None = None

    def is_this(self, text: str) -> bool:
        """Tell whether a request shows the token."""
        return bool(self._token) and hmac.compare_digest(text.encode(), self._token)

    def warn(self) -> None:
        """Write one line a day. Called on the event loop, so never concurrently."""
        now = self._now()
        if self._warned is not None and now - self._warned < DAY:
            return
        self._warned = now
        log.warning(
            "CADENCE_API_TOKEN was used; it goes with the next version: make a key with `cadence key create`",
            extra={"action": "old_token"},
        )


def mark_deprecated(request: Request) -> None:
    """Have the answer to a request say that it came by a deprecated way."""
    request.scope["state"][_MARK] = True


class DeprecationHeader:
    """Adds the header to every answer to a request that was marked, whatever the answer is."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        state = scope.setdefault("state", {})  # copies of the scope share it

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and state.get(_MARK):
                message["headers"] = [*message["headers"], (b"deprecation", DEPRECATION.encode())]
            await send(message)

        await self._app(scope, receive, marked)
