"""Which routes does the application serve? Edge: the carrier's webhooks, the API and health, put together here."""

import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, nullcontext
from urllib.parse import urlsplit

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from cadence.api import answers, api, health, incoming_calls, manual, webhooks
from cadence.api.dependencies import Dependencies
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


def create_app(deps: Dependencies, heartbeat: Heartbeat | None = None, routers: Iterable[APIRouter] = ()) -> FastAPI:
    """
    Return the application with these dependencies. Its handlers run in threads, and none decides anything.

    `heartbeat` beats while the application serves. `routers` are those of providers that are set up.
    """
    app = FastAPI(
        title="cadence", version="1", description=DESCRIPTION, lifespan=_lifespan, docs_url=None, redoc_url=None
    )
    app.state.deps = deps
    app.state.heartbeat = heartbeat
    if heartbeat is not None:
        heartbeat.state = lambda: "serving"
        heartbeat.also = _note_webhooks(deps)
    app.include_router(webhooks.router)
    app.include_router(incoming_calls.router)
    app.include_router(api.router)
    app.include_router(health.router)
    app.include_router(manual.router)
    for router in routers:
        app.include_router(router)
    app.add_exception_handler(answers.RequestRefusedError, _refused)
    app.add_exception_handler(CadenceError, _ours)
    app.add_exception_handler(RequestValidationError, _mistaken)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(Exception, _broken)
    app.add_middleware(RequestLimits, prefix=urlsplit(deps.public_url).path)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    heartbeat: Heartbeat | None = app.state.heartbeat
    async with heartbeat.beating() if heartbeat is not None else nullcontext():
        yield
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


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, answers.RequestRefusedError)  # noqa: S101  it is registered for these
    return error.answer


async def _ours(_: Request, error: Exception) -> Response:
    assert isinstance(error, CadenceError)  # noqa: S101  it is registered for these
    if isinstance(error, UnavailableError):
        log.warning("a service does not answer", extra={"action": "unavailable", "why": str(error)})
    return answers.of_error(error)


async def _mistaken(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  it is registered for these
    return answers.of_mistakes(error.errors(), api.FIELDS)


async def _plain(_: Request, error: Exception) -> Response:
    """Answer requests that the framework itself refuses: no such address, no such method, a body that is no text."""
    assert isinstance(error, HTTPException)  # noqa: S101  it is registered for these
    return answers.problem(
        error.status_code,
        error=f"{error.detail}.",
        expected="an address and a method that /docs shows",
        next_="Correct it and send it again.",
        headers=error.headers or {},
    )


async def _broken(_: Request, __: Exception) -> Response:
    """Answer after an error of our own; the log shows where it is."""
    return answers.problem(
        500,
        error="This is an error in cadence itself.",
        expected="an answer",
        next_="Send it again; it is safe. Its operator finds the error in the log.",
    )
