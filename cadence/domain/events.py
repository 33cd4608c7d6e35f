"""
Which events does the engine tell other systems, and what does each say? Pure: frozen values.

A payload is thin: ids, words of ours and instants. No name, number or text of a person ever stands in one: whoever
needs more asks the API for it, by the links (`event_links.py`). `events.sql` of the migrations writes the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from cadence.domain.alerts import AlertPart
from cadence.domain.enums import (
    CampaignState,
    CauseKind,
    Channel,
    Disposition,
    Outcome,
    PauseScope,
    Purpose,
    SuppressionScope,
)
from cadence.domain.external import Effect
from cadence.domain.promise_events import PromiseCancelled, PromiseMade, PromiseResult
from cadence.domain.task_events import TaskLate, TaskMade, TaskPart, TaskWithdrawn

KEPT_DAYS = 30
"""So long an event is kept, and a receiver may be behind."""


class EventType(StrEnum):
    """What has happened."""

    TOUCH_ENDED = "touch.ended"  # the first outcome of a touch is known
    TOUCH_UPDATED = "touch.updated"  # a later report says more, such as `delivered` after `sent`
    TOUCH_SKIPPED = "touch.skipped"  # a rule refused a step: nothing was sent
    REPLY_RECEIVED = "reply.received"  # a person sent a message, called us or pressed a key
    REPLY_ATTRIBUTED = "reply.attributed"  # it is known now which lead an earlier reply is from
    DISPOSITION = "disposition"  # an agent reported the result of a conversation, or corrected it
    LEAD_CONVERTED = "lead.converted"  # the goal of the campaign was reached, once in an enrolment
    LEAD_OPTED_OUT = "lead.opted_out"  # a person may not be contacted any more, in this scope
    LEAD_OPT_OUT_LIFTED = "lead.opt_out_lifted"  # that was lifted
    LEAD_ERASED = "lead.erased"  # everything about a person was erased: erase it as well
    CONSENT_GIVEN = "consent.given"  # a person agreed to be contacted
    CONSENT_REVOKED = "consent.revoked"  # a person took that back
    CALLBACK_PROMISED = "callback.promised"  # a call at a certain time was promised
    CALLBACK_KEPT = "callback.kept"  # a promised call was made
    CALLBACK_MISSED = "callback.missed"  # a promised call was not made, and will not be
    CALLBACK_CANCELED = "callback.canceled"  # a promised call is not wanted any more, or another replaces it
    EVENT_RECEIVED = "event.received"  # another system sent an event about a lead
    ENROLMENT_ENDED = "enrolment.ended"  # a lead is through with a campaign, for whatever reason
    TASK_CREATED = "task.created"  # there is work for one of our people
    TASK_DONE = "task.done"  # that work is done
    TASK_DECLINED = "task.declined"  # one of our people says that it will not be done
    TASK_OVERDUE = "task.overdue"  # its result was not given in time: somebody has to be reminded, or the wait is over
    TASK_WITHDRAWN = "task.withdrawn"  # it is not to be done any more: the person said stop, or the campaign is over
    CAMPAIGN_LAUNCHED = "campaign.launched"  # a campaign runs, for the first time or again
    CAMPAIGN_PAUSED = "campaign.paused"  # nothing of this scope leaves, until it is resumed
    CAMPAIGN_RESUMED = "campaign.resumed"  # that pause is over
    CAMPAIGN_ENDED = "campaign.ended"  # a campaign was stopped, or is over
    ALERT_RAISED = "alert.raised"  # the condition of an alert came true
    ALERT_CLEARED = "alert.cleared"  # it does not hold any more


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchPart:
    """Which touch it is."""

    touch: str
    lead: str
    enrolment: str
    campaign: str
    version: int  # of the campaign file
    step: str  # "" for what no step sent, such as a confirmation
    channel: Channel
    purpose: Purpose
    cause: CauseKind
    attempt: int  # the try, from 1
    at: datetime  # when it was reserved or refused


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchEnd(TouchPart):
    """What came of a touch."""

    outcome: Outcome
    code: str  # the carrier's error code, or ""
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchRefusal(TouchPart):
    """Why nothing was sent."""

    rules: tuple[str, ...]  # the ids of the rules that refused it
    scope: str  # how far the refusal reaches: number, step or enrolment


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPart:
    """A reply, by its id: what the person wrote stays in the ledger."""

    inbound: str
    lead: str | None  # None: it is not known who sent it
    campaign: str | None
    channel: Channel
    meaning: str  # how it was read: revoke, revoke_part, restrict, hold, help, rejoin, callback, none
    number: int  # the ledger's id of the person's number
    touch: str | None  # the touch that it answers
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionPart:
    """The result of a conversation."""

    touch: str
    lead: str
    enrolment: str
    campaign: str
    step: str
    disposition: Disposition | None
    before: Disposition | None  # what it was, if this is a correction


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionPart:
    """Who was converted, and by which conversation."""

    lead: str
    enrolment: str
    campaign: str
    touch: str | None  # None: no agent said so


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutPart:
    """From what a person has opted out."""

    suppression: int
    lead: str
    scope: SuppressionScope
    value: str  # the purpose, campaign or channel; "" for everything
    source: str  # where it comes from, such as reply, carrier, disposition, command or list


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasurePart:
    """Who was erased."""

    lead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentPart:
    """A consent, or its revocation."""

    consent: int
    lead: str | None  # None: nobody has the number yet
    channel: Channel
    number: int | None  # the ledger's id; None: all numbers that the person has or gets later
    purpose: Purpose | None  # None: not limited to one
    kind: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentPart:
    """How the way of a lead through a campaign ended."""

    lead: str
    enrolment: str
    campaign: str
    version: int
    kind: str  # cadence, or what has only one touch, such as callback
    reason: str  # why it ended
    began_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalPart:
    """An event that another system sent, and what it changed in one campaign."""

    event: str
    lead: str
    enrolment: str | None
    campaign: str | None
    event_name: str  # as it was sent, such as purchase
    effect: Effect
    target: str  # the outcome of a finish, or the step of a go
    reason: str  # why it changed nothing
    until: datetime | None  # of a hold
    amount: str | None  # what the end is worth
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PausePart:
    """What is paused."""

    pause: int
    campaign: str | None  # of a pause of one campaign
    scope: PauseScope
    value: str  # the campaign, channel, sender, floor, lead ...; "" for everything
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignPart:
    """The state of a campaign."""

    campaign: str
    state: CampaignState


PAYLOADS: Mapping[EventType, type] = {
    EventType.TOUCH_ENDED: TouchEnd,
    EventType.TOUCH_UPDATED: TouchEnd,
    EventType.TOUCH_SKIPPED: TouchRefusal,
    EventType.REPLY_RECEIVED: ReplyPart,
    EventType.REPLY_ATTRIBUTED: ReplyPart,
    EventType.DISPOSITION: DispositionPart,
    EventType.LEAD_CONVERTED: ConversionPart,
    EventType.LEAD_OPTED_OUT: OptOutPart,
    EventType.LEAD_OPT_OUT_LIFTED: OptOutPart,
    EventType.LEAD_ERASED: ErasurePart,
    EventType.CONSENT_GIVEN: ConsentPart,
    EventType.CONSENT_REVOKED: ConsentPart,
    EventType.CALLBACK_PROMISED: PromiseMade,
    EventType.CALLBACK_KEPT: PromiseResult,
    EventType.CALLBACK_MISSED: PromiseResult,
    EventType.CALLBACK_CANCELED: PromiseCancelled,
    EventType.EVENT_RECEIVED: ExternalPart,
    EventType.ENROLMENT_ENDED: EnrolmentPart,
    EventType.TASK_CREATED: TaskMade,
    EventType.TASK_DONE: TaskPart,
    EventType.TASK_DECLINED: TaskPart,
    EventType.TASK_OVERDUE: TaskLate,
    EventType.TASK_WITHDRAWN: TaskWithdrawn,
    EventType.CAMPAIGN_LAUNCHED: CampaignPart,
    EventType.CAMPAIGN_PAUSED: PausePart,
    EventType.CAMPAIGN_RESUMED: PausePart,
    EventType.CAMPAIGN_ENDED: CampaignPart,
    EventType.ALERT_RAISED: AlertPart,
    EventType.ALERT_CLEARED: AlertPart,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingEvent:
    """One event. `data` is a payload of its type as JSON."""

    id: str  # the same each time it is sent
    type: EventType
    at: datetime  # of the Clock
    subject: str  # what it is about: leads/ID, campaigns/NAME, ...
    seq: int  # within the subject, from 1, without a gap
    data: Mapping[str, Any]
