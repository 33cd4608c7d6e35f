"""
How is a touch carried by Twilio? Edge: the official client, with one try per request.

The same code speaks to the emulator: only the base address differs. An answer is a value of `port.py`; nothing is
ever sent a second time from here (law 2), and nobody but the one door calls `send` and `dial` (law 1).
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from cadence.channels.provider import Answer, CarrierReport, Dial, Message, NotSent, Received, Rejected, Unreadable
from cadence.channels.twilio import inbox
from cadence.channels.twilio.addresses import Addresses
from cadence.channels.twilio.answers import answered, asked, looked_up, page_status, rejected
from cadence.channels.twilio.codes import meaning
from cadence.channels.twilio.http import AnswerLostError, CarrierHttpClient, NeverSentError, Patience
from cadence.channels.twilio.lookups import call_report, message_report
from cadence.channels.twilio.provision import Provision
from cadence.channels.twilio.templates import Templates
from cadence.channels.twilio.webhooks import addressed
from cadence.domain import Channel
from cadence.domain.error_subject import ErrorSubject
from cadence.domain.errors import LookUpRefusedError, UnavailableError
from cadence.domain.senders import is_service

VALIDITY_SECONDS = range(1, 36_001)
RING_SECONDS = range(5, 601)
TALK_SECONDS = range(1, 14_401)
"""What Twilio takes."""

EVENTS = ["answered", "completed"]
"""What is reported of a call. That it was begun and rings would change nothing, and each report costs a transaction."""
SAME_SECOND = timedelta(seconds=1)
"""Twilio's dates have no fractions: what was created in the second of `since` may have been created after it."""
MOST_FOUND = 1000
"""Touches from one sender to one number that a look-up reads; far more than anyone may ever be sent."""
PAGE = 200
LOOK_UP_AGAIN_AFTER = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class TwilioAccount:
    """How we identify ourselves, and where. With an API key, `user` is the key's id and `secret` its secret."""

    sid: str
    secret: str = field(repr=False)
    user: str = ""
    base_url: str = ""  # another address of the API: the emulator's
    region: str = ""
    edge: str = ""
    proxy: str = ""


