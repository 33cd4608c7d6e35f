"""
What does the form of a webhook say? Pure: Twilio's parameters in, values of `channels/provider.py` out.

`at` is the Clock's instant at which the webhook came. Webhooks about calls have the instant of the event itself, which
is used if it is there: the webhook may have been under way for long.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from cadence.channels.provider import CarrierReport, Received
from cadence.channels.twilio import statuses
from cadence.domain import Channel, Outcome
from cadence.domain.outcomes import LIVE, RECORDED
from cadence.domain.senders import on_the_wire

Params = Mapping[str, str]

_WHATSAPP = "whatsapp:"
_KINDS = frozenset({"whatsapp", "rcs", "sms"})
_NUMBER = re.compile(r"\+?\d+")
_LOST_PLUS = re.compile(r"[1-9]\d{9,14}")
"""A phone number whose + was read as a space, because the form was encoded wrongly. Short codes are shorter."""
IN_PROGRESS, COMPLETED = "in-progress", "completed"
DETECTED_AFTER = timedelta(seconds=1.2)
"""How long Twilio listens to the silence after a greeting before it decides that a person speaks."""
_HIDDEN = frozenset({"+266696687", "+7378742833", "+2562533", "+8656696"})
"""What Twilio gives as the number of hidden callers: ANONYMOUS, RESTRICTED, BLOCKED and UNKNOWN typed on a keypad."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A call was answered, and the carrier requests its TwiML."""

    machine: bool  # a machine answered; in doubt it counts as a person
    after_tone: bool  # the tone has sounded: a message may be left now
    report: CarrierReport


def read_message_status(params: Params, at: datetime) -> CarrierReport:
    """Read the status webhook of a message."""
    status = params.get("MessageStatus") or params.get("SmsStatus", "")
    code = _code(params)
    return CarrierReport(
        sid=params.get("MessageSid") or params.get("SmsSid", ""),
        status=status,
        at=at,
        outcome=statuses.message_outcome(status, code),
        code=code,
    )


def read_call_status(params: Params, at: datetime) -> CarrierReport:
    """
    Read the status webhook of a call.

    `completed` has no outcome when a person answered: `read_dial` gives it, or a look-up if that webhook was lost.
    """
    status, happened = params.get("CallStatus", ""), _instant(params.get("Timestamp", ""), at)
    code, answered_by = _code(params), params.get("AnsweredBy", "")
    return CarrierReport(
        sid=params.get("CallSid", ""),
        status=status,
        at=happened,
        outcome=statuses.call_outcome(status, answered_by, code, params.get("SipResponseCode", "")),
        code=code,
        answered_at=_answered_at(status, happened, params.get("CallDuration", "")),
        seconds=round(_seconds(params.get("CallDuration", "")).total_seconds()) if status == COMPLETED else 0,
        undetected=statuses.undetected(status, answered_by),
    )


def read_answered(params: Params, at: datetime) -> Answered:
    """Read the request for the TwiML of an answered call. With machine detection it comes after the greeting."""
    answered_by = params.get("AnsweredBy", "")
    machine = statuses.is_machine(answered_by)
    after_tone = answered_by.startswith("machine_end")
    report = CarrierReport(
        sid=params.get("CallSid", ""),
        status=IN_PROGRESS,
        at=at,
        greeting_end_at=at - DETECTED_AFTER if answered_by == statuses.PERSON else None,
        delivery="" if machine else LIVE,
    )
    return Answered(machine=machine, after_tone=after_tone, report=report)


def read_dial(params: Params, at: datetime) -> CarrierReport:
    """Read the end of the leg to the agent: it shows whether the call was answered or abandoned."""
    outcome = statuses.dial_outcome(params.get("DialCallStatus", ""))
    talked = _seconds(params.get("DialCallDuration", ""))
    connected = outcome is Outcome.ANSWERED
    return CarrierReport(
        sid=params.get("CallSid", ""),
        status=IN_PROGRESS,
        at=at,
        outcome=outcome,
        agent_at=at - talked if connected else None,
        delivery=LIVE if connected else RECORDED,  # the apology is a recording
    )


