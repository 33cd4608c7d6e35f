"""
How long does each request to the API wait? Edge: measured around the routes, by our own name of the address.

What counts is the time until the answer begins: the page has answers that go on for as long as somebody looks.
"""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cadence.domain.metrics import REQUEST
from cadence.engine.monitoring.measures import Measures


class RequestTimes:
    """Measures each request, without what was sent in its address."""

    def __init__(self, app: ASGIApp, measures: Measures) -> None:
        """Wrap `app`."""
        self._app = app
        self._measures = measures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status, took = time.perf_counter(), 500, None

        async def noted(message: Message) -> None:
            nonlocal status, took
            if message["type"] == "http.response.start":
                status, took = message["status"], time.perf_counter() - begun
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            route = getattr(scope.get("route"), "path", "")
            seconds = time.perf_counter() - begun if took is None else took
            self._measures.observe(REQUEST, seconds, route, scope["method"], f"{status // 100}xx")
