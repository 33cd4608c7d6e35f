"""
What does Temporal know of a lead's workflows? Edge: read for `cadence lead`.

It is asked by requests of its service alone: the SDK's client takes longer to import than all of our own code.
"""

import json
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from temporalio.api.common.v1 import Payloads, WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.workflowservice.v1 import GetWorkflowExecutionHistoryRequest
from temporalio.service import RPCError, RPCStatusCode, ServiceClient

from cadence.app.settings import Settings
from cadence.app.temporal_service import connect_service
from cadence.cli.temporal import PATIENCE, shown_waiting
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
"""Events of a workflow that have a sentence in the story; the others are Temporal's own business."""
LOCAL_ACTIVITY = "data"
"""The part of a marker in which the SDK says which local activity it is about."""


async def histories(settings: Settings, enrolments: Iterable[str], clock: Clock) -> list[StoryEvent]:
    """Return the story of each enrolment's workflow. Raises UnavailableError."""
    service, namespace = await shown_waiting(settings, connect_service(settings, within=PATIENCE))
    return [event for enrolment in enrolments for event in await _events(service, namespace, enrolment, clock)]


async def _events(service: ServiceClient, namespace: str, enrolment: str, clock: Clock) -> list[StoryEvent]:
    """Return the story of one workflow, nothing when Temporal keeps it no more. Raises UnavailableError."""
    events: list[StoryEvent] = []
    kinds: dict[int, str] = {}
    try:
        async for event in _history(service, namespace, names.lead_workflow_id(enrolment)):
            if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
                kinds[event.event_id] = event.activity_task_scheduled_event_attributes.activity_type.name
            events += _told(event, kinds, clock)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise UnavailableError("Temporal does not answer; `cadence doctor` shows more.") from error
    return events


async def _history(service: ServiceClient, namespace: str, workflow: str) -> AsyncIterator[HistoryEvent]:
    """Yield the events of a workflow's latest run, page by page. Raises RPCError."""
    request = GetWorkflowExecutionHistoryRequest(namespace=namespace, execution=WorkflowExecution(workflow_id=workflow))
    while True:
        page = await service.workflow_service.get_workflow_execution_history(request, retry=True, timeout=PATIENCE)
        for event in page.history.events:
            yield event
        if not page.next_page_token:
            return
        request.next_page_token = page.next_page_token


def _told(event: HistoryEvent, kinds: dict[int, str], clock: Clock) -> Iterator[StoryEvent]:
    at = clock.at(event.event_time.ToDatetime(tzinfo=UTC))
    if event.event_type in SIMPLE:
        yield StoryEvent(at=at, kind="workflow", what={"event": SIMPLE[event.event_type]})
    elif event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
        done = event.activity_task_completed_event_attributes
        yield from _planned(at, kinds.get(done.scheduled_event_id, ""), done.result)
    elif event.event_type == EventType.EVENT_TYPE_MARKER_RECORDED:
        details = event.marker_recorded_event_attributes.details
        if LOCAL_ACTIVITY in details and "result" in details:  # one that failed has no result, and another follows it
            activity = json.loads(details[LOCAL_ACTIVITY].payloads[0].data)
            yield from _planned(at, activity["activity_type"], details["result"])


def _planned(at: datetime, activity: str, result: Payloads) -> Iterator[StoryEvent]:
    """Yield what an activity planned next."""
    kind = PlanResult if activity == "plan" else TouchResult
    for payload in result.payloads:
        yield StoryEvent(at=at, kind="plan", what={"next": _reader(kind).validate_json(payload.data).next})


@cache
def _reader(kind: type[Any]) -> TypeAdapter[Any]:
    """Return what reads a result as the converter of our workers wrote it (`app/temporal.py`)."""
    return TypeAdapter(kind)
