"""A system that receives events, as it is in the field: it checks signatures, and sometimes it fails."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from standardwebhooks import Webhook

Behaviour = Callable[[dict[str, Any]], str]
"""What happens to an event: ok, hang, drop, or the status of the answer."""


@dataclass
class Receiver:
    """Keeps what it got, in order."""

    secret: str = ""
    behaviour: Behaviour = lambda _: "ok"
    url: str = ""
    events: list[dict[str, Any]] = field(default_factory=list)  # accepted, with repetitions
    requests: int = 0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Check the signature and answer."""
        self.requests += 1
        body = await request.read()
        Webhook(self.secret).verify(body, dict(request.headers))
        event = json.loads(body)
        what = self.behaviour(event)
        if what in {"ok", "hang", "drop"}:
            self.events.append(event)  # it has it, whatever becomes of the answer
        if what == "hang":
            await asyncio.sleep(1.5)  # longer than a test's sender waits
        if what == "drop" and request.transport is not None:
            request.transport.abort()
        return web.Response(
            status=200 if what in {"ok", "drop", "hang"} else int(what), headers={"Location": "/elsewhere"}
        )

    @property
    def first(self) -> dict[str, list[int]]:
        """The numbers of each subject's events in the order in which they came first."""
        order: dict[str, list[int]] = {}
        seen: set[str] = set()
        for event in self.events:
            if event["id"] not in seen:
                seen.add(event["id"])
                order.setdefault(event["subject"], []).append(int(event["sequence"]))
        return order


@asynccontextmanager
async def receiving(receiver: Receiver) -> AsyncIterator[Receiver]:
    """Let a receiver listen on this machine inside the block."""
    app = web.Application()
    app.router.add_post("/{path:.*}", receiver.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hooks"
    try:
        yield receiver
    finally:
        await runner.cleanup()
