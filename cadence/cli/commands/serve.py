"""How does the web server run? Edge: puts its settings, ledger and Temporal client together."""

import asyncio
from contextlib import suppress
from functools import partial
from typing import Annotated

import typer
import uvicorn

from cadence.api.app import create_app
from cadence.api.dependencies import Dependencies
from cadence.api.limits import BoundedProtocol
from cadence.app import logs
from cadence.app.bootstrap import house_of
from cadence.app.carriers import carrier_of
from cadence.app.opened_ledger import clock_of, open_ledger
from cadence.app.routes import routers_of
from cadence.app.settings import Settings
from cadence.app.startup import patiently
from cadence.app.temporal import connect
from cadence.cli.app import VERSION, command
from cadence.cli.output import talk
from cadence.domain.errors import InvalidInputError
from cadence.engine.heartbeat import Heartbeat
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.processes import ProcessRole
from cadence.local.stack.signals import orders_to_end

CONNECTIONS = 20
"""Connections to the ledger: further requests wait for a free one."""
FAREWELL = 10
"""Seconds that requests in progress have to end."""


@command("cadence serve", "cadence serve --host 0.0.0.0 --port 8080")
def serve(
    *,
    host: Annotated[str, typer.Option(help="Listen on this address (env: CADENCE_WEB_HOST).")] = "",
    port: Annotated[int, typer.Option(help="Listen on this port (env: CADENCE_WEB_PORT).", show_default=False)] = 0,
) -> None:
    """
    Run the web server: the carrier's webhooks and the API. `/docs` shows the API, `/ready` whether it can work.

    The carrier must reach it at CADENCE_PUBLIC_URL. It also starts without Temporal: what it receives is recorded, and
    the worker notifies the workflows.
    """
    settings = Settings.from_env()
    settings.required_hmac_key()
    if not settings.webhook_secrets:
        raise InvalidInputError(
            "TWILIO_AUTH_TOKEN is not set; the carrier signs its webhooks with it. Set it, even if you use an API key."
        )
    carrier = carrier_of(settings)
    logs.configure(settings.log_level)
    ledger = _opened(settings)
    if ledger is None:
        return
    deps = Dependencies(
        ledger=ledger,
        temporal_client=TemporalClient.in_thread(lambda: connect(settings, lazy=True)),
        carrier=carrier,
        clock=clock_of(ledger),
        public_url=settings.public_url,
        secrets=settings.webhook_secrets,
        api_token=settings.api_token,
        house=house_of(settings),
    )
    host, port = host or settings.web_host, port or settings.web_port
    talk(f"Listening on {host}:{port}; the carrier reaches it at {settings.public_url}")
    if not settings.api_token:
        talk("The API is disabled, because CADENCE_API_TOKEN is not set. Webhooks are accepted all the same.")
    config = uvicorn.Config(
        create_app(deps, Heartbeat(ledger, ProcessRole.WEB, version=VERSION), routers_of(settings, deps)),
        host=host,
        port=port,
        http=BoundedProtocol,  # closes connections whose request headers arrive too slowly
        log_config=None,  # our formatter handles its records
        access_log=False,  # addresses of requests may hold what people should not read
        server_header=False,
        proxy_headers=False,  # signatures are checked against CADENCE_PUBLIC_URL, whatever a proxy says
        timeout_graceful_shutdown=FAREWELL,
    )
    with suppress(KeyboardInterrupt), orders_to_end():  # uvicorn gives the signal back once it has ended in order
        uvicorn.Server(config).run()
    ledger.close()


def _opened(settings: Settings) -> Ledger | None:
    """Return the ledger once it answers; None if a signal comes first."""
    opening = partial(asyncio.to_thread, open_ledger, settings, connections=CONNECTIONS)
    with suppress(KeyboardInterrupt), orders_to_end():
        return asyncio.run(patiently("PostgreSQL", opening, asyncio.Event()))
    return None
