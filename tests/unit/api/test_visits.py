"""Is what the page sends safe? Addresses, forms and scripts, without a server."""

import hashlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.requests import Request

import cadence.api.page
from cadence.api.access import needed_by
from cadence.api.app import PAGE_ROUTERS, api_app
from cadence.api.page.assets import KINDS, content_of
from cadence.api.page.rendering import environment, reader_language
from cadence.api.page.sign_in import ours
from cadence.api.page.visitors import PageRefusedError, check_origin, is_encrypted, signed_in

FOLDER = Path(cadence.api.page.__path__[0])
DEPS: Any = SimpleNamespace(public_url="https://hooks.example.org")


def request(path: str = "/", query: str = "", **headers: str) -> Request:
    """A request with these headers."""
    lines = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": lines}
    return Request({**scope, "scheme": "http", "server": ("127.0.0.1", 8081)})


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/campaigns\r\nSet-Cookie: a=b",
        "campaigns",
        "",
    ],
)
def test_after_signing_in_nobody_is_sent_elsewhere(address: str) -> None:
    """A link to the sign-in page must not lead to somebody else's page."""
    assert ours(address) == ""


def test_after_signing_in_they_come_back_to_the_page_they_wanted() -> None:
    """With what was asked of it."""
    assert ours("/campaigns/spring?from=2027-03-01") == "/campaigns/spring?from=2027-03-01"


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "127.0.0.1:8081"},
        {"host": "127.0.0.1:8081", "origin": "null"},
        {"host": "127.0.0.1:8081", "origin": "http://evil.example"},
        {"host": "127.0.0.1:8081", "origin": "http://127.0.0.1:8080"},
        {"host": "127.0.0.1:8081", "origin": "http://127.0.0.1:8081.evil.example"},
        {"host": "", "origin": ""},
        {"origin": "http://"},
        {"host": "127.0.0.1:8081", "origin": "127.0.0.1:8081"},
        {"host": "127.0.0.1:8081", "origin": "ftp://127.0.0.1:8081"},
        {"host": "127.0.0.1:8081", "origin": "http://["},  # nothing that an address can be
        {"host": "127.0.0.1:8081", "origin": "http://[127.0.0.1:8081"},
        {"host": "127.0.0.1:8081", "origin": "http://[::1"},
    ],
)
def test_a_form_from_elsewhere_is_refused(headers: dict[str, str]) -> None:
    """Another site may make a browser send a form, but cannot choose its origin."""
    with pytest.raises(PageRefusedError) as refusal:
        check_origin(request(**headers))

    assert refusal.value.status == 403


def test_a_form_of_ours_is_taken_also_behind_a_proxy() -> None:
    """The proxy passes on the host that the browser asked for."""
    check_origin(request(host="127.0.0.1:8081", origin="http://127.0.0.1:8081"))
    check_origin(request(host="cadence.example.org", origin="https://cadence.example.org"))


@pytest.mark.parametrize(("headers", "encrypted"), [({}, False), ({"x_forwarded_proto": "https"}, True)])
def test_the_cookie_travels_encrypted_where_the_browser_speaks_tls(headers: dict[str, str], *, encrypted: bool) -> None:
    """On this machine it does not."""
    assert is_encrypted(request(host="a", **headers)) is encrypted


@pytest.mark.parametrize(
    ("query", "headers", "language"),
    [
        ("", {}, "en"),
        ("", {"accept_language": "es-MX,es;q=0.9,en;q=0.8"}, "es"),
        ("", {"accept_language": "es", "cookie": "language=pt"}, "pt"),
        ("language=en", {"accept_language": "es", "cookie": "language=pt"}, "en"),
        ("language=xx", {"accept_language": "es"}, "es"),
    ],
)
def test_the_reader_chooses_the_language(query: str, headers: dict[str, str], language: str) -> None:
    """By the address, else as chosen before, else as the browser is set."""
    assert reader_language(request(query=query, **headers)) == language


def test_a_page_loads_little_and_only_what_was_vendored() -> None:
    """The scripts are those whose hashes were written down, and each has its licence."""
    sums = dict(reversed(line.split()) for line in (FOLDER / "assets" / "SHA256SUMS").read_text().splitlines())

    assert set(sums) == {name for name in KINDS if name.endswith(".js")}
    for name, digest in sums.items():
        assert hashlib.sha256(content_of(name)).hexdigest() == digest
        assert (FOLDER / "assets" / f"{name.partition('.')[0]}.LICENSE.txt").read_text().strip()
    assert sum(len(content_of(name)) for name in KINDS) < 200_000


def test_no_template_has_inline_code_or_styles() -> None:
    """The policy would refuse them, and the page would be broken in a browser only."""
    for file in FOLDER.glob("templates/*.html"):
        text = file.read_text(encoding="utf-8")
        assert "style=" not in text, file
        assert "<style" not in text, file
        assert " on" not in {part[:3] for part in text.split('"') if "=" in part[-1:]}, file
        assert "|safe" not in text.replace(" ", ""), file
    assert environment().autoescape is True


def test_every_page_asks_who_it_is_and_names_its_permission() -> None:
    """One that names none is refused to everybody; here it is found before that."""
    routes = [route for router in PAGE_ROUTERS for route in router.routes]

    assert len(routes) >= 9
    assert [route for route in routes if not isinstance(route, APIRoute) or needed_by(route) is None] == []
    asking = [
        dependency.dependency
        for route in api_app(DEPS).routes
        for dependency in getattr(getattr(route, "include_context", None), "dependencies", ())
    ]
    assert asking.count(signed_in) == len(PAGE_ROUTERS)
