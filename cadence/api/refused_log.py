"""
Which requests were refused? Edge: requests without the token or the signature are logged, at a limited rate.

The log has the client's address and our own name of the path, and nothing that the client sent: not the token, the
headers or the query. Behind a proxy the address is the proxy's; the proxy's own log has the client's.
"""

import logging
import time
from collections.abc import Callable

from fastapi import Request

log = logging.getLogger(__name__)

MOST = 20
"""Lines a minute: enough to see an attack, too few to fill a disk."""
MINUTE = 60.0


class RefusedLog:
    """Logs refused requests, up to MOST lines a minute; the others are counted."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Use this clock, in seconds."""
        self._clock = clock
        self._begun = clock()
        self._written = 0
        self._unwritten = 0

    def note(self, request: Request, action: str, message: str) -> None:
        """Log one refused request. Called by handlers on the event loop, so never concurrently."""
        now = self._clock()
        if now - self._begun >= MINUTE:
            self._begun, self._written = now, 0
        if self._written >= MOST:
            self._unwritten += 1
            return
        self._written += 1
        extra: dict[str, object] = {"action": action, "client": request.client.host if request.client else "unknown"}
        extra |= {"path": getattr(request.scope.get("route"), "path", ""), "method": request.method}
        if self._unwritten:
            extra["not_logged"] = self._unwritten  # since the line before
            self._unwritten = 0
        log.warning(message, extra=extra)
