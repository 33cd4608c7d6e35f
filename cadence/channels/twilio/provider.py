"""
How does Twilio carry a touch? Edge: the official client, with one try per request.

The same code is used with the emulator: only the base address differs. An answer is a value of `channels/provider.py`;
nothing is ever sent a second time from here (law 2), and only `engine/dispatch` calls `send` and `dial` (law 1).
"""

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from twilio.base.exceptions import TwilioException
from twilio.rest import Client
from urllib3 import Timeout

from cadence.channels.provider import (
    Answer,
    CarrierReport,
    Dial,
    Message,
    NotSent,
    PriceReport,
    Received,
    Rejected,
    Unreadable,
)
from cadence.channels.twilio import addresses
from cadence.channels.twilio.answers import answered, looked_up, rejected, requested, status_of
from cadence.channels.twilio.codes import meaning
from cadence.channels.twilio.erasing import erase_call, erase_message
from cadence.channels.twilio.http import TIMEOUT, AnswerLostError, CarrierHttpClient, NeverSentError
from cadence.channels.twilio.lookups import call_report, message_report, read_pages, read_prices, received
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
"""What Twilio accepts."""

EVENTS = ["answered", "completed"]
"""What is reported about a call. Its start and ringing would change nothing, and each report costs a transaction."""
SAME_SECOND = timedelta(seconds=1)
"""Twilio's dates have no fractions: a touch created in the second of `since` may have been created after it."""
MOST_FOUND = 1000
"""Touches from one sender to one number that a look-up reads; far more than anyone may be sent."""
PAGE = 200
LOOK_UP_AGAIN_AFTER = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class TwilioAccount:
    """Our credentials and the API's address. With an API key, `user` is the key's id and `secret` its secret."""

    sid: str
    secret: str = field(repr=False)
    user: str = ""
    base_url: str = ""  # another address of the API: the emulator's
    region: str = ""
    edge: str = ""
    proxy: str = ""


