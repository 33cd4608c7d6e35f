"""
Are our senders and templates ready at the carrier? Edge: checked before a launch, when a mistake still costs nothing.

An answer is the mistake, "" when there is none, and None when the carrier does not show it: a name instead of a number
is not listed anywhere, and a restricted API key may not see everything.
"""

import re
from collections.abc import Callable, Collection
from functools import cache, partial
from typing import Any

from twilio.rest import Client

from cadence.channels.provider import CarrierTemplate
from cadence.channels.twilio.answers import HIDDEN, looked_up
from cadence.channels.twilio.templates import changed_at, is_sid
from cadence.domain import Channel
from cadence.domain.senders import country_of, is_service, on_the_wire

PLACEHOLDER = re.compile(r"{{\s*(\w+)\s*}}")
READY = frozenset({"approved"})
"""The WhatsApp status of a template that may be sent."""
ONLINE = "ONLINE"
PAGE = 500


class Provision:
    """Checks what our account has at the carrier. Each list is read once."""

    def __init__(self, client: Client) -> None:
        """Prepare; nothing is requested yet."""
        self._client = client
        approvals, senders = client.content.v1.content_and_approvals, client.messaging.v2.channels_senders
        self._templates = cache(lambda: _seen(partial(approvals.list, page_size=PAGE)))
        self._whatsapp = cache(lambda: _seen(partial(senders.list, channel="whatsapp", page_size=PAGE)))

    def sender(self, channel: Channel, sender: str) -> str | None:
        """Return what is wrong with one of our senders on a channel. Raises UnavailableError."""
        if is_service(sender):
            return self._service(channel, sender)
        if country_of(sender):
            return self._short_code(sender)
        if channel is Channel.WHATSAPP:
            return self._whatsapp_sender(sender)
        return self._number(channel, sender) if sender.startswith("+") else None

    def template(self, channel: Channel, name: str, variables: Collection[str]) -> str | None:  # noqa: ARG002  only WhatsApp has them
        """Return what is wrong with a template that is sent with these variables. Raises UnavailableError."""
        known = self._templates()
        if known is None:
            return None
        matches = [item for item in known if name in {item.sid, None if is_sid(name) else item.friendly_name}]
        if not matches:
            return "there is no template of this name at the carrier"
        newest = max(matches, key=changed_at)
        status = str((newest.approval_requests or {}).get("status") or "unsubmitted").lower()
        if status not in READY:
            return f"WhatsApp has not approved this template: it is {status}"
        wanted = set(newest.variables or {}) | set(PLACEHOLDER.findall(str(newest.types or {})))
        if missing := sorted(wanted - set(variables)):
            return f"the template wants a value for {', '.join(missing)}: WhatsApp would show its sample text"
        if more := sorted(set(variables) - wanted):
            return f"the template has no variable {', '.join(more)}"
        return ""

    def templates(self) -> list[CarrierTemplate] | None:
        """Return every content template, the one changed last first. Raises UnavailableError."""
        known = self._templates()
        return None if known is None else [_read(item) for item in sorted(known, key=changed_at, reverse=True)]

    def _number(self, channel: Channel, sender: str) -> str | None:
        ours = _seen(lambda: self._client.incoming_phone_numbers.list(phone_number=sender, limit=1))
        if ours is None:
            return None
        if ours:
            able = dict(ours[0].capabilities or {})
            wanted = "voice" if channel is Channel.CALL else "sms"
            return "" if able.get(wanted, True) else f"this number of ours cannot be used for {wanted}"
        if channel is Channel.CALL:
            verified = _seen(lambda: self._client.outgoing_caller_ids.list(phone_number=sender, limit=1))
            if verified is None or verified:
                return None if verified is None else ""
        return "this number is not in our account at the carrier"

    def _whatsapp_sender(self, sender: str) -> str | None:
        known = self._whatsapp()
        if known is None:
            return None
        match = next((item for item in known if str(item.sender_id).rpartition(":")[2] == sender), None)
        if match is None:
            return "this number is no WhatsApp sender of ours at the carrier"
        status = str(match.status).upper()
        return "" if status.startswith(ONLINE) else f"this WhatsApp sender is {status.lower()}, not online"

    def _service(self, channel: Channel, sender: str) -> str | None:
        service = self._client.messaging.v1.services(sender)
        fetched: list[Any] | None = looked_up(lambda: [service.fetch()], {**HIDDEN, 404: []})
        if fetched is None:
            return None
        if not fetched:
            return "there is no such messaging service at the carrier"
        if channel is Channel.WHATSAPP:
            pools = [_seen(lambda: service.channel_senders.list(limit=PAGE))]
            fit = any(str(item.sender).startswith("whatsapp:") for item in pools[0] or ())
        else:
            lists = (service.phone_numbers, service.short_codes, service.alpha_senders)
            pools = [_seen(partial(members.list, limit=PAGE)) for members in lists]
            fit = any(_can(member, "sms") for pool in pools for member in pool or ())
        if fit or None in pools:
            return "" if fit else None
        return f"this messaging service has nothing in its pool that can send by {channel}"

    def _short_code(self, sender: str) -> str | None:
        known = _seen(lambda: self._client.short_codes.list(short_code=on_the_wire(sender), limit=1))
        return None if known is None else "" if known else "this short code is not in our account at the carrier"


def _read(item: Any) -> CarrierTemplate:  # noqa: ANN401  the official client ships no types
    """Return a template as the Content API lists it. What it does not state is left empty."""
    forms, decided = dict(item.types or {}), dict(item.approval_requests or {})
    bodies = (str(form["body"]) for form in forms.values() if isinstance(form, dict) and form.get("body"))
    return CarrierTemplate(
        id=str(item.sid),
        name=str(item.friendly_name or ""),
        language=str(item.language or ""),
        forms=tuple(sorted(forms)),
        body=next(bodies, ""),
        variables={str(name): str(value) for name, value in (item.variables or {}).items()},
        status=str(decided.get("status") or "unsubmitted").lower(),
        category=str(decided.get("category") or "").lower(),
        reason=str(decided.get("rejection_reason") or ""),
        changed=changed_at(item),
    )


def _seen(ask: Callable[[], list[Any]]) -> list[Any] | None:
    """Return what the carrier lists, None if we may not see it."""
    return looked_up(ask, HIDDEN)


def _can(member: Any, capability: str) -> bool:  # noqa: ANN401  the official client ships no types
    """Return whether a member of a pool has this capability; a member without a list of them has it."""
    return capability in {str(word).lower() for word in member.capabilities or [capability]}
