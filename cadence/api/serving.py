"""How do both applications run in one process? Edge: two servers on one event loop, which end together."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from fastapi import FastAPI

from cadence.api.limits import BoundedProtocol
from cadence.domain.errors import ConflictError

FAREWELL = 10
"""Seconds that requests in progress have to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """An application and where it listens."""

    app: FastAPI
    host: str
    port: int
    ending: Callable[[], None] = lambda: None  # called when it is to end: lets go of requests that have no end


class _Server(uvicorn.Server):
    """A server that leaves signals to the process: each of two servers would take them from the other."""

    def bound(self) -> Any:  # noqa: ANN401  a socket, which this package does not import
        """Take its port. Raises ConflictError."""
        try:
            return self.config.bind_socket()
        except SystemExit:  # Uvicorn has logged why, and would end the process
            raise ConflictError(
                f"Port {self.config.port} of {self.config.host} cannot be opened; the log says why. Expected a free "
                "port of this machine: end what uses it, or set CADENCE_WEB_PORT or CADENCE_API_PORT to another one."
            ) from None

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take no signal."""
        yield


async def serve_together(served: list[Served], stopped: asyncio.Event) -> None:
    """
    Serve until `stopped` is set, or one of the servers ends; then all of them finish their requests and end.

    All ports are taken before the first one is served. Raises ConflictError when one of them is in use.
    """
    servers = [_Server(_config(application)) for application in served]
    with ExitStack() as taken:
        sockets = [taken.enter_context(server.bound()) for server in servers]
        running = [asyncio.create_task(server.serve([socket])) for server, socket in zip(servers, sockets, strict=True)]
        order = asyncio.create_task(stopped.wait())
        await asyncio.wait([*running, order], return_when=asyncio.FIRST_COMPLETED)
        order.cancel()
        for application in served:
            application.ending()
        for server in servers:
            server.should_exit = True
        await asyncio.gather(*running)


def _config(served: Served) -> uvicorn.Config:
    return uvicorn.Config(
        served.app,
        host=served.host,
        port=served.port,
        http=BoundedProtocol,  # closes connections whose request headers arrive too slowly
        log_config=None,  # our formatter handles its records
        access_log=False,  # addresses of requests may hold what people should not read
        server_header=False,
        proxy_headers=False,  # signatures are checked against CADENCE_PUBLIC_URL, whatever a proxy says
        timeout_graceful_shutdown=FAREWELL,
    )
