"""
What does a test of the web server start from? The real application on a real ledger, with Temporal down.

One of each serves a whole module; each test has people of its own.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import httpx
import pytest
from fastapi import FastAPI

from cadence.api.app import api_app, webhooks_app
from cadence.api.dependencies import Dependencies
from cadence.app.settings import Settings
from cadence.app.temporal import connect
from cadence.domain.clock import Clock
from cadence.domain.roles import Role
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.access import api_keys
from cadence.ledger.access.api_keys import NewKey
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
) -> Iterator[Callable[..., Dependencies]]:
    """Make an ear, other than usual where a test wants it."""
    made: list[Dependencies] = []

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
        made.append(Dependencies(**{**usual, **other}))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for deps in made:
        deps.close()


@pytest.fixture(scope="module")
def deps(make_ear: Callable[..., Dependencies]) -> Dependencies:
    """What both applications share."""
    return make_ear()


@pytest.fixture(scope="module")
def app(deps: Dependencies) -> FastAPI:
    """The webhooks' application."""
    return webhooks_app(deps)


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
def stranger(deps: Dependencies) -> Iterator[httpx.Client]:
    """Somebody who reaches the API and has no key."""
    with serving(api_app(deps, described=True)) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:
        yield client


@pytest.fixture(scope="module")
def office(stranger: httpx.Client) -> Iterator[httpx.Client]:
    """Somebody with the token of the API."""
    headers = {"Authorization": f"Bearer {API_TOKEN}"}
    with httpx.Client(base_url=stranger.base_url, timeout=PATIENCE, headers=headers) as office:
        yield office


@pytest.fixture(scope="module")
def with_key(ledger: Ledger, stranger: httpx.Client) -> Iterator[Callable[[Role], httpx.Client]]:
    """Somebody with a key of a role."""
    with ExitStack() as open_clients:

        def client(role: Role) -> httpx.Client:
            new = NewKey(name=role.value, role=role, per_minute=100_000, by="ana")
            with ledger.begin() as tx:
                key = api_keys.create(tx, ledger.hasher, new, at=datetime.now(UTC))
            headers = {"Authorization": f"Bearer {key.text}"}
            return open_clients.enter_context(
                httpx.Client(base_url=stranger.base_url, timeout=PATIENCE, headers=headers)
            )

        yield client


@pytest.fixture(scope="module")
def operator(with_key: Callable[[Role], httpx.Client]) -> httpx.Client:
    """Who runs campaigns."""
    return with_key(Role.OPERATOR)