class TwilioCarrier:
    """Twilio, or the emulator that speaks its language. Safe to use from many threads."""

    def __init__(self, account: TwilioAccount, *, public_url: str, timeout: Timeout = TIMEOUT) -> None:
        """Prepare the client; nothing is sent."""
        self._client = _client(account, timeout)
        self._at = addresses.Addresses(public_url)
        self._templates = Templates(self._client)

    @property
    def address(self) -> str:
        """The address of the API, e.g. to check that a rehearsal stays on this machine."""
        return str(self._client.api.base_url)

    def check(self) -> None:
        """
        Check that the carrier answers, and allows what we need. Raises UnavailableError.

        A Standard API key may list messages but not read the account: then the account's state is not known.
        """
        requested(lambda: self._client.messages.list(limit=1, page_size=1))
        account = self._client.api.v2010.accounts(self._client.account_sid)
        fetched = looked_up(account.fetch, dict.fromkeys((401, 403, 404)))
        if fetched is not None and fetched.status != "active":
            raise UnavailableError(f"The carrier's account is {fetched.status}; expected active. Check its console.")

    def provision(self) -> Provision:
        """Return the check of our senders and templates. Nothing is requested yet."""
        return Provision(self._client)

    def send(self, message: Message) -> Answer:
        """Hand over a message."""
        template = ""
        if message.template:
            result = self._template(message.template)
            if not isinstance(result, str):
                return result
            template = result
        answer = self._create(message, template)
        if template and isinstance(answer, Rejected) and meaning(answer.code).about is ErrorSubject.TEMPLATE:
            return self._replaced(message, template, answer)
        return answer

    def dial(self, dial: Dial) -> Answer:
        """Place a call."""
        options = self._call(dial)
        return answered(lambda: self._client.calls.create(**options))

    def fetch(self, channel: Channel, sid: str) -> CarrierReport | None:
        """Return what the carrier knows of one touch, or None when it knows nothing. Raises UnavailableError."""
        if channel is Channel.CALL:
            call = looked_up(lambda: self._client.calls(sid).fetch())
            return call_report(call, self._agent_legs) if call else None
        message = looked_up(lambda: self._client.messages(sid).fetch())
        return message_report(message) if message else None

    def find(self, channel: Channel, to: str, sender: str, since: datetime, body: str = "") -> list[CarrierReport]:
        """
        Return what was sent to `to` from `sender` since then, oldest first: the look-up after a lost answer.

        `body` narrows messages to this exact text. Raises UnavailableError. Dates are compared here, not by the
        carrier: a queued touch has no date there, and that is the one in doubt.
        """
        narrow: dict[str, Any] = {"to": addressed(channel, to), "limit": MOST_FOUND, "page_size": PAGE}
        if not is_service(sender):
            narrow["from_"] = addressed(channel, sender)
        if channel is Channel.CALL:
            calls = requested(lambda: self._client.calls.list(**narrow))
            return [call_report(call, self._agent_legs) for call in _since(calls, since)]
        messages = requested(lambda: self._client.messages.list(**narrow))
        if is_service(sender):
            messages = [message for message in messages if message.messaging_service_sid in {None, sender}]
        recent = _since(messages, since)
        return [
            message_report(message) for message in recent if not body or (message.body or "").strip() == body.strip()
        ]

    def cancel(self, channel: Channel, sid: str) -> bool:
        """
        Cancel a queued or ringing touch; return whether the carrier did. Raises UnavailableError.

        A call that was answered is left alone, and so are messages: Twilio cancels only scheduled ones.
        """
        if channel is not Channel.CALL:
            return False
        canceled = looked_up(lambda: self._client.calls(sid).update(status="canceled"), dict.fromkeys((400, 404)))
        return canceled is not None and canceled.status == "canceled"

    def received(self, since: datetime, ours: Collection[tuple[Channel, str]] = ()) -> Iterator[Received | Unreadable]:
        """
        Yield the messages people sent us since then, oldest first. Raises UnavailableError.

        `ours` names our numbers and avoids reading everything that we sent ourselves; without it everything is read.
        """
        narrows = [{"to": addressed(channel, number)} for channel, number in ours] or [{}]
        messages: dict[str, Received | Unreadable] = {}
        try:
            for narrow in narrows:
                messages |= {message.sid: message for message in requested(partial(self._inbound, since, narrow))}
        except LookUpRefusedError:  # such as for a sender that the carrier does not know: the others must still be read
            if narrows == [{}]:
                raise
            messages |= {message.sid: message for message in requested(partial(self._inbound, since, {}))}
        yield from sorted(messages.values(), key=lambda message: message.at if isinstance(message, Received) else since)

    def receive(self, sid: str) -> Received | None:
        """Return one message that a person sent us, None when the carrier has none. Raises UnavailableError."""
        message = looked_up(lambda: self._client.messages(sid).fetch())
        return received(message) if message is not None and message.direction == "inbound" else None

    def prices(self, since: datetime, until: datetime) -> Iterator[PriceReport]:
        """Yield what is charged for messages sent and calls begun in this time, legs included."""
        for ask in (
            partial(self._client.messages.page, date_sent_after=since, date_sent_before=until, page_size=MOST_FOUND),
            partial(self._client.calls.page, start_time_after=since, start_time_before=until, page_size=MOST_FOUND),
        ):
            yield from requested(partial(_prices, ask))

    def erase(self, channel: Channel, sid: str) -> str:
        """Delete the text of a message, or the recordings of a call; return why not, "" when none is left."""
        erase = erase_call if channel is Channel.CALL else erase_message
        return erase(self._client, sid)

    def _template(self, name: str) -> str | Answer:
        try:
            sid = self._templates.sid(name)
        except TwilioException as error:
            if status_of(error) in {401, 403}:
                return rejected("20003")
            return NotSent(reason="template look-up: refused", retry_after=LOOK_UP_AGAIN_AFTER)
        except (NeverSentError, AnswerLostError) as error:  # only the look-up failed: nothing was sent
            return NotSent(reason=f"template look-up: {error}", retry_after=LOOK_UP_AGAIN_AFTER)
        return sid or rejected("21655")

    def _create(self, message: Message, template: str) -> Answer:
        options = self._message(message, template)
        return answered(lambda: self._client.messages.create(**options))

    def _replaced(self, message: Message, template: str, refused: Rejected) -> Answer:
        """Hand a message over once more if its template was replaced: the refused message was certainly not sent."""
        try:
            current = self._templates.looked_up_again(message.template)
        except (TwilioException, NeverSentError, AnswerLostError):
            return refused
        return self._create(message, current) if current not in {"", template} else refused

    def _message(self, message: Message, template: str) -> dict[str, Any]:
        options: dict[str, Any] = {
            "to": addressed(message.channel, message.to),
            "status_callback": self._at.of(addresses.MESSAGE, message.touch),
        }
        sender = addressed(message.channel, message.sender)
        options |= {"messaging_service_sid": message.sender} if is_service(message.sender) else {"from_": sender}
        if template:
            options["content_sid"] = template
            if message.variables:
                options["content_variables"] = json.dumps(message.variables, ensure_ascii=False)
        else:
            options["body"] = message.body
        if message.validity is not None:
            options["validity_period"] = _within(VALIDITY_SECONDS, message.validity)
        return options

    def _call(self, dial: Dial) -> dict[str, Any]:
        options: dict[str, Any] = {
            "to": dial.to,
            "from_": dial.sender,
            "url": self._at.of(addresses.VOICE, dial.touch),
            "status_callback": self._at.of(addresses.CALL, dial.touch),
            "status_callback_event": EVENTS,
            "timeout": _within(RING_SECONDS, dial.ring),
            "time_limit": _within(TALK_SECONDS, dial.talk),
        }
        if dial.detect_machines:
            options["machine_detection"] = "DetectMessageEnd" if dial.leaves_voicemail else "Enable"
        return options

    def _agent_legs(self, sid: str) -> list[Any]:
        return requested(lambda: self._client.calls.list(parent_call_sid=sid, limit=PAGE))

    def _inbound(self, since: datetime, narrow: dict[str, str]) -> list[Received | Unreadable]:
        # An inbound message has a date at once, so here the carrier can filter by date.
        page = self._client.messages.page(**narrow, date_sent_after=since - SAME_SECOND, page_size=PAGE)
        return list(read_pages(page))[::-1]


