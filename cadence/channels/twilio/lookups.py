"""
What does the carrier say about a touch when it is asked? Pure: its resources in, reports out.

`agent_legs` looks up the legs of a call to agents: only they show whether a person who answered was connected.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from cadence.channels.provider import CarrierReport
from cadence.channels.twilio import statuses
from cadence.channels.twilio.webhooks import IN_PROGRESS
from cadence.domain import Outcome
from cadence.domain.outcomes import LIVE

_NEVER = datetime.min.replace(tzinfo=UTC)

Resource = Any
"""A message or a call of the official client, which ships no types."""


def message_report(message: Resource) -> CarrierReport:
    """Read a message."""
    code = str(message.error_code or "")
    return CarrierReport(
        sid=message.sid,
        status=message.status,
        at=message.date_updated or message.date_created,
        outcome=statuses.message_outcome(message.status, code),
        code=code,
    )


def call_report(call: Resource, agent_legs: Callable[[str], list[Resource]]) -> CarrierReport:
    """Read a call; the outcome of an ended call that a person answered comes from its leg to the agent."""
    answered_by = call.answered_by or ""
    outcome = statuses.call_outcome(call.status, answered_by)
    agent_at, delivery = None, ""
    if outcome is None and call.status == "completed":
        leg = max(agent_legs(call.sid), key=lambda agent_leg: _connected_at(agent_leg) or _NEVER, default=None)
        outcome = statuses.dial_outcome(leg.status if leg else "")
        if leg is not None and outcome is Outcome.ANSWERED:
            agent_at, delivery = _connected_at(leg), LIVE
    return CarrierReport(
        sid=call.sid,
        status=call.status,
        at=call.end_time or call.date_updated or call.date_created,
        outcome=outcome,
        answered_at=_connected_at(call) if call.status in {IN_PROGRESS, "completed"} else None,
        agent_at=agent_at,
        delivery=delivery,
        undetected=statuses.undetected(call.status, answered_by),
    )


def _connected_at(call: Resource) -> datetime | None:
    """Return when a call was answered: its duration counts from there to its end."""
    if call.end_time is None or not call.duration:
        return call.start_time if call.status == IN_PROGRESS else None
    ended: datetime = call.end_time
    return ended - timedelta(seconds=int(call.duration)) if call.status == "completed" else None
