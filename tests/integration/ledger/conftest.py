"""What does a test of the ledger start from? An empty ledger of its own, and a `World` that fills it."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from cadence.ledger.db.ledger import Ledger
from tests.integration.ledger.world import World

KEY = b"a key that only tests know: 32 by"


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    """An empty ledger, with its key."""
    ledger = Ledger(database_url, KEY, connections=30)
    ledger.check_keys()
    yield ledger
    ledger.close()


@pytest.fixture
def world(ledger: Ledger) -> World:
    """A ledger with one campaign, and methods that add leads, enrolments and touches."""
    return World(ledger)


@pytest.fixture(scope="module")
def shared_ledger(fresh_database: Callable[[], str]) -> Iterator[Ledger]:
    """A ledger for a whole module of tests that leave nothing behind."""
    ledger = Ledger(fresh_database(), KEY, connections=30)
    ledger.check_keys()
    yield ledger
    ledger.close()


@pytest.fixture
def fresh_number() -> Callable[[], str]:
    """A function that returns a number no lead has, another at each call."""
    numbers = count(1)
    return lambda: f"+34600000{next(numbers):03d}"
