"""
What can a carrier be asked to do, and what can it answer? Pure: the protocol and its values.

Only `engine/dispatch` calls `send` and `dial` (law 1). An answer is a value: a refusal is not an exception, and a lost
answer is `Uncertain`, never a retry (law 2).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from cadence.domain import CarrierDetails, Channel, Outcome
from cadence.domain.error_subject import LATER, OURS, ErrorSubject
from cadence.domain.money import Money
from cadence.languages import Language, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A text or WhatsApp message, rendered and ready to be sent."""

    touch: str  # the touch's id: part of the address of every webhook about it
    channel: Channel
    to: str  # E.164
    sender: str
    body: str = ""
    template: str = ""  # WhatsApp content template; then `body` is not sent
    variables: dict[str, str] = field(default_factory=dict)
    validity: timedelta | None = None  # the carrier must drop it after this, in the Clock's time


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """A call to place. When it is answered, the carrier requests its TwiML: what to say, and which agent."""

    touch: str
    to: str
    sender: str
    ring: timedelta  # in the Clock's time
    talk: timedelta
    detect_machines: bool
    leaves_voicemail: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The carrier accepted it."""

    sid: str
    status: str
    queued: timedelta = timedelta(0)  # how long a call will wait at the carrier before it is dialled, in its own time


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """The carrier refused it permanently: nothing was sent, and nothing will be."""

    outcome: Outcome
    code: str  # the carrier's own error code


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSent:
    """It was certainly not sent (429, connection refused): it may be judged and tried again after `retry_after`."""

    reason: str
    retry_after: timedelta  # real time: it is the network's


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain:
    """The answer was lost (timeout, reset, 5xx): it may have been sent. Only a look-up can settle it."""

    reason: str


Answer = Accepted | Rejected | NotSent | Uncertain


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierReport(CarrierDetails):
    """
    What the carrier reports about a touch, in a webhook or when it is asked.

    `outcome` is None while the touch is under way, and in the webhook that ends a call which a person answered: the leg
    to the agent or a look-up gives it. Statuses only move forward; a report may come twice, late or out of order.
    """

    sid: str
    status: str  # the carrier's own word: queued, ringing, in-progress, completed, sent, delivered, read ...
    at: datetime
    outcome: Outcome | None = None
    code: str = ""
    seconds: int = 0  # how long a call that has ended lasted from its answer on
    no_agent: bool = False  # no agent was rung in this call
    undetected: bool = False  # a call has ended, and nothing says whether a person or a machine answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A message a person sent to one of our numbers."""

    sid: str
    channel: Channel
    sender: str  # the person's number, as the network writes it; "" where the channel hides it
    to: str  # our number
    body: str  # of a button or a line of a list: the text on it
    at: datetime
    pressed: str = ""  # the payload of a button, or the id of a line, if one was pressed and no text written
    confirmed: bool = False  # the carrier has already confirmed an opt-out to the person
    user: str = ""  # the channel's own id of the person, which may come beside the number or instead of it
    answers: str = ""  # the carrier's id of the message that this one quotes
    service: str = ""  # the messaging service whose pool our number is in, where the carrier says so
    touch: str = ""  # the id of the touch that it answers, where the channel proves it


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchReport:
    """A report on a touch that comes among the messages of people, not in a webhook."""

    sid: str  # of the message that it came in
    touch: str
    report: CarrierReport


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceReport:
    """What the carrier charges for a message, a call, or a leg of a call."""

    sid: str
    price: Money
    call: str = ""  # the carrier's id of the call that it is a leg of

    @property
    def touch(self) -> str:
        """The carrier's id of what was asked for: a leg is paid for with its call."""
        return self.call or self.sid


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A message from a person that the carrier lists in a form we cannot read."""

    sid: str
    error: Exception


Incoming = Received | TouchReport | Unreadable


_OUTCOMES = {
    ErrorSubject.PERSON: Outcome.OPTED_OUT,
    ErrorSubject.NUMBER: Outcome.INVALID_NUMBER,
    ErrorSubject.CHANNEL: Outcome.INVALID_NUMBER,
    ErrorSubject.UNREACHABLE: Outcome.UNDELIVERED,
    ErrorSubject.FILTERED: Outcome.BLOCKED,
    ErrorSubject.EXPIRED: Outcome.EXPIRED,
    **dict.fromkeys(OURS, Outcome.NOT_TAKEN),
    **dict.fromkeys(LATER, Outcome.TOO_FAST),
}
_RETRY_AFTER = {ErrorSubject.MOMENT: timedelta(minutes=1), ErrorSubject.DAY: timedelta(hours=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a provider's code means for a touch: made by the provider that knows the code."""

    code: str
    about: ErrorSubject
    sentence: str = ""  # the sentence that says it, "" for none
    sooner: timedelta | None = None  # passes within this, unlike others of its subject

    @property
    def outcome(self) -> Outcome:
        """The outcome of the touch."""
        return _OUTCOMES.get(self.about, Outcome.FAILED)

    @property
    def retry_after(self) -> timedelta | None:
        """How long, in the Clock's time, until it may be tried again; None: time does not help."""
        return self.sooner or _RETRY_AFTER.get(self.about)

    def in_words(self, language: Language = "en") -> str:
        """Return what the code says, as the end of "the carrier says: ..."; "" for a code that has no sentence."""
        return say(language, self.sentence) if self.sentence else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierTemplate:
    """A template that our account has at a provider, and what was decided about it."""

    id: str
    name: str
    language: str = ""
    forms: tuple[str, ...] = ()  # what it is made of, such as twilio/text
    body: str = ""  # its wording, with {{1}} for variables
    variables: Mapping[str, str] = field(default_factory=dict)  # with sample values
    status: str = "unsubmitted"  # approved, pending, rejected ...
    category: str = ""  # marketing, utility, authentication
    reason: str = ""  # why it was rejected: the provider's word
    changed: datetime