def read_asked(params: Params, at: datetime) -> CarrierReport:
    """Read the end of a question: the person heard it, and no agent was rung."""
    return CarrierReport(sid=params.get("CallSid", ""), status=IN_PROGRESS, at=at, delivery=RECORDED, no_agent=True)


def read_inbound(params: Params, at: datetime) -> Received:
    """Read a message from a person."""
    channel, sender, user = person(params.get("From", ""), params.get("ExternalUserId", ""))
    return Received(
        sid=params.get("MessageSid") or params.get("SmsSid", ""),
        channel=channel,
        sender=sender,
        to=bare(params.get("To", ""))[1],
        body=params.get("ButtonText") or params.get("ListTitle") or params.get("Body", ""),
        at=at,
        pressed=params.get("ButtonPayload") or params.get("ListId", ""),
        confirmed=params.get("OptOutType", "").upper() == "STOP",
        user=user,
        answers=params.get("OriginalRepliedMessageSid", ""),
        service=params.get("MessagingServiceSid", ""),
    )


def person(address: str, user: str = "") -> tuple[Channel, str, str]:
    """
    Return the sender's channel, number and id on that channel; "" for what is not known.

    People with a username on WhatsApp write from an id such as `whatsapp:ES.1349...`, without a number.
    """
    channel, name = bare(address)
    if channel is Channel.WHATSAPP and not _NUMBER.fullmatch(name):
        return channel, "", user or name
    return channel, name, user


def read_incoming(params: Params, at: datetime, *, key: str = "") -> Received:
    """
    Read a call from a person, or the `key` that they pressed on it, which is a message of its own.

    A caller who hides the number has none: `sender` is "".
    """
    _, caller = bare(params.get("From", ""))
    sid = params.get("CallSid", "")
    return Received(
        sid=f"key {key}/{sid}" if key else sid,
        channel=Channel.CALL,
        sender=caller if caller.startswith("+") and caller not in _HIDDEN else "",
        to=bare(params.get("To", ""))[1],
        body="",
        at=at,
        confirmed=bool(key),  # the confirmation is spoken on the call itself
    )


def bare(address: str) -> tuple[Channel, str]:
    """
    Split an address such as `whatsapp:+34...`, `rcs:+34...` or `+34...` into channel and number.

    A phone shows RCS instead of a text message, so it belongs to the same number and counts as a text message. What is
    no number is returned as it is: a sender's name, or the id of a person who hides their number.
    """
    kind, colon, rest = address.strip().partition(":")
    channel = Channel.WHATSAPP if kind.lower() == _WHATSAPP.rstrip(":") else Channel.SMS
    name = rest.strip() if colon and kind.lower() in _KINDS else address.strip()
    return channel, f"+{name}" if _LOST_PLUS.fullmatch(name) else name


def addressed(channel: Channel, number: str) -> str:
    """Return a person's number, or a sender of ours, in the carrier's form for this channel."""
    wire = on_the_wire(number)
    return _WHATSAPP + wire if channel is Channel.WHATSAPP else wire


def _code(params: Params) -> str:
    code = params.get("ErrorCode", "")
    return "" if code == "0" else code


def _answered_at(status: str, happened: datetime, duration: str) -> datetime | None:
    if status == IN_PROGRESS:
        return happened
    return happened - _seconds(duration) if status == "completed" and duration else None


def _seconds(text: str) -> timedelta:
    return timedelta(seconds=int(text) if text.isdecimal() else 0)


def _instant(text: str, otherwise: datetime) -> datetime:
    """Read an instant in the format of RFC 2822. If it is missing, invalid or without a zone, return `otherwise`."""
    try:
        instant = parsedate_to_datetime(text)
    except ValueError:
        return otherwise
    return instant.astimezone(UTC) if instant.tzinfo else otherwise
