"""Does the page of the API work in a closed network, and does it show all there is?"""

import re
from collections.abc import AsyncIterator
from types import SimpleNamespace

import httpx
import pytest

from cadence.api.app import create_app
from cadence.api.requests import CallbackRequest, DispositionRequest, SuppressionRequest


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """The application; nothing here asks the ledger."""
    app = create_app(SimpleNamespace(public_url="https://hooks.example.org/cadence"))  # type: ignore[arg-type]  # only its address is read
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://hooks.example.org") as client:
        yield client


async def test_the_page_loads_nothing_from_anywhere(client: httpx.AsyncClient) -> None:
    """A browser without the open network shows it whole, and nobody else learns who reads it."""
    answer = await client.get("/docs")

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert re.findall(r"""(?:src|href|action)\s*=\s*["'](?!/openapi\.json)[^"']*""", answer.text) == []
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
    """A proxy may leave its path in front."""
    page = (await client.get("/cadence/docs")).text

    assert 'href="/cadence/openapi.json"' in page
    assert (await client.get("/cadence/openapi.json")).status_code == 200
