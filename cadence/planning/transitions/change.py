"""
What does an event change? Pure: what to write, who is notified and what to take back, as values.

The engine writes a `Change` in the transaction that read the facts (`engine/outcomes/writing.py`, the only writer); the
simulation folds it into its facts (`transitions.apply`). A new kind of write gets a class here, a branch in both, and
`assert_never` finds the one that was forgotten.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cadence.domain import Enrolment, Inbound, NewsKind, Outcome, PauseScope, SuppressionScope, Touch
from cadence.planning.transitions.event_writes import FinishEnrolment, KeepEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppress:
    """Close numbers. What is closed in exactly this scope already is left out."""

    numbers: tuple[int, ...]  # Number.id
    source: str
    scope: SuppressionScope = SuppressionScope.EVERYTHING
    value: str = ""  # the purpose, campaign or channel; "" for everything
    ref: str = ""  # the inbound message, touch or command behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressPerson:
    """Close a person, with every number that they get later. What is closed in exactly this scope already stays."""

    lead: str
    source: str
    scope: SuppressionScope = SuppressionScope.EVERYTHING
    value: str = ""  # the purpose, campaign or channel; "" for everything
    ref: str = ""  # the inbound message, touch or command behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordInbound:
    """Keep what a person sent."""

    message: Inbound
    lead: str | None = None  # who wrote, when that is known
    sid: str | None = None  # the carrier's id
    body: str = ""  # personal data


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveValue:
    """Keep what a person told us of themselves; it is an attribute of the lead from now on."""

    lead: str
    name: str
    value: str  # personal data; "" takes back what was saved under the name
    ref: str = ""  # the evidence: "inbound:ID" or "touch:ID"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowSender:
    """Note on a message who sent it, from which number and in answer to which touch: it became known later."""

    message: Inbound
    lead: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkReviewed:
    """Note on messages that a person of ours has dealt with them."""

    messages: tuple[str, ...]  # Inbound.id
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask:
    """
    Give work to our own people.

    What several replies of one person ask for is one task: it shows the texts that hold something, then the newest
    others, and decides if any of them does.
    """

    ref: str  # the inbound message or touch that made it
    kind: str  # "reply" or "review": to answer, or to decide what was meant; "step": a step of the campaign
    title: str
    body: str = ""  # personal data
    assign: str = ""  # who is to do it
    lead: str | None = None
    enrolment: str | None = None
    number: int | None = None  # Number.id that a reply came from; None: this work is joined with no other
    label: str = ""
    due_at: datetime | None = None  # of its result; None: it has none


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishTask:
    """What made a task has been dealt with."""

    ref: str  # the inbound message or touch that made it
    by: str
    result: str = ""  # of a task that has one


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindOfTask:
    """Note on a task that somebody was reminded of it."""

    ref: str  # the touch that made it
    due_at: datetime  # of its result, from now on


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEnrolment:
    """Open an enrolment of one touch (a promised call, a confirmation) after one that has ended."""

    enrolment: Enrolment
    after: str  # id of the one that has ended


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseCall:
    """Promise a call."""

    id: str
    lead: str
    enrolment: str  # that keeps it
    at: datetime
    ref: str  # who asked
    number: int | None = None  # Number.id, when a certain one was asked for
    instead_of: tuple[str, ...] = ()  # promises that nobody has kept yet: they stay, canceled, and name this one


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipStep:
    """Record that a rule refused a step: nothing is sent. A planned touch of the same attempt becomes this row."""

    touch: Touch
    version: int  # of the campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class SetVersion:
    """Pin an enrolment to another version of its campaign."""

    enrolment: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateTouch:
    """Change fields of a touch."""

    touch: str
    values: tuple[tuple[str, Any], ...]  # names of `Touch` and `Stored`, with what is news


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepContradiction:
    """Keep a report that cannot be true beside what stands: it is evidence."""

    touch: str
    outcome: Outcome
    code: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FreePlace:
    """Give back the agent's place that a call held; nothing where it held none."""

    touch: str
    at: datetime | None = None  # once the agent has had time to write it up; None: at once


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseNumber:
    """Use a number in no campaign any more; the first reason stands."""

    number: int
    reason: str  # "invalid_number", "wrong_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelPromise:
    """Take a promised call back."""

    id: str  # Callback.id


Write = (
    Suppress
    | SuppressPerson
    | RecordInbound
    | SaveValue
    | KnowSender
    | MarkReviewed
    | OpenTask
    | FinishTask
    | RemindOfTask
    | OpenEnrolment
    | PromiseCall
    | CancelPromise
    | SetVersion
    | SkipStep
    | UpdateTouch
    | KeepContradiction
    | FreePlace
    | CloseNumber
    | KeepEvent
    | FinishEnrolment
)
"""One row to write, or to update."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """A lead, and every other lead that has one of these numbers."""

    lead: str  # "" for nobody in particular
    numbers: tuple[int, ...] = ()  # Number.id
    colleagues_of: str = ""  # and the other people of this lead's account


NOBODY = People(lead="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify:
    """Wake every open enrolment of these people, and this one: their plans may have changed."""

    kind: NewsKind
    people: People = NOBODY
    enrolment: str = ""
    ref: str = ""
    but: str = ""  # an enrolment that is planned for at once, and is notified in another way


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginPause:
    """
    Pause something of ours that fails for everybody.

    A pause takes its lock before any lead's, so it is begun in a transaction of its own, before the change is written:
    the plan that is made then sees it.
    """

    scope: PauseScope
    value: str
    reason: str
    since: datetime | None = None  # when the touch left: what somebody has resumed after it stays resumed


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanConfirmation:
    """Plan this enrolment at once: it sends the one confirmation of an opt-out."""

    message: str  # Inbound.id
    enrolment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Everything that one event changes. Nothing in it has been done yet."""

    at: datetime  # the instant of every row that is written
    writes: tuple[Write, ...] = ()  # in this order
    notify: tuple[Notify, ...] = ()
    take_back: tuple[People, ...] = ()  # what rings for these people and may not any more is canceled at the carrier
    confirm: PlanConfirmation | None = None
    pauses: tuple[BeginPause, ...] = ()

    def and_then(self, other: "Change") -> "Change":
        """Return both changes as one: this one is written first."""
        return Change(
            at=self.at,
            writes=(*self.writes, *other.writes),
            notify=(*self.notify, *other.notify),
            take_back=(*self.take_back, *other.take_back),
            confirm=self.confirm or other.confirm,
            pauses=(*self.pauses, *other.pauses),
        )

    def without(self, enrolment: str) -> "Change":
        """Return the same change, of which this enrolment hears in another way."""
        return replace(self, notify=tuple(replace(news, but=enrolment) for news in self.notify))
