"""How does the web server run? Edge: puts its settings, ledger and Temporal client together."""

import asyncio
import signal
from contextlib import suppress
from functools import partial
from typing import Annotated

import typer

from cadence.api.app import Answer, api_app, webhooks_app
from cadence.api.dependencies import Dependencies
from cadence.api.serving import Served, serve_together
from cadence.app import logs
from cadence.app.bootstrap import house_of, rates_of
from cadence.app.carriers import carrier_of
from cadence.app.opened_ledger import clock_of, journal_of, open_ledger
from cadence.app.routes import routers_of
from cadence.app.settings import Settings
from cadence.app.startup import patiently
from cadence.app.temporal import connect
from cadence.app.tracing import tracing_of
from cadence.cli.app import VERSION, command
from cadence.cli.output import talk
from cadence.domain.errors import InvalidInputError, UnavailableError
from cadence.engine.heartbeat import Heartbeat
from cadence.engine.journal.keeper import JournalKeeper
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.processes import ProcessRole
from cadence.local.stack.signals import orders_to_end

CONNECTIONS = 20
"""Connections to the ledger: further requests wait for a free one."""
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What ends the server in order."""


@command("cadence serve", "cadence serve --host 0.0.0.0 --port 8080", "cadence serve --api-port 9081")
def serve(
    *,
    host: Annotated[str, typer.Option(help="Serve webhooks on this address (env: CADENCE_WEB_HOST).")] = "",
    port: Annotated[
        int, typer.Option(help="Serve webhooks on this port (env: CADENCE_WEB_PORT).", show_default=False)
    ] = 0,
    api_host: Annotated[str, typer.Option(help="Serve the API on this address (env: CADENCE_API_HOST).")] = "",
    api_port: Annotated[
        int, typer.Option(help="Serve the API on this port (env: CADENCE_API_PORT).", show_default=False)
    ] = 0,
) -> None:
    """
    Run the web server: the carrier's webhooks on one port and the API on another. `/ready` shows whether it can work.

    The carrier must reach the webhooks' port at CADENCE_PUBLIC_URL. The API's port is for your own systems: it listens
    on this machine only, unless you say otherwise. The server also starts without Temporal: what it receives is
    recorded, and the worker notifies the workflows.
    """
    settings = Settings.from_env()
    settings.required_hmac_key()
    if not settings.webhook_secrets:
        raise InvalidInputError(
            "TWILIO_AUTH_TOKEN is not set; the carrier signs its webhooks with it. Set it, even if you use an API key."
        )
    web = (host or settings.web_host, port or settings.web_port)
    api = (api_host or settings.api_host, api_port or settings.api_port)
    if web[1] == api[1]:
        raise InvalidInputError(
            f"The webhooks and the API both have port {web[1]}; expected two ports, so that the carrier's network does "
            "not reach the API. Set CADENCE_API_PORT or CADENCE_WEB_PORT to another one."
        )
    carrier = carrier_of(settings)
    logs.configure(settings.log_level)
    ledger = _opened(settings)
    if ledger is None:
        return
    with suppress(UnavailableError):  # then the worker compares them, before it sends anything
        JournalKeeper(ledger, clock_of(ledger), journal_of(settings, ledger)).look()
    deps = Dependencies(
        ledger=ledger,
        temporal_client=TemporalClient.in_thread(lambda: connect(settings, lazy=True)),
        carrier=carrier,
        clock=clock_of(ledger),
        public_url=settings.public_url,
        api_url=settings.api_url,
        secrets=settings.webhook_secrets,
        api_token=settings.api_token,
        house=house_of(settings),
        sender_rates=rates_of(settings),
    )
    talk(f"Webhooks on {_address(web)}; the carrier reaches them at {settings.public_url}")
    talk(f"API on {_address(api)}, and the page at http://{_address(api)}/")
    if settings.api_token:
        talk("CADENCE_API_TOKEN goes with the next version; make keys of the API with `cadence key create`.")
    tracing = tracing_of(settings, "web")
    deps.measures.spans = tracing.spans
    heartbeat = Heartbeat(ledger, ProcessRole.WEB, version=VERSION)
    own = api_app(deps, described=settings.api_docs, metrics=_metrics(deps) if settings.metrics else None)
    applications = [
        Served(app=webhooks_app(deps, heartbeat, routers_of(settings, deps)), host=web[0], port=web[1]),
        Served(app=own, host=api[0], port=api[1], ending=own.state.page.live.end),
    ]
    asyncio.run(_until_signal(applications))
    deps.close()
    ledger.close()
    tracing.end()


def _metrics(deps: Dependencies) -> Answer:
    """Show what this process measures; return what answers a scrape."""
    from cadence.api.metrics import WebMetrics  # noqa: PLC0415  where no metrics are shown, their library is not loaded

    shown = WebMetrics(deps.ledger, deps.planner.clock)
    deps.measures.show_by(shown.show)
    return shown.answer


async def _until_signal(applications: list[Served]) -> None:
    """Serve until the process is told to end."""
    stopped = asyncio.Event()
    for number in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await serve_together(applications, stopped)


def _address(at: tuple[str, int]) -> str:
    host, port = at
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _opened(settings: Settings) -> Ledger | None:
    """Return the ledger once it answers; None if a signal comes first."""
    opening = partial(asyncio.to_thread, open_ledger, settings, connections=CONNECTIONS)
    with suppress(KeyboardInterrupt), orders_to_end():
        return asyncio.run(patiently("PostgreSQL", opening, asyncio.Event()))
    return None
