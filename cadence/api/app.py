"""
Which routes does each of our two ports serve? Edge: two applications, put together here.

The webhooks' application is for the open network: the carrier's webhooks, the page that unsubscribes, health. The API's
application is for our own systems. Neither serves what belongs to the other (docs/decisions/0071-two-ports.md).
"""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, nullcontext
from typing import Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from cadence.api import (
    alerts,
    answers,
    api,
    campaigns,
    consents,
    events,
    external,
    lead_story,
    leads,
    leads_ndjson,
    manual,
    progress,
    reports,
    task_pages,
    tasks,
    webhooks,
)
from cadence.api.access import authorised
from cadence.api.dependencies import Dependencies, Listening
from cadence.api.limits import LONGEST_OF_LISTS, RequestLimits
from cadence.api.old_token import DeprecationHeader
from cadence.api.page import alerts as alert_pages
from cadence.api.page import assets, beside, sign_in
from cadence.api.page import campaigns as campaign_pages
from cadence.api.page import figures as figure_pages
from cadence.api.page import people as people_pages
from cadence.api.page import progress as progress_pages
from cadence.api.page import tasks as page_tasks
from cadence.api.page.parts import PageParts
from cadence.api.page.visitors import signed_in
from cadence.api.parameters import only_known
from cadence.api.request_times import RequestTimes
from cadence.domain.errors import CadenceError, UnavailableError
from cadence.engine.heartbeat import Heartbeat
from cadence.ledger.db import services
from cadence.ledger.db.services import Service

__all__ = ["APIRouter", "api_app", "webhooks_app"]

log = logging.getLogger(__name__)

DESCRIPTION = """
For programs that work with the engine: record the result of a conversation, promise a call, stop contact.

Every request may be sent again: what it asks for happens once. `Idempotency-Key` makes that certain also for two
requests that look alike. The answer to a refused request says what was found, what was expected and what to do next,
and repeats nothing that was sent.
"""


probes = APIRouter(tags=["health"])
"""For monitoring, on both ports. Neither answer contains anything secret."""


class Up(BaseModel):
    """The process is up."""

    status: Literal["up"] = "up"


class Ready(BaseModel):
    """The process can work: the ledger answers, has the right schema, and was created with this key."""

    status: Literal["ready"] = "ready"


@probes.get("/health")
def health() -> Up:
    """Return that the process is up."""
    return Up()


@probes.get("/ready", responses={503: {"model": answers.Problem}, 409: {"model": answers.Problem}})
def ready(deps: Listening) -> Ready:
    """Return whether webhooks can be handled: the ledger answers and has the right schema and key."""
    deps.ledger.check_shape()
    deps.ledger.check_keys()
    return Ready()


API_ROUTERS: tuple[APIRouter, ...] = (
    alerts.router,
    api.router,
    campaigns.router,
    consents.router,
    events.router,
    external.router,
    lead_story.router,
    leads_ndjson.router,  # before the next one: it takes what has its content type
    leads.router,
    progress.router,
    reports.router,
    task_pages.router,
    tasks.router,
)
"""What the API consists of. Each of its routes declares the permission that it needs."""
FIELDS = tuple(
    dict.fromkeys(
        (
            *api.FIELDS,
            *alerts.FIELDS,
            *events.FIELDS,
            *lead_story.FIELDS,
            *leads.FIELDS,
            *progress.FIELDS,
            *reports.FIELDS,
            *task_pages.FIELDS,
            *tasks.FIELDS,
        )
    )
)
"""All names of fields and parameters: an answer names no others."""
PAGE_ROUTERS: tuple[APIRouter, ...] = (
    alert_pages.router,
    campaign_pages.router,
    beside.router,
    figure_pages.router,
    people_pages.router,
    progress_pages.router,
    page_tasks.router,
)
"""What somebody sees who is signed in. Each of these routes declares the permission that it needs, too."""
OPEN_ROUTERS: tuple[APIRouter, ...] = (sign_in.router, assets.router)
"""What a browser may load before anybody is signed in."""
METRICS = "/metrics"
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def webhooks_app(deps: Dependencies, heartbeat: Heartbeat | None = None, routers: Iterable[APIRouter] = ()) -> FastAPI:
    """
    Return the application that the carrier and mail programs reach, and nobody else needs to.

    `heartbeat` beats while it serves; `routers` are those of providers that are set up.
    """
    app = _application(deps, [webhooks.router, probes, *routers], heartbeat)
    if heartbeat is not None:
        heartbeat.state = lambda: "serving"
        heartbeat.also = _note_webhooks(deps)
        heartbeat.tally = deps.measures.tally
    _refuse(app, "/api", "the API", "the port of CADENCE_API_PORT (8081 unless it is set)")
    app.add_middleware(RequestLimits, prefix=urlsplit(deps.public_url).path)
    return app


