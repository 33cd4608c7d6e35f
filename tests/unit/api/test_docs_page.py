"""Does the page of the API work in a closed network, and does it show all there is?"""

import re
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from cadence.api.app import api_app, webhooks_app
from cadence.api.requests import CallbackRequest, DispositionRequest, SuppressionRequest

DEPS: Any = SimpleNamespace(public_url="https://hooks.example.org/cadence")
"""Only the address is read."""


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """The application; nothing here asks the ledger."""
    app = api_app(DEPS, described=True)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://hooks.example.org") as client:
        yield client


async def test_the_page_loads_nothing_from_anywhere(client: httpx.AsyncClient) -> None:
    """A browser without the open network shows it whole, and nobody else learns who reads it."""
    answer = await client.get("/docs")

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert re.findall(r"""(?:src|href|action)\s*=\s*["'](?!openapi\.json)[^"']*""", answer.text) == []
    assert "<script" not in answer.text
    assert "@import" not in answer.text
    assert "url(" not in answer.text


async def test_the_page_shows_every_address_and_every_field(client: httpx.AsyncClient) -> None:
    """Also those that come with a later version: it is made from the same description."""
    page, described = (await client.get("/docs")).text, (await client.get("/openapi.json")).json()

    assert described["paths"]
    for path, methods in described["paths"].items():
        assert all(f"{method.upper()} {path}" in page for method in methods)
    for form in (CallbackRequest, DispositionRequest, SuppressionRequest):
        assert all(f"<code>{name}</code>" in page for name in form.model_fields)
    assert "converted | confirmed | interested" in page


async def test_there_is_no_other_page_that_would_load_from_elsewhere(client: httpx.AsyncClient) -> None:
    """The framework's own pages are off."""
    assert (await client.get("/redoc")).status_code == 404
    assert (await client.get("/docs/oauth2-redirect")).status_code == 404


async def test_the_page_finds_its_description_behind_a_proxy(client: httpx.AsyncClient) -> None:
    """A proxy may put a path in front: the link is relative."""
    page = (await client.get("/docs")).text

    assert 'href="openapi.json"' in page
    assert (await client.get("/openapi.json")).status_code == 200


@pytest.mark.parametrize("path", ["/docs", "/openapi.json"])
@pytest.mark.parametrize("app", [api_app(DEPS), webhooks_app(DEPS)], ids=["api", "webhooks"])
async def test_the_page_is_closed_unless_it_is_asked_for(app: FastAPI, path: str) -> None:
    """It tells a stranger all that there is to try."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://api.example.org") as client:
        answer = await client.get(path)

    assert answer.status_code == 404
    assert set(answer.json()) == {"error", "expected", "next"}
    assert "dispositions" not in answer.text
