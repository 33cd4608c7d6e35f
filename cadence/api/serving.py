"""How do both applications run in one process? Edge: two servers on one event loop, which end together."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI

from cadence.api.limits import BoundedProtocol

FAREWELL = 10
"""Seconds that requests in progress have to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """An application and where it listens."""

    app: FastAPI
    host: str
    port: int


class _Server(uvicorn.Server):
    """A server that leaves signals to the process: each of two servers would take them from the other."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take no signal."""
        yield


async def serve_together(served: list[Served], stopped: asyncio.Event) -> None:
    """
    Serve until `stopped` is set, or one of the servers ends; then all of them finish their requests and end.

    All ports are taken before the first one is served: with one of them in use, nothing is served, and the log says so.
    """
    servers = [_Server(_config(application)) for application in served]
    sockets = [server.config.bind_socket() for server in servers]
    running = [asyncio.create_task(server.serve([socket])) for server, socket in zip(servers, sockets, strict=True)]
    order = asyncio.create_task(stopped.wait())
    await asyncio.wait([*running, order], return_when=asyncio.FIRST_COMPLETED)
    order.cancel()
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
