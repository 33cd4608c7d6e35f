"""What is ours at the carrier? Pure: Twilio's lists of numbers, senders and templates, as the emulator has them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cadence.local.emulator import resources
from cadence.local.emulator.people_file import PeopleFile, template_sid
from cadence.local.emulator.refusals import TwilioRefusalError


def numbers(query: Mapping[str, str], path: str) -> dict[str, Any]:
    """Return the number that is asked for: in the emulator every number that sends is ours."""
    number = query.get("PhoneNumber", "")
    able = {"voice": True, "sms": True, "mms": False, "fax": False}
    entries = [{"sid": "PN" + "0" * 32, "phone_number": number, "capabilities": able}] if number else []
    return resources.page("incoming_phone_numbers", path, entries, query, token=None)


def approvals(templates: Mapping[str, str], account: str, now: datetime) -> dict[str, Any]:
    """Return the content templates with their WhatsApp status: all are approved."""
    contents = [
        resources.template(name, body, template_sid(name), account, now)
        | {"approval_requests": {"name": name, "status": "approved", "category": "UTILITY"}}
        for name, body in templates.items()
    ]
    meta = {"key": "contents", "page": 0, "page_size": len(contents), "next_page_url": None}
    return {"contents": contents, "meta": meta}


def short_codes(people_file: PeopleFile, query: Mapping[str, str], path: str) -> dict[str, Any]:
    """Return our short codes, or the one that is asked for."""
    wanted = query.get("ShortCode", "")
    entries = [
        {"sid": "SC" + "0" * 32, "short_code": digits, "friendly_name": digits}
        for _, digits in sorted(people_file.pools.short_codes)
        if wanted in {"", digits}
    ]
    return resources.page("short_codes", path, entries, query, token=None)


def service(people_file: PeopleFile, sid: str) -> dict[str, Any]:
    """Return a messaging service."""
    if sid not in people_file.pools.services:
        raise TwilioRefusalError(20404, 404)
    return {
        "sid": sid,
        "friendly_name": sid[:6],
        "sticky_sender": True,
        "area_code_geomatch": True,
        "use_inbound_webhook_on_number": True,
    }


def pool(people_file: PeopleFile, sid: str, kind: str) -> dict[str, Any]:
    """Return what of one kind is in a messaging service's pool: numbers only, which send on WhatsApp as well."""
    service(people_file, sid)
    numbers = people_file.pools.services[sid]
    able = ["SMS", "Voice"]
    lists: dict[str, tuple[str, list[dict[str, Any]]]] = {
        "PhoneNumbers": (
            "phone_numbers",
            [_member(number) | {"phone_number": number, "capabilities": able} for number in numbers],
        ),
        "ShortCodes": ("short_codes", []),
        "AlphaSenders": ("alpha_senders", []),
        "ChannelSenders": ("senders", [_member(number) | {"sender": f"whatsapp:{number}"} for number in numbers]),
    }
    if kind not in lists:
        raise TwilioRefusalError(20404, 404)
    key, entries = lists[kind]
    return {key: entries, "meta": _meta(key, len(entries))}


def whatsapp_senders(people_file: PeopleFile) -> dict[str, Any]:
    """
    Return our WhatsApp senders.

    Without a list of them every number is one, and none can be listed: then there is no such list, as for an account
    that may not see it.
    """
    if people_file.whatsapp is None:
        raise TwilioRefusalError(20404, 404)
    entries = [
        {"sid": "XE" + "0" * 32, "sender_id": f"whatsapp:{sender}", "status": "ONLINE"}
        for sender in sorted(people_file.whatsapp)
    ]
    return {"senders": entries, "meta": _meta("senders", len(entries))}


def _member(number: str) -> dict[str, Any]:
    return {"sid": "PN" + number.removeprefix("+").rjust(32, "0"), "country_code": ""}


def _meta(key: str, size: int) -> dict[str, Any]:
    return {"key": key, "page": 0, "page_size": max(size, 50), "next_page_url": None, "previous_page_url": None}
