"""What is ours at the carrier? Pure: Twilio's lists of numbers, senders and templates, as the emulator has them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cadence.emulator import resources
from cadence.emulator.household import template_sid


def numbers(asked: Mapping[str, str], path: str) -> dict[str, Any]:
    """Return the number that is asked for: in the emulator every number that sends is ours."""
    number = asked.get("PhoneNumber", "")
    able = {"voice": True, "sms": True, "mms": False, "fax": False}
    found = [{"sid": "PN" + "0" * 32, "phone_number": number, "capabilities": able}] if number else []
    return resources.page("incoming_phone_numbers", path, found, asked, token=None)


def approvals(templates: Mapping[str, str], account: str, now: datetime) -> dict[str, Any]:
    """Return the content templates with what WhatsApp says of them: all are approved."""
    contents = [
        resources.template(name, body, template_sid(name), account, now)
        | {"approval_requests": {"name": name, "status": "approved", "category": "UTILITY"}}
        for name, body in templates.items()
    ]
    meta = {"key": "contents", "page": 0, "page_size": len(contents), "next_page_url": None}
    return {"contents": contents, "meta": meta}
