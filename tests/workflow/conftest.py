"""What do workflow tests need besides a server whose clocks leap? Queues of their own, and an instant to start from."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from cadence.domain import names
from cadence.domain.clock import Clock


@pytest.fixture(autouse=True)
def own_queues(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Give each test task queues that no other uses.

    A worker that is ending may still be handed work, which then waits for a time-out; and what an earlier test left
    running would take an answer out of this one's script.
    """
    prefix, touch_queue = uuid4().hex[:8], names.touch_queue
    monkeypatch.setattr(names, "WORKFLOWS", f"{prefix}-workflows")
    monkeypatch.setattr(names, "touch_queue", lambda *about: f"{prefix}-{touch_queue(*about)}")


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
