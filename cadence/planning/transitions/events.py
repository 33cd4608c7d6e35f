"""What can happen to a lead? Pure: the events that `transitions.change` answers, as values."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from cadence.domain import Attempt, CarrierDetails, Disposition, Inbound, Outcome, Refuse, SuppressionScope
from cadence.domain.error_subject import ErrorSubject
from cadence.domain.touch_record import Stored
from cadence.replies.opt_out import Reply


class Reach(StrEnum):
    """How far a stop reaches."""

    PERSON = "person"  # every number that the person has, and the number it came from
    NUMBER = "number"  # only the number that was named


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """Somebody said that this person, or this number, is not to be contacted."""

    source: str  # a short word: reply, carrier, voice, disposition, command, review
    ref: str = ""  # the inbound message, touch or command behind it
    scope: SuppressionScope = SuppressionScope.EVERYTHING
    value: str = ""  # the purpose, campaign or channel; "" for everything
    number: int | None = None  # Number.id it came from, or that was named; the person may not have it (any more)
    reach: Reach = Reach.PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackRequested:
    """
    Somebody asked for a call at an instant: a person in a reply or to an agent, or one of our own people by an order.

    The facts are those of the person's open enrolment in the campaign that makes the call, else of its last one.
    """

    id: str  # of the promise, when one is written
    at: datetime  # when the person is to be called
    ref: str  # who asked, and the evidence: "inbound:ID", "touch:ID", or an order's own reference. It makes one promise
    number: int | None = None  # Number.id, when a certain one was asked for
    instead_of: tuple[str, ...] = ()  # what the same request had promised before: Callback.id
    enrolment: str = ""  # id of the enrolment that is opened for it when the last one has ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    """
    The person wrote to us, or pressed a key.

    When the message answers a touch, the facts are those of the person's open enrolment in that touch's campaign, else
    of its last one. A message from somebody unknown has facts without a lead.
    """

    message: Inbound  # its meaning is what `reply` says, whatever stands in it
    reply: Reply
    lead: str | None = None  # who wrote; None when several have the number and none of them was written to, or nobody
    sid: str | None = None  # the carrier's id of the message
    body: str = ""  # personal data
    promise: str = ""  # id of the promise, when a call is promised
    enrolment: str = ""  # id of the enrolment that is opened when one is needed after the end of the last


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported(CarrierDetails):
    """
    The carrier says something of a touch: in its answer to our request, by a callback, or when asked.

    The facts are those of the touch's enrolment. What the carrier's own words mean is read before.
    """

    was: Stored  # the touch as it stands
    at: datetime  # when it happened, as far as the carrier says
    outcome: Outcome | None = None  # None while the touch is under way, or while another report brings it
    code: str = ""  # the carrier's error code
    about: ErrorSubject = ErrorSubject.UNKNOWN  # what that code is about
    words: str = ""  # what it says, for people
    template: str = ""  # the name of the WhatsApp template that the touch carried
    country: str = ""  # of the touch's number, ISO 3166-1; "" when it is not known
    sid: str = ""  # the carrier's id of the touch
    status: str = ""  # the carrier's own word, "" when a later one is known
    seconds: int = 0  # how long a call that has ended lasted from its answer on
    over: bool = False  # the call has ended, or never began
    taken: bool = False  # the carrier's answer to our request: it took the touch
    wrap_up: timedelta = timedelta(0)  # how long the agent has to say what came of a conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRefused:
    """A rule refuses a step, or its text cannot be sent: it is skipped. The facts are those of its enrolment."""

    attempt: Attempt
    refusal: Refuse
    touch: str  # id of the row, when the attempt has none yet


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverSent:
    """A reserved touch certainly did not leave: the carrier was too busy or not reached, or the Allow expired."""

    was: Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerMissing:
    """Nobody knows whether a reserved touch left: the carrier's answer was lost, or we ended before we recorded it."""

    was: Stored
    code: str = ""  # how the answer was lost


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskGiven:
    """A step is work for our own people: its touch is reserved, and nothing is sent."""

    was: Stored
    title: str
    body: str = ""  # personal data
    assign: str = ""  # who is to do it
    label: str = ""
    result_by: datetime | None = None  # somebody gives its result by then; None: it has none


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskResultGiven:
    """One of our people says that a task is done, or that it will not be done."""

    touch: str  # of the task, whose result is waited for
    result: Outcome
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOverdue:
    """The result of a task was not given in time: the row that says so is reserved."""

    was: Stored
    until: datetime | None = None  # somebody is reminded, and the result is due by then; None: nobody waits any more


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionChanged:
    """An operator moves a lead under way to another version of its campaign, in which it has a place."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReceived:
    """
    Another system says that something happened: a purchase, a payment, a complaint.

    The facts are those of one enrolment; what follows stands in its campaign's file.
    """

    id: str  # of the row that keeps it
    name: str
    ref: str = ""  # the order that brought it
    value: Decimal | None = None  # what an end is worth, where the file asks for it
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionGiven:
    """
    The agent says what came of a conversation; another word corrects it.

    The facts are those of the enrolment that keeps the promise, where one is made or taken back, else of the touch's.
    """

    touch: str
    disposition: Disposition
    callback: CallbackRequested | None = None  # with the disposition `callback`
    promised: str | None = None  # the date that is kept from now on, "" for none; None: it stays as it is
    take_back: str = ""  # Callback.id that this conversation had promised, when the word is corrected to another


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An open task that a message made."""

    ref: str  # Inbound.id
    kind: str
    title: str
    body: str = ""  # personal data


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A person of ours has decided what somebody's replies meant, or has answered them."""

    messages: tuple[Inbound, ...]  # the newest first: all that the person wrote and nobody had dealt with
    by: str
    closes: bool = False  # it was a stop; otherwise what they held goes on
    scope: SuppressionScope = SuppressionScope.EVERYTHING
    value: str = ""  # the purpose or channel; "" for everything


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """
    It became known who had sent messages that came by a channel's own id alone: this lead, or one of several.

    What had been stopped by that id is a `Stopped` of its own.
    """

    messages: tuple[Inbound, ...]  # the oldest first, with the number and the touch that they belong to
    lead: str | None = None  # who wrote; None when several have the number and none of them was written to, or nobody
    tasks: tuple[Work, ...] = ()  # the open ones that these messages made


Event = (
    StepRefused
    | NeverSent
    | AnswerMissing
    | TaskGiven
    | TaskResultGiven
    | TaskOverdue
    | Reported
    | Stopped
    | Replied
    | CallbackRequested
    | DispositionGiven
    | Reviewed
    | Identified
    | VersionChanged
    | EventReceived
)