def _client(account: TwilioAccount, timeout: Timeout) -> Client:
    client = Client(
        account.user or account.sid,
        account.secret,
        account.sid,
        region=account.region or None,
        edge=account.edge or None,
        http_client=CarrierHttpClient(timeout, proxy=account.proxy),
        # Never the machine's own TWILIO_REGION or TWILIO_EDGE: they would change the emulator's address as well.
        environment={"TWILIO_REGION": "", "TWILIO_EDGE": ""},
    )
    if account.base_url:
        client.api.base_url = client.content.base_url = client.messaging.base_url = account.base_url.rstrip("/")
    return client


def _prices(ask: Callable[[], Any]) -> list[PriceReport]:
    return list(read_prices(ask()))


def _since(resources: list[Any], since: datetime) -> list[Any]:
    """
    Return what was created since then, oldest first. What has no date yet counts as the newest.

    Lists come newest first; reversed, those of the same second keep their order.
    """
    newest = datetime.max.replace(tzinfo=UTC)
    oldest_first = reversed(resources)
    kept = [item for item in oldest_first if item.date_created is None or item.date_created >= since - SAME_SECOND]
    return sorted(kept, key=lambda item: item.date_created or newest)


def _within(allowed: range, span: timedelta) -> int:
    return min(max(int(span.total_seconds()), allowed.start), allowed.stop - 1)
