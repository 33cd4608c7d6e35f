"""What can happen to a lead? Pure: the events that `transitions.change` answers, as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cadence.model import Inbound, SuppressionScope
from cadence.rules.replies import Reply


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
class CallbackAsked:
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


Event = Stopped | Replied | CallbackAsked