class TwilioCarrier:
    """Twilio, or the emulator that speaks its language. Safe to use from many threads."""

    def __init__(self, account: TwilioAccount, *, public_url: str, patience: Patience | None = None) -> None:
        """Prepare the client; nothing is sent."""
        self._client = _client(account, patience or Patience())
        self._at = Addresses(public_url)
        self._templates = Templates(self._client)

    @property
    def address(self) -> str:
        """Where the API is asked, e.g. to make sure that a rehearsal stays on this machine."""
        return str(self._client.api.base_url)

    def check(self) -> None:
        """
        Make sure that the carrier answers, and lets us do what we need. Raises UnavailableError.

        A Standard API key may list messages and may not read the account: then its state is not known.
        """
        asked(lambda: self._client.messages.list(limit=1, page_size=1))
        account = self._client.api.v2010.accounts(self._client.account_sid)
        found = looked_up(account.fetch, refused=(401, 403, 404))
        if found is not None and found.status != "active":
            raise UnavailableError(f"The carrier's account is {found.status}; expected active. Look at its console.")

    def provision(self) -> Provision:
        """Return who can be asked whether our senders and templates are ready. Nothing is asked yet."""
        return Provision(self._client)

    def send(self, message: Message) -> Answer:
        """Hand over a message."""
        template = ""
        if message.template:
            found = self._template(message.template)
            if not isinstance(found, str):
                return found
            template = found
        answer = self._create(message, template)
        if template and isinstance(answer, Rejected) and meaning(answer.code).about is ErrorSubject.TEMPLATE:
            return self._replaced(message, template, answer)
        return answer

    def dial(self, dial: Dial) -> Answer:
        """Place a call."""
        words = self._call(dial)
        return answered(lambda: self._client.calls.create(**words))

    def fetch(self, channel: Channel, sid: str) -> CarrierReport | None:
        """Return what the carrier knows of one touch, or None when it knows nothing. Raises UnavailableError."""
        if channel is Channel.CALL:
            call = looked_up(lambda: self._client.calls(sid).fetch())
            return call_report(call, self._agent_legs) if call else None
        message = looked_up(lambda: self._client.messages(sid).fetch())
        return message_report(message) if message else None

    def find(self, channel: Channel, to: str, sender: str, since: datetime, body: str = "") -> list[CarrierReport]:
        """
        Return what was carried to `to` from `sender` since then, oldest first: how a lost answer is looked up.

        `body` narrows messages to this exact text. Raises UnavailableError. Dates are compared here, not by the
        carrier: what is still queued has no date there, and that is just what is in doubt.
        """
        narrow: dict[str, Any] = {"to": addressed(channel, to), "limit": MOST_FOUND, "page_size": PAGE}
        if not is_service(sender):
            narrow["from_"] = addressed(channel, sender)
        if channel is Channel.CALL:
            calls = asked(lambda: self._client.calls.list(**narrow))
            return [call_report(call, self._agent_legs) for call in _since(calls, since)]
        messages = asked(lambda: self._client.messages.list(**narrow))
        if is_service(sender):
            messages = [one for one in messages if one.messaging_service_sid in {None, sender}]
        return [message_report(one) for one in _since(messages, since) if not body or _same_text(one.body, body)]

    def cancel(self, channel: Channel, sid: str) -> bool:
        """
        Take back a queued or ringing touch; return whether the carrier did. Raises UnavailableError.

        A call that was answered is left alone, and so are messages: Twilio takes back only those that are scheduled.
        """
        if channel is not Channel.CALL:
            return False
        canceled = looked_up(lambda: self._client.calls(sid).update(status="canceled"), refused=(400, 404))
        return canceled is not None and canceled.status == "canceled"

    def received(self, since: datetime, ours: Collection[tuple[Channel, str]] = ()) -> Iterator[Received | Unreadable]:
        """
        Yield the messages people sent us since then, oldest first. Raises UnavailableError.

        `ours` names our numbers, and spares reading all that we have sent ourselves; without it everything is read.
        """
        narrows = [{"to": addressed(channel, number)} for channel, number in ours] or [{}]
        found: dict[str, Received | Unreadable] = {}
        try:
            for narrow in narrows:
                found |= {one.sid: one for one in asked(partial(self._inbound, since, narrow))}
        except LookUpRefusedError:  # such as for a sender that the carrier does not know: it must not deafen us
            if narrows == [{}]:
                raise
            found |= {one.sid: one for one in asked(partial(self._inbound, since, {}))}
        yield from sorted(found.values(), key=lambda one: one.at if isinstance(one, Received) else since)

    def receive(self, sid: str) -> Received | None:
        """Return one message that a person sent us, None when the carrier has none. Raises UnavailableError."""
        message = looked_up(lambda: self._client.messages(sid).fetch())
        return inbox.received(message) if message is not None and message.direction == "inbound" else None

    def _template(self, name: str) -> str | Answer:
        try:
            sid = self._templates.sid(name)
        except TwilioException as error:
            if page_status(error) in {401, 403}:
                return rejected("20003")
            return NotSent(reason="template look-up: refused", retry_after=LOOK_UP_AGAIN_AFTER)
        except (NeverSentError, AnswerLostError) as error:  # only the look-up failed: nothing left
            return NotSent(reason=f"template look-up: {error}", retry_after=LOOK_UP_AGAIN_AFTER)
        return sid or rejected("21655")

    def _create(self, message: Message, template: str) -> Answer:
        words = self._message(message, template)
        return answered(lambda: self._client.messages.create(**words))

    def _replaced(self, message: Message, template: str, refused: Rejected) -> Answer:
        """Hand a message over once more if its template has been replaced: the refused one surely did not leave."""
        try:
            found = self._templates.looked_up_again(message.template)
        except (TwilioException, NeverSentError, AnswerLostError):
            return refused
        return self._create(message, found) if found not in {"", template} else refused

    def _message(self, message: Message, template: str) -> dict[str, Any]:
        words: dict[str, Any] = {
            "to": addressed(message.channel, message.to),
            "status_callback": self._at.message(message.touch),
        }
        sender = addressed(message.channel, message.sender)
        words |= {"messaging_service_sid": message.sender} if is_service(message.sender) else {"from_": sender}
        if template:
            words["content_sid"] = template
            if message.variables:
                words["content_variables"] = json.dumps(message.variables, ensure_ascii=False)
        else:
            words["body"] = message.body
        if message.validity is not None:
            words["validity_period"] = _within(VALIDITY_SECONDS, message.validity)
        return words

    def _call(self, dial: Dial) -> dict[str, Any]:
        words: dict[str, Any] = {
            "to": dial.to,
            "from_": dial.sender,
            "url": self._at.voice(dial.touch),
            "status_callback": self._at.call(dial.touch),
            "status_callback_event": EVENTS,
            "timeout": _within(RING_SECONDS, dial.ring),
            "time_limit": _within(TALK_SECONDS, dial.talk),
        }
        if dial.detect_machines:
            words["machine_detection"] = "DetectMessageEnd" if dial.leaves_voicemail else "Enable"
        return words

    def _agent_legs(self, sid: str) -> list[Any]:
        return asked(lambda: self._client.calls.list(parent_call_sid=sid, limit=PAGE))

    def _inbound(self, since: datetime, narrow: dict[str, str]) -> list[Received | Unreadable]:
        # What came in has a date at once, so here the carrier may narrow by date.
        page = self._client.messages.page(**narrow, date_sent_after=since - SAME_SECOND, page_size=PAGE)
        return list(inbox.read_pages(page))[::-1]


def _client(account: TwilioAccount, patience: Patience) -> Client:
    client = Client(
        account.user or account.sid,
        account.secret,
        account.sid,
        region=account.region or None,
        edge=account.edge or None,
        http_client=CarrierHttpClient(patience, proxy=account.proxy),
        # Never the machine's own TWILIO_REGION or TWILIO_EDGE: they would bend the emulator's address, too.
        environment={"TWILIO_REGION": "", "TWILIO_EDGE": ""},
    )
    if account.base_url:
        client.api.base_url = client.content.base_url = client.messaging.base_url = account.base_url.rstrip("/")
    return client


def _since(resources: list[Any], since: datetime) -> list[Any]:
    """
    Keep what was created since then, oldest first. What has no date yet is kept: it is as new as can be.

    Lists come newest first; turned round, those of the same second keep their order.
    """
    newest = datetime.max.replace(tzinfo=UTC)
    turned = reversed(resources)
    kept = [one for one in turned if one.date_created is None or one.date_created >= since - SAME_SECOND]
    return sorted(kept, key=lambda one: one.date_created or newest)


def _same_text(carried: str | None, asked: str) -> bool:
    return (carried or "").strip() == asked.strip()


def _within(allowed: range, span: timedelta) -> int:
    return min(max(int(span.total_seconds()), allowed.start), allowed.stop - 1)
