"""What do workflow tests need besides a server whose clocks leap? The instants they start from."""

from datetime import UTC, datetime

import pytest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from cadence.clock import Clock


@pytest.fixture
def client(skipping: WorkflowEnvironment) -> Client:
    """Return a client that speaks our payloads."""
    return skipping.client


@pytest.fixture
def clock() -> Clock:
    """Return the real clock: instants of the workflow's own time are instants of the campaign."""
    return Clock.real()


@pytest.fixture
def start() -> datetime:
    """Return now, as a workflow that starts now will see it."""
    return datetime.now(UTC)
