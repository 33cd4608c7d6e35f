"""
What does a person's message change? Pure: a stop stops everything at once, the rest is recorded and becomes work.

What the words mean is read before (`replies/reading.py`). More that a reply has to hold back, to close or to ask of our
own people is added here.
"""

from dataclasses import replace
from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import Facts, NewsKind, Touch
from cadence.domain.channels import CONFIRMED_ON, MESSAGE_CHANNELS, descriptor_of
from cadence.planning.stops import confirmed
from cadence.planning.transitions.callback import promised, reopened
from cadence.planning.transitions.change import (
    Change,
    Notify,
    OpenTask,
    People,
    PlanConfirmation,
    RecordInbound,
    UpdateTouch,
    Write,
)
from cadence.planning.transitions.events import CallbackRequested, Replied, Stopped
from cadence.planning.transitions.stop import stopped
from cadence.policy.built_in.held_reply import UNCLEAR
from cadence.replies import opt_out
from cadence.replies.reading import Reply

REPLY, REVIEW, STRANGER = "reply", "review", "stranger"
"""Kinds of tasks: to answer a message, to decide what it meant, and to find out whose stop it was."""
CALLED = "call.incoming"
"""What reads a call from a person: it says nothing, and somebody has to ask."""
TITLES = {
    "revoke": "Stopped in part: answer what else it says",
    "restrict": "Not there, or not then: decide what to close",
    "hold": "Is this a stop? Read it and decide",
    "help": "Asks for help: say who we are and how to stop",
    "rejoin": "Wants to come back: get a fresh consent first",
}
"""What a person of ours is to do about a reply, by its meaning."""


UNMATCHED = "A stop that matches no lead; its number is closed. Is it one of ours under another number?"


def replied(campaign: Campaign | None, facts: Facts, event: Replied, now: datetime) -> Change:
    """Return what one message changes for one of the people it may be from."""
    meaning = "revoke_part" if event.reply.scope else event.reply.meaning
    message = replace(event.message, meaning=meaning)
    recorded = Change(at=now, writes=(RecordInbound(message=message, lead=event.lead, sid=event.sid, body=event.body),))
    if meaning == "revoke":
        return recorded.and_then(_stopped(facts, event, now))
    return recorded.and_then(_answered(campaign, facts, event, now))


def _stopped(facts: Facts, event: Replied, now: datetime) -> Change:
    """Return the stop, and the enrolment through which it is confirmed: the open one, or one opened for it."""
    message = event.message
    stop = stopped(facts, Stopped(source="reply", ref=message.id, number=message.number), now)
    if not facts.lead.id:
        return replace(stop, writes=(*stop.writes, _unmatched(event)))
    unconfirmed = message.channel in MESSAGE_CHANNELS and message.channel not in CONFIRMED_ON
    if message.touch is None or message.confirmed_by_carrier or unconfirmed or not facts.enrolment.campaign:
        return stop
    if facts.enrolment.finished is None:
        return replace(stop, confirm=PlanConfirmation(message=message.id, enrolment=facts.enrolment.id))
    if confirmed(facts) or message.channel not in MESSAGE_CHANNELS:
        return stop
    opened = reopened(facts, event.enrolment, "confirmation", now)
    confirm = PlanConfirmation(message=message.id, enrolment=opened.enrolment.id)
    return replace(stop, writes=(*stop.writes, opened), confirm=confirm)


def _answered(campaign: Campaign | None, facts: Facts, event: Replied, now: datetime) -> Change:
    """
    Return the task, what the person closed in part, the mark on the touch, and the call that was asked for.

    A stop in part is not confirmed: the confirmation's wording says that nothing more will come.
    """
    message = event.message
    task = _unmatched(event) if event.reply.scope and not facts.lead.id else _task(facts, event)
    made = Change(at=now, writes=(task,))
    for part in event.reply.scope:
        stop = Stopped(source="reply", ref=message.id, scope=part.scope, value=part.value, number=message.number)
        made = made.and_then(stopped(facts, stop, now))
    writes: list[Write] = []
    touch = answered_touch(facts, event)
    if touch is not None:
        if touch.replied_at is None or message.at < touch.replied_at:  # the first answer stands
            writes.append(UpdateTouch(touch=touch.id, values=(("replied_at", message.at),)))
        if event.reply.callback_at is not None and campaign is not None:
            request = CallbackRequested(
                id=event.promise,
                at=event.reply.callback_at,
                ref=f"inbound:{message.id}",
                number=message.number if descriptor_of(message.channel).reader is None else None,  # what can be called
                enrolment=event.enrolment,
            )
            writes += promised(campaign, facts, request, now)
    notify = Notify(kind=NewsKind.REPLY, people=People(lead=facts.lead.id), ref=message.id)
    return made.and_then(Change(at=now, writes=tuple(writes), notify=(notify,)))


def _task(facts: Facts, event: Replied) -> OpenTask:
    """Return the work that a reply makes: to decide what was meant, or to answer."""
    touch = answered_touch(facts, event)
    return OpenTask(
        ref=event.message.id,
        kind=REVIEW if event.reply.meaning in UNCLEAR else REPLY,
        title=_title(event.reply),
        body=event.body,
        lead=event.lead,
        number=event.message.number,
        enrolment=touch.enrolment if touch else None,
    )


def _title(reply: Reply) -> str:
    """Return what a person of ours is to do about a reply."""
    if reply.rule == CALLED:
        return "Called us: find out what they wanted"
    if reply.rule == opt_out.UNCLEAR:
        return "Not understood: decide whether it is harmless or a stop"
    if reply.asks_for_call:
        return "Asks for a call: agree when"
    return TITLES.get(reply.meaning, "Answer this reply")


def _unmatched(event: Replied) -> OpenTask:
    """
    Return the work that a stop makes which matches no lead: the number is closed, the person may have another.

    It is joined with no other: what its sender wrote else is decided for itself.
    """
    return OpenTask(ref=event.message.id, kind=STRANGER, title=UNMATCHED, body=event.body)


def answered_touch(facts: Facts, event: Replied) -> Touch | None:
    """Return the touch that a message answers."""
    return next((touch for touch in facts.touches if touch.id == event.message.touch), None)
