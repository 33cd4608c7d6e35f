"""Which requests about messages are in order? Edge: Twilio's Messages resource."""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from cadence.local.emulator import resources
from cadence.local.emulator.behaviour import PhoneKind
from cadence.local.emulator.faults import Fault, FaultKind
from cadence.local.emulator.lists import Condition, Lists
from cadence.local.emulator.messages import MessageOrder, Messages
from cadence.local.emulator.people_file import template_sid
from cadence.local.emulator.refusals import (
    CONTENT_SID,
    LONGEST_BODY,
    TEST_MESSAGES_FROM,
    TEST_MESSAGES_TO,
    URL,
    TwilioRefusalError,
    judge_addresses,
    not_rehearsed,
)
from cadence.local.emulator.store import Row
from cadence.local.emulator.world import EmulatorParts

Form = Mapping[str, str]

VALIDITY = range(1, 36_001)
NOT_REHEARSED = dict.fromkeys(
    ("SendAt", "ScheduleType", "MediaUrl", "PersistentAction", "FallbackFrom", "SendAsMms", "ApplicationSid"), ""
)
"""What would make a message another one, or send it at another time."""
UNFIT = re.compile(r"[\n\r\t]| {5}")
"""What no variable of a template may hold."""
PREFIX = "whatsapp:"


class MessagesApi:
    """Create, fetch, list, change."""

    def __init__(self, world: EmulatorParts, messages: Messages) -> None:
        """Serve these messages."""
        self._world, self._messages = world, messages
        self._lists = Lists(world.store, "messages", date="sent_at", param="DateSent")

    def create(self, form: Form, fault: Fault | None) -> dict[str, Any]:
        """Take a message, or refuse it."""
        order = self._order(form)
        if self._world.people.behind(order.person).line is PhoneKind.INVALID:
            raise TwilioRefusalError(21211)
        if self._messages.blocked(order.person, order.ours):
            raise TwilioRefusalError(21610)
        wait = self._world.rates.message(order.ours, order.segments, self._world.now())
        if wait:
            raise TwilioRefusalError(20429, 429, self._world.config.clock.real_span(wait).total_seconds())
        stalled = timedelta(seconds=fault.seconds) if fault and fault.kind is FaultKind.STALL else timedelta(0)
        return self._document(self._messages.take(order, stalled))

    def fetch(self, sid: str) -> dict[str, Any]:
        """Return one message."""
        return self._document(self._row(sid))

    def list(self, query: Form, path: str) -> dict[str, Any]:
        """Return a page of messages, newest first."""
        rows, token = self._lists.page(query, _where(query))
        return resources.page("messages", path, [self._document(row) for row in rows], query, token=token)

    def change(self, sid: str, form: Form) -> dict[str, Any]:
        """Redact a message's body. None can be canceled: they are never scheduled."""
        row = self._row(sid)
        if form.get("Status"):
            raise TwilioRefusalError(30409)
        if form.get("Body") == "":
            self._world.store.update("messages", row["sid"], body="", updated_at=self._world.stamp())
        return self.fetch(sid)

    def templates(self) -> dict[str, Any]:
        """Return the account's content templates."""
        account, now = self._world.config.account, self._world.now()
        known = self._world.people_file.templates.items()
        contents = [resources.template(name, body, template_sid(name), account, now) for name, body in known]
        meta = {
            "key": "contents",
            "page": 0,
            "page_size": len(contents),
            "next_page_url": None,
            "previous_page_url": None,
        }
        return {"contents": contents, "meta": meta}

    def _order(self, form: Form) -> MessageOrder:
        to, service = form.get("To", ""), form.get("MessagingServiceSid", "")
        person = to.removeprefix(PREFIX)
        sender = form.get("From", "") or (self._messages.sender_for(service, person) if service else "")
        if not to:
            raise TwilioRefusalError(21604)
        if not sender:
            raise TwilioRefusalError(21603)
        not_rehearsed(form, NOT_REHEARSED)
        channel = "whatsapp" if to.startswith(PREFIX) else "sms"
        if not service and to.startswith(PREFIX) != sender.startswith(PREFIX):
            raise TwilioRefusalError(21910)
        ours = sender.removeprefix(PREFIX)
        short = self._world.people_file.pools.is_short_code(ours)
        judge_addresses(person, ours, TEST_MESSAGES_TO, TEST_MESSAGES_FROM, short_code=short)
        if short and (channel == "whatsapp" or not self._world.people_file.pools.reaches(ours, person)):
            raise TwilioRefusalError(21612)
        callback, validity = form.get("StatusCallback", ""), form.get("ValidityPeriod", "36000")
        if callback and not URL.fullmatch(callback):
            raise TwilioRefusalError(21609)
        if not validity.isdecimal() or int(validity) not in VALIDITY:
            raise TwilioRefusalError(20001)
        template, body = self._content(form)
        return MessageOrder(
            channel=channel,
            person=person,
            ours=ours,
            body=body,
            template=template,
            service=service,
            segments=resources.segments(body),
            callback=callback,
            touch=callback.partition("#")[0].rpartition("/")[2],
            validity=timedelta(seconds=int(validity)),
        )

    def _content(self, form: Form) -> tuple[str, str]:
        """Return the template's name and the text that the person will see."""
        sid, body = form.get("ContentSid", ""), form.get("Body", "")
        if not sid:
            if "ContentVariables" in form:
                raise TwilioRefusalError(21654)
            if not body:
                raise TwilioRefusalError(21602)
            if len(body) > LONGEST_BODY:
                raise TwilioRefusalError(21617)
            return "", body
        templates = {template_sid(name): (name, text) for name, text in self._world.people_file.templates.items()}
        if not CONTENT_SID.fullmatch(sid) or sid not in templates:
            raise TwilioRefusalError(21655)
        name, text = templates[sid]
        return name, _filled(text, form.get("ContentVariables", "{}"))

    def _row(self, sid: str) -> Row:
        row = self._world.store.one("SELECT * FROM messages WHERE sid = ?", sid)
        if row is None:
            raise TwilioRefusalError(20404, 404)
        return row

    def _document(self, row: Row) -> dict[str, Any]:
        return resources.message(row, self._world.config.account)


def _filled(text: str, variables: str) -> str:
    try:
        values = json.loads(variables)
    except ValueError as error:
        raise TwilioRefusalError(21656) from error
    if not isinstance(values, dict) or not all(_fit(value) for value in values.values()):
        raise TwilioRefusalError(21656)
    # As at Twilio, a variable that is left out is delivered as the template's own sample.
    return re.sub(r"{{\s*(\w+)\s*}}", lambda match: values.get(match[1], f"sample {match[1]}"), text)


def _fit(value: object) -> bool:
    """Tell whether a variable may have this value."""
    return isinstance(value, str) and bool(value) and not UNFIT.search(value)


def _where(query: Form) -> list[Condition]:
    """Turn To and From into conditions; which of them is the person depends on the direction."""
    where: list[Condition] = []
    for name, outbound, inbound in (("To", "person", "ours"), ("From", "ours", "person")):
        if value := query.get(name):
            channel, number = "whatsapp" if value.startswith(PREFIX) else "sms", value.removeprefix(PREFIX)
            # As a choice between two, not as a CASE, so that SQLite can use an index for each.
            either = f"(direction <> 'inbound' AND {outbound} = ?) OR (direction = 'inbound' AND {inbound} = ?)"
            where += [("channel = ?", (channel,)), (either, (number, number))]
    return where
