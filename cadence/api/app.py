"""Which routes does the application serve? Edge: the carrier's webhooks, the API and health, put together here."""

import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, nullcontext
from typing import Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from cadence.api import answers, api, manual, webhooks
from cadence.api.dependencies import Dependencies, Listening
from cadence.api.limits import RequestLimits
from cadence.domain.errors import CadenceError, UnavailableError
from cadence.engine.heartbeat import Heartbeat
from cadence.ledger.db import services
from cadence.ledger.db.services import Service

__all__ = ["APIRouter", "create_app"]

log = logging.getLogger(__name__)

DESCRIPTION = """
For programs that work with the engine: record the result of a conversation, promise a call, stop contact.

Every request may be sent again: what it asks for happens once. `Idempotency-Key` makes that certain also for two
requests that look alike. The answer to a refused request says what was found, what was expected and what to do next,
and repeats nothing that was sent.
"""


probes = APIRouter(tags=["health"])
"""For monitoring. Neither answer contains anything secret."""


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


def create_app(deps: Dependencies, heartbeat: Heartbeat | None = None, routers: Iterable[APIRouter] = ()) -> FastAPI:
    """Return the application. `heartbeat` beats while it serves; `routers` are those of providers that are set up."""
    app = FastAPI(
        title="cadence", version="1", description=DESCRIPTION, lifespan=_lifespan, docs_url=None, redoc_url=None
    )
    app.state.deps = deps
    app.state.heartbeat = heartbeat
    if heartbeat is not None:
        heartbeat.state = lambda: "serving"
        heartbeat.also = _note_webhooks(deps)
    for router in (webhooks.router, api.router, probes, manual.router, *routers):
        app.include_router(router)
    _answer_errors(app)
    app.add_middleware(RequestLimits, prefix=urlsplit(deps.public_url).path)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    heartbeat: Heartbeat | None = app.state.heartbeat
    async with heartbeat.beating() if heartbeat is not None else nullcontext():
        yield
    app.state.deps.reports.close()
    app.state.deps.background.close()


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
        return answers.of_mistakes(error.errors(), api.FIELDS)

    @app.exception_handler(HTTPException)
    async def plain(_: Request, error: HTTPException) -> Response:
        """Answer what the framework itself refuses: no such address, no such method, a body that is no text."""
        return answers.problem(
            error.status_code,
            error=f"{error.detail}.",
            expected="an address and a method that /docs shows",
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
