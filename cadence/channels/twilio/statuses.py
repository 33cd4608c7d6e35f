"""
What does a status of the carrier mean, and which of two statuses is later? Pure.

Webhooks come twice, late and out of order, so statuses have an order from first to last and only move forward in it, as
outcomes do (`domain/outcomes.py`).
"""

from cadence.channels.twilio.codes import meaning
from cadence.domain import Channel, Outcome

PERSON = "human"
UNKNOWN = "unknown"

_MESSAGES = {
    "accepted": Outcome.SENT,
    "scheduled": Outcome.SENT,
    "queued": Outcome.SENT,
    "sending": Outcome.SENT,
    "sent": Outcome.SENT,
    "canceled": Outcome.CANCELED,
    "failed": Outcome.FAILED,
    "undelivered": Outcome.UNDELIVERED,  # a receipt that says "delivered" may still follow
    "partially_delivered": Outcome.DELIVERED,
    "delivered": Outcome.DELIVERED,
    "read": Outcome.READ,
}
MESSAGE_STATUSES = tuple(_MESSAGES)
"""A message's statuses, first to last."""

_ENDS = {  # of a call, without those that need a closer look
    "canceled": Outcome.CANCELED,
    "failed": Outcome.FAILED,
    "busy": Outcome.BUSY,
    "no-answer": Outcome.NO_ANSWER,
}
ENDED = frozenset({*_ENDS, "completed"})
"""Statuses after which a call is over."""
CALL_STATUSES = ("queued", "initiated", "ringing", "in-progress", *_ENDS, "completed")
"""A call's statuses, first to last."""

_LEG_CONNECTED = frozenset({"completed", "answered", "in-progress"})
_NO_SUCH_NUMBER_SIP = frozenset({"404", "410", "484", "604"})  # not found, gone, incomplete, exists nowhere


def later(channel: Channel, known: str, reported: str) -> bool:
    """Return whether the reported status is later than the known one. An unknown status never is."""
    order = CALL_STATUSES if channel is Channel.CALL else MESSAGE_STATUSES
    if reported not in order:
        return False
    return known not in order or order.index(reported) > order.index(known)


def message_outcome(status: str, code: str = "") -> Outcome | None:
    """Return the outcome of a message, as far as its status shows; None for an unknown status."""
    if status in {"failed", "undelivered"}:
        outcome = meaning(code).outcome
        return Outcome.UNDELIVERED if status == "undelivered" and outcome is Outcome.FAILED else outcome
    return _MESSAGES.get(status)


def call_outcome(status: str, answered_by: str = "", code: str = "", sip_response: str = "") -> Outcome | None:
    """
    Return the outcome of a call, or None while it is open.

    A completed call that a person answered stays open here: only the leg to the agent shows whether it was answered or
    abandoned (`dial_outcome`). Twilio says `machine_end_...` only when we asked to leave a message after the tone. It
    does not say whether the machine got our message: see `domain.outcomes`.
    """
    if status == "failed":
        return Outcome.INVALID_NUMBER if sip_response in _NO_SUCH_NUMBER_SIP else meaning(code).outcome
    if status == "completed" and answered_by.startswith("machine_end"):
        return Outcome.VOICEMAIL_LEFT
    if status == "completed":
        return Outcome.MACHINE if is_machine(answered_by) else None
    return _ENDS.get(status)


def undetected(status: str, answered_by: str) -> bool:
    """Return whether a call ended before machine detection, if it was on, had a result."""
    return status == "completed" and answered_by in {"", UNKNOWN}


def dial_outcome(leg_status: str) -> Outcome:
    """Return the outcome of a call that a person answered, from the status of the leg to the agent."""
    return Outcome.ANSWERED if leg_status in _LEG_CONNECTED else Outcome.ABANDONED


def is_machine(answered_by: str) -> bool:
    """Return whether a machine took the call. In doubt it counts as a person, who must not hear silence."""
    return answered_by.startswith("machine") or answered_by == "fax"
