"""A person unsubscribes with a button, a mail provider with one request, a program that checks links not at all."""

from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from cadence.api.unsubscribe import language_of, unsubscribe_routes
from cadence.channels.smtp.tokens import TokenUse, signed, touch_of
from tests.integration.api.town import serving
from tests.waiting import PATIENCE

KEY = b"a key for e-mail tokens in tests"
TOUCH = "5b1d0c1e-6f7c-4a55-9f52-5f6f9d7f4c11"
TOKEN = signed(KEY, TokenUse.LINK, TOUCH)


@pytest.fixture
def stopped() -> list[str]:
    """The touches whose persons were stopped."""
    return []


@pytest.fixture
def client(stopped: list[str]) -> Iterator[httpx.Client]:
    """The routes with real tokens, behind a real server."""
    app = FastAPI()
    app.include_router(unsubscribe_routes(lambda token: touch_of([KEY], TokenUse.LINK, token), stopped.append))
    with serving(app) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:
        yield client


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_only_a_post_unsubscribes(client: httpx.Client, stopped: list[str], method: str) -> None:
    """Programs that check links request them all."""
    client.request(method, f"/unsubscribe/{TOKEN}")

    assert stopped == []


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"),  # RFC 8058
        (
            '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--',
            "multipart/form-data; boundary=b",
        ),
        ("", "application/x-www-form-urlencoded"),  # the button of the page
    ],
)
def test_a_post_unsubscribes_without_login_and_as_often_as_it_comes(
    client: httpx.Client, stopped: list[str], body: str, content_type: str
) -> None:
    """No cookie, no login, no redirect."""
    for _ in range(2):
        answer = client.post(
            f"/unsubscribe/{TOKEN}",
            content=body,
            headers={"Content-Type": content_type},
            follow_redirects=False,
        )
        assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)

    assert stopped == [TOUCH, TOUCH]


@pytest.mark.parametrize(
    "token",
    [
        "x",
        signed(b"another key of the same length!!", TokenUse.LINK, TOUCH),  # signed with another key
        signed(KEY, TokenUse.BOUNCE, TOUCH),  # signed for another use
        TOKEN[:-1],  # cut off by a mail program
        "%00",
        "ñ" * 42,
    ],
)
def test_a_token_that_we_did_not_sign_stops_nobody(client: httpx.Client, stopped: list[str], token: str) -> None:
    """The page says what to do instead."""
    assert client.post(f"/unsubscribe/{token}").status_code == 404
    assert client.get(f"/unsubscribe/{token}", headers={"Accept-Language": "es"}).status_code == 404
    assert stopped == []


def test_the_page_has_one_button_and_loads_nothing(client: httpx.Client) -> None:
    """The address holds the token: no other server may learn it."""
    answer = client.get(f"/unsubscribe/{TOKEN}", headers={"Accept-Language": "pt-BR,pt;q=0.9"})

    assert answer.text.count("<button") == answer.text.count("<form") == 1
    assert 'lang="pt"' in answer.text
    assert "Cancelar inscrição" in answer.text
    assert "http" not in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("fr,pt;q=0.5,es;q=0.7", "es"),  # the heaviest of ours
        ("PT-br", "pt"),
        ("*", "en"),
        ("es;q=x,pt;q=0.1", "pt"),  # a weight that is no number
        ("xx" * 10_000, "en"),
    ],
)
def test_the_page_is_in_the_browser_s_language(header: str, language: str) -> None:
    """English where none of ours is asked for."""
    assert language_of(header) == language
