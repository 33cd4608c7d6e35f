"""What does a test of a command start from? A terminal before a ledger of its own, and a Temporal it shares."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client

from cadence.domain.names import CAMPAIGN_ATTRIBUTE
from cadence.ledger.db.ledger import Ledger
from cadence.local.stack import TemporalServer
from tests.integration.cli.desk import Desk
from tests.integration.cli.past import SHARED, TUESDAY, Past
from tests.integration.cli.underway import Under
from tests.integration.engine.conftest import stage
from tests.integration.ledger.conftest import KEY

__all__ = ["stage"]


@pytest.fixture(scope="session")
async def namespace(temporal: Client) -> str:
    """A namespace in which no other test's worker looks for work."""
    name = f"cli-{uuid4().hex[:8]}"
    day = Duration(seconds=86_400)
    await temporal.workflow_service.register_namespace(
        RegisterNamespaceRequest(namespace=name, workflow_execution_retention_period=day)
    )
    attribute = {CAMPAIGN_ATTRIBUTE: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD}
    await temporal.operator_service.add_search_attributes(
        AddSearchAttributesRequest(namespace=name, search_attributes=attribute)
    )
    return name


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    """An empty ledger, with its key."""
    ledger = Ledger(database_url, KEY)
    ledger.check_keys()
    yield ledger
    ledger.close()


@pytest.fixture
def desk(
    ledger: Ledger,
    database_url: str,
    temporal_server: TemporalServer,
    namespace: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Desk:
    """A terminal, on a Tuesday at noon in Madrid."""
    monkeypatch.setenv("TEMPORAL_ADDRESS", temporal_server.address)
    monkeypatch.setenv("TEMPORAL_NAMESPACE", namespace)
    return Desk(ledger, tmp_path, monkeypatch, capsys, database_url)


@pytest.fixture
def under(desk: Desk) -> Under:
    """Ana has had the first text, Bea's is in the air, Eva's is to come."""
    found = Under(desk)
    found.had("C-1", "hello")
    found.had("C-2", "hello", flying=True)
    return found


@pytest.fixture
def past(desk: Desk) -> Past:
    """Ana twice, at ten; Bea at half past three in the afternoon; two who share a number, a day apart."""
    sent = Past(desk)
    ana = sent.lead(1, "+34600000001", TUESDAY)
    sent.lead(3, SHARED, TUESDAY + timedelta(hours=1))
    sent.lead(2, "+34600000002", TUESDAY + timedelta(hours=5, minutes=30))
    sent.lead(4, SHARED, TUESDAY + timedelta(days=1))
    sent.send(ana, TUESDAY + timedelta(days=2, minutes=1))
    return sent
