"""What does Temporal say of one lead? Edge: reads the workflow's history, which holds no personal data."""

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from cadence.cli.connection import PATIENCE
from cadence.domain import names
from cadence.domain.clock import Clock
from cadence.domain.errors import UnavailableError
from cadence.domain.payloads import PlanResult, TouchResult
from cadence.explain.story.story import StoryEvent

SIMPLE: dict[EventType.ValueType, str] = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED: "started",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED: "woken",
    EventType.EVENT_TYPE_TIMER_FIRED: "due",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED: "completed",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED: "failed",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED: "terminated",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW: "continued",
    EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED: "failed activity",
    EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT: "timed out",
    EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED: "taken back",
}
"""Events that have a sentence of `report.phrases`; the others are Temporal's own business."""


async def workflow_events(client: Client, enrolment: str, clock: Clock) -> list[StoryEvent]:
    """Return the story of one enrolment's workflow, nothing when Temporal keeps it no more. Raises UnavailableError."""
    handle = client.get_workflow_handle(names.lead_workflow_id(enrolment))
    events: list[StoryEvent] = []
    kinds: dict[int, str] = {}
    try:
        async for event in handle.fetch_history_events(rpc_timeout=PATIENCE):
            if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
                kinds[event.event_id] = event.activity_task_scheduled_event_attributes.activity_type.name
            events += _told(client, event, kinds, clock)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise UnavailableError("Temporal does not answer; `cadence doctor` shows more.") from error
    return events


def _told(client: Client, event: HistoryEvent, kinds: dict[int, str], clock: Clock) -> Iterator[StoryEvent]:
    at = clock.at(event.event_time.ToDatetime(tzinfo=UTC))
    if event.event_type in SIMPLE:
        yield StoryEvent(at=at, kind="workflow", what={"event": SIMPLE[event.event_type]})
    elif event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
        done = event.activity_task_completed_event_attributes
        kind: Any = PlanResult if kinds.get(done.scheduled_event_id) == "plan" else TouchResult
        for payload in done.result.payloads:
            result = client.data_converter.payload_converter.from_payload(payload, kind)
            yield StoryEvent(at=at, kind="plan", what={"next": result.next})