Answer = Callable[[Request], Awaitable[Response]]


def api_app(deps: Dependencies, *, described: bool = False, metrics: Answer | None = None) -> FastAPI:
    """
    Return the application of our own systems and people: the API and the page.

    `described`: it shows the description of the API at /docs and /openapi.json. `metrics` answers /metrics, where they
    are shown.
    """
    shown = [manual.router] if described else []
    app = _application(deps, [probes, *shown, *OPEN_ROUTERS], openapi="/openapi.json" if described else None)
    app.state.page = PageParts(deps)
    for router in PAGE_ROUTERS:
        app.include_router(router, dependencies=[Depends(signed_in)])  # so that no page can be open by mistake
    for router in API_ROUTERS:
        app.include_router(router, dependencies=[Depends(authorised), Depends(only_known)])  # so that none can be open
    _refuse(app, "/twilio", "the carrier's webhooks", "the port of CADENCE_WEB_PORT (8080 unless it is set)")
    if not described:
        for closed in manual.ADDRESSES:
            _refuse(app, closed, "the description of the API", "docs/api.md, or CADENCE_API_DOCS=on to show it here")
    if metrics is None:
        _refuse(app, METRICS, "metrics", "docs/operations.md, or CADENCE_METRICS=on to show them here")
    else:
        app.router.add_route(METRICS, metrics, methods=["GET"], include_in_schema=False)
        app.add_middleware(RequestTimes, measures=deps.measures)
    app.add_middleware(DeprecationHeader)
    app.add_middleware(RequestLimits, longest=LONGEST_OF_LISTS)
    return app


def _application(
    deps: Dependencies,
    routers: Sequence[APIRouter],
    heartbeat: Heartbeat | None = None,
    *,
    openapi: str | None = None,
) -> FastAPI:
    """Return an application with these routes, which answers every error in the same way."""
    app = FastAPI(
        title="cadence",
        version="1",
        description=DESCRIPTION,
        lifespan=_lifespan,
        openapi_url=openapi,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # an order is sent to its address, and never sent on
    )
    app.state.deps = deps
    app.state.heartbeat = heartbeat
    for router in routers:
        app.include_router(router)
    _answer_errors(app)
    return app


def _refuse(app: FastAPI, prefix: str, what: str, where: str) -> None:
    """Answer a request for what is not served here with where it is."""

    async def elsewhere(_: Request) -> Response:
        return answers.problem(
            404,
            error=f"This port does not serve {what}.",
            expected=where,
            next_="Send the request there.",
        )

    for path in (prefix, f"{prefix}/{{rest:path}}"):
        app.router.add_route(path, elsewhere, methods=METHODS, include_in_schema=False)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    heartbeat: Heartbeat | None = app.state.heartbeat
    async with heartbeat.beating() if heartbeat is not None else nullcontext():
        yield


def _note_webhooks(deps: Dependencies) -> Callable[[Connection], None]:
    """Return a function that records that the carrier was heard, if it was since the last time."""
    noted = 0

    def note(tx: Connection) -> None:
        nonlocal noted
        if deps.webhooks > noted:
            noted = deps.webhooks
            services.heard(tx, Service.WEBHOOK)

    return note


def _answer_errors(app: FastAPI) -> None:
    """Answer our own errors and the framework's as every refused request is answered."""

    @app.exception_handler(answers.RequestRefusedError)
    async def refused(_: Request, error: answers.RequestRefusedError) -> Response:
        return error.answer

    @app.exception_handler(CadenceError)
    async def ours(_: Request, error: CadenceError) -> Response:
        if isinstance(error, UnavailableError):
            log.warning("a service does not answer", extra={"action": "unavailable", "why": str(error)})
        return answers.of_error(error)

    @app.exception_handler(RequestValidationError)
    async def mistaken(_: Request, error: RequestValidationError) -> Response:
        return answers.of_mistakes(error.errors(), FIELDS)

    @app.exception_handler(HTTPException)
    async def plain(_: Request, error: HTTPException) -> Response:
        """Answer what the framework itself refuses: no such address, no such method, a body that is no text."""
        return answers.problem(
            error.status_code,
            error=f"{error.detail}.",
            expected="an address and a method that docs/api.md shows",
            next_="Correct it and send it again.",
            headers=error.headers or {},
        )

    @app.exception_handler(Exception)
    async def broken(_: Request, __: Exception) -> Response:
        """Answer after an error of our own; the log shows where it is."""
        return answers.problem(
            500,
            error="This is an error in cadence itself.",
            expected="an answer",
            next_="Send it again; it is safe. Its operator finds the error in the log.",
        )