class AccountCheck(Protocol):
    """
    Checks before a launch what our account has at a provider. Every method raises UnavailableError.

    An answer is the mistake, "" when there is none, and None when the provider does not show it.
    """

    def sender(self, channel: Channel, sender: str) -> str | None:
        """Return what is wrong with one of our senders on a channel."""

    def template(self, channel: Channel, name: str, variables: Collection[str]) -> str | None:
        """Return what is wrong with a template that is sent with these variables."""

    def templates(self) -> list[CarrierTemplate] | None:
        """Return every template of our account, the one changed last first; None when they are not shown."""


class Carrier(Protocol):
    """A provider that carries touches."""

    @property
    def address(self) -> str:
        """Where it answers."""

    def provision(self) -> AccountCheck:
        """Return the check of our senders and templates. Nothing is requested yet."""

    def send(self, message: Message) -> Answer:
        """Hand over a message."""

    def dial(self, dial: Dial) -> Answer:
        """Place a call."""

    def fetch(self, channel: Channel, sid: str) -> CarrierReport | None:
        """Return what the carrier knows of one touch, or None when it knows nothing. Raises UnavailableError."""

    def find(self, channel: Channel, to: str, sender: str, since: datetime, body: str = "") -> list[CarrierReport]:
        """
        Return what was sent to `to` from `sender` since then, oldest first: the look-up after a lost answer.

        `body` narrows messages to this exact text. Raises UnavailableError.
        """

    def cancel(self, channel: Channel, sid: str) -> bool:
        """Cancel a queued or ringing touch; return whether the carrier did. Raises UnavailableError."""

    def received(self, since: datetime, ours: Collection[tuple[Channel, str]] = ()) -> Iterator[Incoming]:
        """
        Yield the messages people sent us since then, oldest first, and reports among them. Raises UnavailableError.

        `ours` names our numbers; without it every message of the account is read, also those that we sent.
        """

    def receive(self, sid: str) -> Received | TouchReport | None:
        """Return one message that a person sent us, None when the carrier has none. Raises UnavailableError."""

    def prices(self, since: datetime, until: datetime) -> Iterator[PriceReport]:
        """
        Yield what the carrier charges for what it sent and dialled in this time. Raises UnavailableError.

        What has no price yet is left out: carriers charge late, and may change a price.
        """

    def erase(self, channel: Channel, sid: str) -> str:
        """
        Delete what was written in a message, with its media, or the recordings of a call with what was made of them.

        Return "" once none of it is left, otherwise why some of it is: the carrier's code or status. What is charged
        stays on its record. Raises UnavailableError.
        """

    def check(self) -> None:
        """Check that the carrier answers and accepts our account. Raises UnavailableError."""
