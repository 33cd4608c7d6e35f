"""How does Twilio write down a message, a call, a template? Pure: rows in, documents out."""

from datetime import datetime
from email.utils import format_datetime
from typing import Any

from cadence.local.emulator.spellings import written
from cadence.local.emulator.store import Row, instant

VERSION = "2010-04-01"
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = frozenset("^{}\\[~]|€")

ERRORS = {
    30003: "Unreachable destination handset",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Message filtered",
    30036: "Validity Period Expired",
    63016: "Failed to send freeform message because you are outside the allowed window",
    63024: "Invalid message recipient",
    63040: "Template Rejected",
    63041: "Template Paused",
    63042: "Template Disabled",
}


def wrote(row: Row) -> str:
    """Return the person's number: as we wrote it in what goes to them, as their network does in what they write."""
    return written(row["person"], row["channel"]) if row["direction"] == "inbound" else str(row["person"])


def ends(row: Row) -> tuple[str, str]:
    """Return From and To of a message, as Twilio writes them on its channel."""
    prefix = "whatsapp:" if row["channel"] == "whatsapp" else ""
    person, ours = prefix + wrote(row), prefix + row["ours"]
    return (person, ours) if row["direction"] == "inbound" else (ours, person)


def segments(body: str) -> int:
    """Return how many segments a text takes: 160 or 153 septets of GSM, else 70 or 67 UTF-16 units."""
    if all(delivery in GSM or delivery in GSM_TWICE for delivery in body):
        length, alone, joined = sum(2 if delivery in GSM_TWICE else 1 for delivery in body), 160, 153
    else:
        length, alone, joined = len(body.encode("utf-16-le")) // 2, 70, 67
    return 1 if length <= alone else -(-length // joined)


def message(row: Row, account: str) -> dict[str, Any]:
    """Write down a message."""
    sender, receiver = ends(row)
    uri = f"/{VERSION}/Accounts/{account}/Messages/{row['sid']}"
    return {
        "account_sid": account,
        "api_version": VERSION,
        "body": row["body"],
        "date_created": _date(row["created_at"]),
        "date_sent": _date(row["sent_at"]),
        "date_updated": _date(row["updated_at"]),
        "direction": row["direction"],
        "error_code": row["error_code"],
        "error_message": ERRORS.get(row["error_code"]),
        "from": sender,
        "messaging_service_sid": row["service"] or None,
        "num_media": "0",
        "num_segments": str(row["segments"]),
        "price": None,
        "price_unit": "USD",
        "sid": row["sid"],
        "status": row["status"],
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": receiver,
        "uri": f"{uri}.json",
    }


def call(row: Row, account: str) -> dict[str, Any]:
    """Write down a call."""
    uri = f"/{VERSION}/Accounts/{account}/Calls/{row['sid']}"
    inbound = row["direction"] == "inbound"
    caller, called = (row["person"], row["ours"]) if inbound else (row["ours"], row["person"])
    return {
        "account_sid": account,
        "answered_by": row["answered_by"],
        "api_version": VERSION,
        "caller_name": None,
        "date_created": _date(row["created_at"]),
        "date_updated": _date(row["updated_at"]),
        "direction": row["direction"],
        "duration": None if row["ended_at"] is None else str(talked(row)),
        "end_time": _date(row["ended_at"]),
        "forwarded_from": None,
        "from": caller,
        "from_formatted": caller,
        "group_sid": None,
        "parent_call_sid": row["parent_sid"],
        "phone_number_sid": None,
        "price": None,
        "price_unit": "USD",
        "queue_time": str(row["queue_ms"]),
        "sid": row["sid"],
        "start_time": _date(row["rang_at"]),
        "status": row["status"],
        "subresource_uris": {"events": f"{uri}/Events.json", "recordings": f"{uri}/Recordings.json"},
        "to": called,
        "to_formatted": called,
        "trunk_sid": None,
        "uri": f"{uri}.json",
    }


def recording(row: Row, account: str) -> dict[str, Any]:
    """Write down a recording."""
    uri = f"/{VERSION}/Accounts/{account}/Recordings/{row['sid']}"
    return {
        "account_sid": account,
        "api_version": VERSION,
        "call_sid": row["call_sid"],
        "channels": 1,
        "conference_sid": None,
        "date_created": _date(row["created_at"]),
        "date_updated": _date(row["created_at"]),
        "duration": "10",
        "encryption_details": None,
        "error_code": None,
        "media_url": f"https://api.twilio.com{uri}",
        "price": None,
        "price_unit": "USD",
        "sid": row["sid"],
        "source": "OutboundAPI",
        "start_time": _date(row["created_at"]),
        "status": row["status"],
        "subresource_uris": {"transcriptions": f"{uri}/Transcriptions.json"},
        "uri": f"{uri}.json",
    }


def transcript(row: Row, account: str) -> dict[str, Any]:
    """Write down the transcript of a recording."""
    return {
        "account_sid": account,
        "api_version": VERSION,
        "date_created": _date(row["created_at"]),
        "date_updated": _date(row["created_at"]),
        "duration": "10",
        "price": None,
        "price_unit": "USD",
        "recording_sid": row["recording_sid"],
        "sid": row["sid"],
        "status": "completed",
        "transcription_text": row["text"],
        "type": "fast",
        "uri": f"/{VERSION}/Accounts/{account}/Transcriptions/{row['sid']}.json",
    }


def media(row: Row, account: str) -> dict[str, Any]:
    """Write down one of the media of a message."""
    return {
        "account_sid": account,
        "content_type": row["kind"],
        "date_created": _date(row["created_at"]),
        "date_updated": _date(row["created_at"]),
        "parent_sid": row["message_sid"],
        "sid": row["sid"],
        "uri": f"/{VERSION}/Accounts/{account}/Messages/{row['message_sid']}/Media/{row['sid']}.json",
    }


def talked(row: Row) -> int:
    """Return how many seconds a call that has ended lasted from its answer on."""
    if row["answered_at"] is None or row["ended_at"] is None:
        return 0
    return round((instant(row["ended_at"]) - instant(row["answered_at"])).total_seconds())


def account(sid: str) -> dict[str, Any]:
    """Write down the account."""
    return {
        "auth_token": None,
        "date_created": None,
        "date_updated": None,
        "friendly_name": "Emulated account",
        "owner_account_sid": sid,
        "sid": sid,
        "status": "active",
        "subresource_uris": {},
        "type": "Full",
        "uri": f"/{VERSION}/Accounts/{sid}.json",
    }


def template(name: str, body: str, sid: str, account: str, changed: datetime) -> dict[str, Any]:
    """Write down a content template."""
    date = changed.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "account_sid": account,
        "date_created": date,
        "date_updated": date,
        "friendly_name": name,
        "language": "es",
        "links": {},
        "sid": sid,
        "types": {"twilio/text": {"body": body}},
        "url": f"https://content.twilio.com/v1/Content/{sid}",
        "variables": {},
    }


def _date(text: str | None) -> str | None:
    return format_datetime(instant(text)) if text else None
