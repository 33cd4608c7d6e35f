"""Does each port serve what belongs to it, and nothing else? The routes of both applications are walked."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Route

from cadence.api.access import authorised, needed_by
from cadence.api.app import OPEN_ROUTERS, PAGE_ROUTERS, api_app, webhooks_app
from cadence.api.unsubscribe import unsubscribe_routes
from cadence.channels.twilio import addresses

DEPS: Any = SimpleNamespace(public_url="https://hooks.example.org/cadence")
"""Only the address is read."""
UNSUBSCRIBES = unsubscribe_routes(lambda _token: None, lambda _touch: None)
WEBHOOKS = webhooks_app(DEPS, routers=[UNSUBSCRIBES])
API = api_app(DEPS)
DESCRIBED = api_app(DEPS, described=True)


def walk(routes: list[BaseRoute]) -> Iterator[Route]:
    """Every route, those of included routers too."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from walk(included.routes)
        else:
            assert isinstance(route, Route), route
            yield route


def paths(app: FastAPI) -> set[str]:
    """The paths that an application serves, without those that only say where else something is."""
    return {route.path for route in walk(app.routes) if route.endpoint.__name__ != "elsewhere"}


def test_the_webhooks_port_serves_the_carrier_the_page_that_unsubscribes_and_health() -> None:
    """The open network reaches this port: whatever else it served, anybody could try."""
    twilio = {value for name, value in vars(addresses).items() if name.isupper() and str(value).startswith("/twilio/")}

    served = paths(WEBHOOKS)

    assert {path for path in served if not path.startswith("/twilio/")} == {
        "/health",
        "/ready",
        "/unsubscribe/{token}",
    }
    assert {path for path in served if path.startswith("/twilio/")} == twilio
    assert len(twilio) > 8


def test_the_api_port_serves_the_api_the_page_and_health() -> None:
    """Nothing of the carrier's, and no description unless it is asked for."""
    pages = {route.path for router in (*PAGE_ROUTERS, *OPEN_ROUTERS) for route in walk(router.routes)}
    others = {path for path in paths(API) if not path.startswith("/api/")} - pages

    assert {"/", "/campaigns", "/sign-in"} < pages
    assert others == {"/health", "/ready"}
    assert {path for path in paths(DESCRIBED) if not path.startswith("/api/")} - pages == {
        *others,
        "/docs",
        "/openapi.json",
    }
    assert paths(API) & paths(WEBHOOKS) == others


def test_every_route_of_the_api_asks_who_it_is_and_names_its_permission() -> None:
    """One that does not is refused to everybody; here it is found before that."""
    routes = [route for route in walk(API.routes) if route.path.startswith("/api/")]

    assert len(routes) >= 8
    assert [route.path for route in routes if not isinstance(route, APIRoute) or needed_by(route) is None] == []
    for path, methods in DESCRIBED.openapi()["paths"].items():
        for operation in methods.values():
            assert ("security" in operation) is path.startswith("/api/"), path
    assert authorised.__name__ in {
        dependency.dependency.__name__
        for route in API.routes
        for dependency in getattr(getattr(route, "include_context", None), "dependencies", ())
    }


@pytest.mark.parametrize(
    ("app", "path", "says"),
    [
        (WEBHOOKS, "/api", "This port does not serve the API."),
        (WEBHOOKS, "/api/suppressions", "This port does not serve the API."),
        (WEBHOOKS, "/api/campaigns/a/leads", "This port does not serve the API."),
        (WEBHOOKS, "/cadence/api/suppressions", "This port does not serve the API."),  # the proxy's path before it
        (API, "/twilio/inbound", "This port does not serve the carrier's webhooks."),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
async def test_what_is_on_the_other_port_is_refused_with_where_it_is(
    app: FastAPI, path: str, says: str, method: str
) -> None:
    """Also with a valid key: it is not even looked at."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://hooks.example.org") as client:
        answer = await client.request(method, path, headers={"Authorization": "Bearer whatever"})

    assert answer.status_code == 404
    assert answer.json()["error"] == says
    assert "CADENCE_" in answer.json()["expected"]
