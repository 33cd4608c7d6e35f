"""
What does an event change in the facts of a lead? Pure: facts before, facts after.

The events are those that outcomes write to the ledger: a touch, its outcome, a reply and a disposition. Numbers of
other people, mistakes of ours and of the carrier do not exist here.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from cadence.campaign import Campaign
from cadence.domain import Attempt, Disposition, Facts, Inbound, Number, Outcome, Touch
from cadence.domain.channels import descriptor_of
from cadence.domain.error_subject import ErrorSubject
from cadence.domain.outcomes import LIVE, RECORDED, VOICEMAIL
from cadence.domain.touch_record import Stored
from cadence.planning.transitions import change
from cadence.planning.transitions.answer import question_to
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.events import CallbackRequested, DispositionGiven, EventReceived, Replied, Reported
from cadence.policy.hours.local_days import local
from cadence.replies.digits import STOP_DIGIT, read_digit
from cadence.replies.opt_out import Reply
from cadence.simulation.people import CallReaction, MessageReaction


def name_of(facts: Facts, attempt: Attempt) -> str:
    """Return the id of the touch that a try makes."""
    return f"{facts.enrolment.id}/{attempt.cause}/{attempt.attempt}"


def added(facts: Facts, touch: Touch) -> Facts:
    """Return the facts with one more touch, the newest."""
    return replace(facts, touches=(*facts.touches, touch))


def message_ended(facts: Facts, touch: Touch, reaction: MessageReaction, now: datetime) -> Facts:
    """Return the facts after a message was sent: the outcome is known at once."""
    about = ErrorSubject.NUMBER if reaction.closes else ErrorSubject.CHANNEL
    report = Reported(
        was=Stored(touch=touch, version=1), at=now, outcome=reaction.outcome, about=about, code=about, sid=touch.id
    )
    return apply(facts, change(facts, report, now))


def call_ended(  # noqa: PLR0913, PLR0917  who, which call, how it went, where
    campaign: Campaign, facts: Facts, touch: Touch, reaction: CallReaction, wrap_up: timedelta, zone: str
) -> Facts:
    """Return the facts after a call: its outcome and its disposition."""
    ended = touch.at + reaction.rings + reaction.talks
    answered = touch.at + reaction.rings if reaction.outcome is Outcome.ANSWERED else None
    report = Reported(
        was=Stored(touch=touch, version=1),
        at=ended,
        outcome=reaction.outcome,
        about=ErrorSubject.NUMBER if reaction.closes else ErrorSubject.UNKNOWN,
        sid=touch.id,
        over=True,
        delivery=_delivery(reaction),
        answered_at=answered,
        agent_at=None if reaction.only_asked else answered,
        wrap_up=timedelta(0) if reaction.only_asked else wrap_up,
    )
    if reaction.digit:
        facts = _pressed(campaign, facts, touch, reaction.digit, ended)
        if facts.enrolment.finished is None:
            current = next(own for own in facts.touches if own.id == touch.id)
            report = replace(report, was=Stored(touch=current, version=1))
    after = apply(facts, change(facts, report, ended))
    if reaction.disposition is None:
        return after
    callback = None
    if reaction.disposition is Disposition.CALLBACK:
        at, opened = tomorrow(zone, ended, reaction.hour), f"{after.enrolment.id}+"
        callback = CallbackRequested(id=f"callback/{touch.id}", at=at, ref=f"touch:{touch.id}", enrolment=opened)
    promised = None
    if reaction.disposition is Disposition.PROMISED:
        promised = f"{local(zone, ended) + timedelta(days=reaction.days):%Y-%m-%d}"
    word = DispositionGiven(touch=touch.id, disposition=reaction.disposition, callback=callback, promised=promised)
    return apply(after, change(after, word, ended, campaign))


def _delivery(reaction: CallReaction) -> str:
    """Return how a call reached the person."""
    if reaction.outcome is Outcome.VOICEMAIL_LEFT:
        return VOICEMAIL
    if reaction.outcome is not Outcome.ANSWERED:
        return ""
    return RECORDED if reaction.only_asked or reaction.digit else LIVE


def _pressed(campaign: Campaign, facts: Facts, touch: Touch, digit: str, at: datetime) -> Facts:
    """Return the facts after somebody pressed a digit in a call."""
    question = question_to(campaign, touch)
    if digit == STOP_DIGIT:
        return replied(campaign, facts, touch, Reply(meaning="revoke"), at)
    reply = read_digit(digit, question) if question is not None else None
    return facts if reply is None else replied(campaign, facts, touch, reply, at)


def replied(campaign: Campaign, facts: Facts, touch: Touch, reply: Reply, at: datetime) -> Facts:
    """Return the facts after somebody wrote back to a message, or pressed a digit."""
    if touch.number is None:
        raise AssertionError("nobody writes back to work of our own people")
    message = Inbound(
        id=f"i-{len(facts.inbound) + 1}",
        channel=touch.channel,
        number=touch.number,
        sender=touch.sender,
        at=at,
        touch=touch.id,
    )
    event = Replied(
        message=message,
        reply=reply,
        lead=facts.lead.id,
        promise=f"callback/{message.id}",
        enrolment=f"{facts.enrolment.id}+",
    )
    return apply(facts, change(facts, event, at, campaign))


def event_received(campaign: Campaign, facts: Facts, name: str, at: datetime) -> Facts:
    """Return the facts after another system sent an event about the person."""
    event = EventReceived(id=f"{facts.enrolment.id}/{name}/{at.isoformat()}", name=name)
    return apply(facts, change(facts, event, at, campaign))


def tomorrow(zone: str, now: datetime, hour: int) -> datetime:
    """Return this hour of the next day on a person's wall."""
    wall = local(zone, now) + timedelta(days=1)
    return wall.replace(hour=hour, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)


def nth_to(facts: Facts, number: int | None, *, calls: bool) -> int:
    """Return which call, or which message, to this number would be the next."""
    own = (touch.channel for touch in facts.touches if touch.number == number)
    return 1 + sum(descriptor_of(channel).uses_agents is calls for channel in own)


def number_of(facts: Facts, number: int | None) -> Number:
    """Return one of the lead's numbers."""
    return next(own for own in facts.lead.numbers if own.id == number)
