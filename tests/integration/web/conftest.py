"""What does a test of the web server start from? The real application on a real ledger, with Temporal down."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from fastapi import FastAPI

from cadence.bell import BellRope
from cadence.clock import Clock
from cadence.ledger.ledger import Ledger
from cadence.settings import Settings
from cadence.temporal import connect
from cadence.web.app import create_app
from cadence.web.ear import Ear
from tests.integration.ledger.conftest import KEY
from tests.integration.web.town import API_TOKEN, TOKEN, Carrier, TakenBack, Town, noon, serving

PUBLIC = "https://hooks.example.org"


@pytest.fixture(scope="session")
def dead_rope() -> BellRope:
    """A rope whose bell is gone: most of what is heard must not need Temporal."""
    nobody = Settings.from_env({"TEMPORAL_ADDRESS": "127.0.0.1:1"})
    return BellRope.hang(lambda: connect(nobody, lazy=True))


@pytest.fixture
def clock() -> Clock:
    """Tuesday noon."""
    return noon()


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    """An empty ledger."""
    ledger = Ledger(database_url, KEY, connections=20)
    ledger.check_keys()
    yield ledger
    ledger.close()


@pytest.fixture
def town(ledger: Ledger, clock: Clock) -> Town:
    """People and touches."""
    return Town(ledger, clock)


@pytest.fixture
def taken_back() -> TakenBack:
    """The carrier, as far as the web server may ask anything of it."""
    return TakenBack()


@pytest.fixture
def make_ear(ledger: Ledger, clock: Clock, dead_rope: BellRope, taken_back: TakenBack) -> Callable[..., Ear]:
    """Make an ear, other than usual where a test wants it."""

    def make(**other: object) -> Ear:
        usual = {
            "ledger": ledger,
            "rope": dead_rope,
            "carrier": taken_back,
            "clock": clock,
            "public_url": PUBLIC,
            "secrets": [TOKEN],
            "api_token": API_TOKEN,
        }
        return Ear(**{**usual, **other})  # type: ignore[arg-type]

    return make


@pytest.fixture
def app(make_ear: Callable[..., Ear]) -> FastAPI:
    """The application."""
    return create_app(make_ear())


@pytest.fixture
def client(app: FastAPI) -> Iterator[httpx.Client]:
    """Somebody who can reach it."""
    with serving(app) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture
def carrier(client: httpx.Client) -> Carrier:
    """The carrier, signing."""
    return Carrier(client, PUBLIC)


@pytest.fixture
def office(client: httpx.Client) -> httpx.Client:
    """Somebody with the token of the API."""
    client.headers["Authorization"] = f"Bearer {API_TOKEN}"
    return client
