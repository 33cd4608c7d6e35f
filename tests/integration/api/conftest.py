"""
What does a test of the web server start from? The real application on a real ledger, with Temporal down.

One of each serves a whole module; each test has people of its own.
"""

from collections.abc import Callable, Iterator

import httpx
import pytest
from fastapi import FastAPI

from cadence.api.app import create_app
from cadence.api.dependencies import Dependencies
from cadence.app.settings import Settings
from cadence.app.temporal import connect
from cadence.domain.clock import Clock
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.db.ledger import Ledger
from tests.integration.api.town import API_TOKEN, TOKEN, Carrier, TakenBack, Town, noon, serving
from tests.integration.ledger.conftest import KEY
from tests.waiting import PATIENCE

PUBLIC = "https://hooks.example.org"


@pytest.fixture(scope="session")
def dead_rope() -> TemporalClient:
    """A rope whose bell is gone: most of what is heard must not need Temporal."""
    nobody = Settings.from_env({"TEMPORAL_ADDRESS": "127.0.0.1:1"})
    return TemporalClient.in_thread(lambda: connect(nobody, lazy=True))


@pytest.fixture(scope="module")
def clock() -> Clock:
    """Tuesday noon."""
    return noon()


@pytest.fixture(scope="module")
def ledger(fresh_database: Callable[[], str]) -> Iterator[Ledger]:
    """A ledger."""
    ledger = Ledger(fresh_database(), KEY, connections=20)
    ledger.check_keys()
    yield ledger
    ledger.close()


@pytest.fixture(scope="module")
def town(ledger: Ledger, clock: Clock) -> Town:
    """People and touches."""
    return Town(ledger, clock)


@pytest.fixture(scope="module")
def taken_back() -> TakenBack:
    """The carrier, as far as the web server may ask anything of it."""
    return TakenBack()


@pytest.fixture(scope="module")
def make_ear(
    ledger: Ledger, clock: Clock, dead_rope: TemporalClient, taken_back: TakenBack
) -> Callable[..., Dependencies]:
    """Make an ear, other than usual where a test wants it."""

    def make(**other: object) -> Dependencies:
        usual = {
            "ledger": ledger,
            "temporal_client": dead_rope,
            "carrier": taken_back,
            "clock": clock,
            "public_url": PUBLIC,
            "secrets": [TOKEN],
            "api_token": API_TOKEN,
        }
        return Dependencies(**{**usual, **other})  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="module")
def app(make_ear: Callable[..., Dependencies]) -> FastAPI:
    """The application."""
    return create_app(make_ear())


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[httpx.Client]:
    """Somebody who can reach it."""
    with serving(app) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:
        yield client


@pytest.fixture(scope="module")
def carrier(client: httpx.Client) -> Carrier:
    """The carrier, signing."""
    return Carrier(client, PUBLIC)


@pytest.fixture(scope="module")
def office(client: httpx.Client) -> Iterator[httpx.Client]:
    """Somebody with the token of the API."""
    with httpx.Client(
        base_url=client.base_url, timeout=PATIENCE, headers={"Authorization": f"Bearer {API_TOKEN}"}
    ) as office:
        yield office
