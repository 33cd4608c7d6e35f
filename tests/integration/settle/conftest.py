"""What does a test of recording start from? A ledger with a campaign for a whole module: each test has its people."""

from collections.abc import Callable, Iterator

import pytest

from cadence.ledger.ledger import Ledger
from cadence.settle import Mind
from tests.integration.ledger.conftest import KEY
from tests.integration.web.town import Town, noon


@pytest.fixture(scope="module")
def town(fresh_database: Callable[[], str]) -> Iterator[Town]:
    """People and touches."""
    ledger = Ledger(fresh_database(), KEY, connections=20)
    ledger.check_keys()
    yield Town(ledger, noon())
    ledger.close()


@pytest.fixture(scope="module")
def mind(town: Town) -> Mind:
    """What records."""
    return Mind(town.ledger, town.clock)
