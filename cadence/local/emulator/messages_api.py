"""Which requests about messages are in order? Edge: Twilio's Messages resource."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from cadence.local.emulator import resources
from cadence.local.emulator.behaviour import PhoneKind
from cadence.local.emulator.faults import Fault, FaultKind
from cadence.local.emulator.lists import Condition, Document, TwilioRequest, TwilioTable, callback_in
from cadence.local.emulator.messages import FINAL, MessageOrder, Messages
from cadence.local.emulator.people_file import template_sid
from cadence.local.emulator.refusals import TwilioRefusalError, judge_addresses, not_rehearsed
from cadence.local.emulator.store import Row, instant, stamp
from cadence.local.emulator.world import EmulatorParts

LONGEST_BODY = 1600
VALIDITY = range(1, 36_001)
RECEIPT = timedelta(hours=1)
"""So long the network's receipt of a message is awaited."""
NOT_REHEARSED = dict.fromkeys(
    ("SendAt", "ScheduleType", "MediaUrl", "PersistentAction", "FallbackFrom", "SendAsMms", "ApplicationSid"), ""
)
"""What would make a message another one, or send it at another time."""
UNFIT = re.compile(r"[\n\r\t]| {5}")
"""What no variable of a template may hold."""
PREFIX = "whatsapp:"


class MessagesApi(TwilioTable):
    """Create, fetch, list, change."""

    table, date, param = "messages", "sent_at", "DateSent"
    write = staticmethod(resources.message)

    def __init__(self, world: EmulatorParts, messages: Messages) -> None:
        """Serve these messages."""
        super().__init__(world)
        self._messages = messages

    def create(self, request: TwilioRequest, fault: Fault | None) -> Document:
        """Take a message, or refuse it."""
        order = self._order(request.fields)
        if self._world.people.behind(order.person).line is PhoneKind.INVALID:
            raise TwilioRefusalError(21211)
        if self._messages.blocked(order.person, order.ours):
            raise TwilioRefusalError(21610)
        wait = self._world.rates.message(order.ours, order.segments, self._world.now())
        if wait:
            raise TwilioRefusalError(20429, 429, self._world.config.clock.real_span(wait).total_seconds())
        stalled = timedelta(seconds=fault.seconds) if fault and fault.kind is FaultKind.STALL else timedelta(0)
        return self.document(self._messages.take(order, stalled))

    def document(self, row: Row) -> Document:
        """Write down a message, and how many media it has."""
        count = self._world.store.count("SELECT count(*) FROM media WHERE message_sid = ?", row["sid"])
        return super().document(row) | {"num_media": str(count)}

    def change(self, request: TwilioRequest) -> Document:
        """Redact a message's body once it is final. None can be canceled: they are never scheduled."""
        row, form = self.row(request), request.fields
        if form.get("Status"):
            raise TwilioRefusalError(30409)
        if form.get("Body") == "":
            if self._under_way(row):
                raise TwilioRefusalError(20009, 409)
            self._world.store.update("messages", row["sid"], body="", updated_at=self._world.stamp())
        return self.fetch(request)

    def _under_way(self, row: Row) -> bool:
        """Tell whether a message may still be delivered: a receipt is awaited for an hour."""
        sent = row["sent_at"]
        return row["status"] not in FINAL and (sent is None or self._world.now() < instant(sent) + RECEIPT)

    def where(self, query: Mapping[str, str]) -> Sequence[Condition]:
        """Turn To and From into conditions; which of them is the person depends on the direction."""
        where: list[Condition] = []
        for name, outbound, inbound in (("To", "person", "ours"), ("From", "ours", "person")):
            if value := query.get(name):
                channel, number = "whatsapp" if value.startswith(PREFIX) else "sms", value.removeprefix(PREFIX)
                # As a choice between two, not as a CASE, so that SQLite can use an index for each.
                either = f"(direction <> 'inbound' AND {outbound} = ?) OR (direction = 'inbound' AND {inbound} = ?)"
                where += [("channel = ?", (channel,)), (either, (number, number))]
        return where

    def _order(self, form: Mapping[str, str]) -> MessageOrder:
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
        judge_addresses("messages", person, ours, short_code=short)
        if short and (channel == "whatsapp" or not self._world.people_file.pools.reaches(ours, person)):
            raise TwilioRefusalError(21612)
        (callback, touch), validity = callback_in(form), form.get("ValidityPeriod", "36000")
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
            touch=touch,
            valid_until=stamp(self._world.now() + timedelta(seconds=int(validity))),
        )

    def _content(self, form: Mapping[str, str]) -> tuple[str, str]:
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
        if sid not in templates:
            raise TwilioRefusalError(21655)
        name, text = templates[sid]
        return name, _filled(text, form.get("ContentVariables", "{}"))


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
