"""What does a test of recording start from? A ledger with a campaign for a whole module: each test has its people."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from cadence.domain.clock import Clock, utc_now
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.db.ledger import Ledger
from tests.integration.api.town import Town
from tests.integration.ledger.conftest import KEY

NOON = datetime(2027, 3, 9, 12, tzinfo=UTC)


def lasting(instant: datetime) -> Clock:
    """Return a clock that stands still: what is written has the instant that the test knows."""
    return Clock(origin=instant, started=utc_now(), speed=1e-9)


@pytest.fixture(scope="module")
def town(fresh_database: Callable[[], str]) -> Iterator[Town]:
    """People and touches at noon."""
    ledger = Ledger(fresh_database(), KEY, connections=20)
    ledger.check_keys()
    yield Town(ledger, lasting(NOON))
    ledger.close()


@pytest.fixture(scope="module")
def planner(town: Town) -> Planner:
    """What records."""
    return Planner(town.ledger, town.clock)
