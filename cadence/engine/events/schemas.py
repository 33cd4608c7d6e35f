"""Which JSON Schema does each type of event have, and what does an event look like? Pure: from the payloads."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from cadence.domain import CampaignState, CauseKind, Disposition, Outcome, PauseScope, Purpose
from cadence.domain.alerts import AlertCause, AlertOrigin
from cadence.domain.channels import CALLBACK_CHANNEL, MESSAGE_CHANNELS
from cadence.domain.cloud_events import cloud_event, schema_of
from cadence.domain.enums import SuppressionScope
from cadence.domain.event_links import schema_of_links
from cadence.domain.events import PAYLOADS, EventType, OutgoingEvent
from cadence.domain.external import Effect

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SOURCE = "https://cadence.example.com"
NOON = datetime(2027, 3, 9, 12, tzinfo=UTC)
LEAD = "5d0b7b0e-4c1c-5d5c-9a57-2f1f0c9e8a10"
TOUCH = "0f8e7a52-6a3d-4f0e-8b1f-6f9f3c2d1e44"
VALUES: Mapping[str, Any] = {
    "touch": TOUCH,
    "lead": LEAD,
    "enrolment": "9b1d3c77-52a4-4a2e-9e54-0b8f6c1d2a33",
    "campaign": "spring-offer",
    "version": 1,
    "step": "first_call",
    "channel": CALLBACK_CHANNEL,
    "purpose": Purpose.MARKETING,
    "cause": CauseKind.STEP,
    "attempt": 1,
    "at": NOON,
    "outcome": Outcome.ANSWERED,
    "code": "",
    "ended_at": NOON,
    "rules": ("suppression",),
    "scope": "enrolment",
    "inbound": "c2a9e4f0-1b6d-4c3e-9f77-3a5b8d0e6f21",
    "meaning": "none",
    "number": 4711,
    "disposition": Disposition.CONVERTED,
    "before": None,
    "suppression": 12,
    "value": "",
    "source": "reply",
    "consent": 345,
    "kind": "express",
    "expires_at": None,
    "callback": "7e6d5c4b-3a29-4817-8f06-e5d4c3b2a190",
    "promised_for": NOON,
    "by_person": True,
    "replaced_by": None,
    "reason": "completed",
    "began_at": NOON,
    "task": "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d",
    "replaces": None,
    "label": "",
    "due_at": None,
    "reminder": 1,
    "pause": 3,
    "since": NOON,
    "state": CampaignState.RUNNING,
    "event": "2b7c9d10-8e4f-4a6b-9c3d-7f1e5a2b4c68",
    "event_name": "purchase",
    "effect": Effect.FINISH,
    "target": "converted",
    "until": None,
    "amount": "129.9",
    "currency": "EUR",
    "change": 9,
    "alert": "too many opt-outs",
    "origin": AlertOrigin.CAMPAIGN,
    "condition": "opt_outs_by_message > 2% over 1 day and n >= 200",
    "figure": "opt_outs_by_message",
    "n": 240,
    "bound": 0.02,
}
"""A made-up value of each field ..."""
OF_STEP: dict[str, Any] = {"kind": "step", "cause": TOUCH, "label": "letter"}
"""A task that a step makes ..."""
OTHER: Mapping[EventType, Mapping[str, Any]] = {
    EventType.TOUCH_UPDATED: {"channel": MESSAGE_CHANNELS[0], "step": "first_message", "outcome": Outcome.DELIVERED},
    EventType.REPLY_RECEIVED: {"channel": MESSAGE_CHANNELS[0]},
    EventType.REPLY_ATTRIBUTED: {"channel": MESSAGE_CHANNELS[0]},
    EventType.LEAD_OPTED_OUT: {"scope": SuppressionScope.EVERYTHING},
    EventType.LEAD_OPT_OUT_LIFTED: {"scope": SuppressionScope.EVERYTHING, "source": "command"},
    EventType.CONSENT_GIVEN: {"channel": MESSAGE_CHANNELS[0], "purpose": None},
    EventType.CONSENT_REVOKED: {"channel": MESSAGE_CHANNELS[0], "purpose": None},
    EventType.CALLBACK_MISSED: {"touch": None},
    EventType.ENROLMENT_ENDED: {"kind": "cadence"},
    EventType.EVENT_RECEIVED: {"reason": ""},
    EventType.TASK_CREATED: OF_STEP | {"due_at": NOON},
    EventType.TASK_DONE: OF_STEP,
    EventType.TASK_DECLINED: OF_STEP,
    EventType.TASK_OVERDUE: OF_STEP | {"due_at": NOON},
    EventType.TASK_WITHDRAWN: OF_STEP | {"reason": "opted_out"},
    EventType.CAMPAIGN_PAUSED: {"scope": PauseScope.CAMPAIGN, "value": "spring-offer"},
    EventType.CAMPAIGN_RESUMED: {"scope": PauseScope.CAMPAIGN, "value": "spring-offer"},
    EventType.CAMPAIGN_ENDED: {"state": CampaignState.ENDED},
    EventType.ALERT_RAISED: {"cause": AlertCause.FIGURE, "value": 0.0375},
    EventType.ALERT_CLEARED: {"cause": AlertCause.FIGURE, "value": 0.0125, "pause": None},
}
"""... and what differs in the examples of a type."""


def schema(kind: EventType) -> dict[str, Any]:
    """Return the JSON Schema of a type's data."""
    made = TypeAdapter(PAYLOADS[kind]).json_schema(mode="serialization")
    links = schema_of_links(made["properties"])
    made |= {"properties": made["properties"] | {"links": links}, "required": [*made["required"], "links"]}
    return {"$schema": DIALECT, "$id": schema_of(kind)} | made


def example(kind: EventType) -> dict[str, Any]:
    """Return an event of this type as a receiver gets it."""
    payload = PAYLOADS[kind]
    values = {**VALUES, **OTHER.get(kind, {})}
    data = TypeAdapter(payload).dump_python(
        payload(**{field.name: values[field.name] for field in fields(payload)}), mode="json"
    )
    lead, campaign = data.get("lead"), data.get("campaign")
    event = OutgoingEvent(
        id="3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        type=kind,
        at=NOON,
        subject=f"leads/{lead}" if lead else f"campaigns/{campaign}",
        seq=7,
        data=data,
    )
    return cloud_event(event, SOURCE)


def catalogue() -> dict[str, dict[str, Any]]:
    """Return the schema of the data and an example, by type."""
    return {str(kind): {"schema": schema(kind), "example": example(kind)} for kind in EventType}
