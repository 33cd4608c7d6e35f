"""
What does a person's message change? Pure: a stop stops everything at once, the rest is recorded and becomes work.

What the words mean is read before (`replies/reading.py`). Several replies of one person become one task. A message that
came by a channel's own id alone becomes the person's once it is known who had written; its stops are events of their
own (`stop.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import ANSWER, CauseKind, Facts, Inbound, NewsKind, Touch
from cadence.domain.channels import CONFIRMED_ON, MESSAGE_CHANNELS, descriptor_of
from cadence.planning.stops import confirmed
from cadence.planning.transitions.answer import GivenAnswer, given_answer
from cadence.planning.transitions.callback import promised, reopened
from cadence.planning.transitions.change import (
    Change,
    FinishTask,
    KnowSender,
    Notify,
    OpenTask,
    People,
    PlanConfirmation,
    RecordInbound,
    UpdateTouch,
    Write,
)
from cadence.planning.transitions.events import CallbackRequested, Identified, Replied, Stopped, Work
from cadence.planning.transitions.stop import stopped
from cadence.policy.built_in.held_reply import UNCLEAR
from cadence.replies import opt_out
from cadence.replies.digits import PRESSED
from cadence.replies.opt_out import Reply

STOP = "revoke"
REPLY, REVIEW, STRANGER = "reply", "review", "stranger"
"""Kinds of tasks: to answer a message, to decide what it meant, and to find out whose stop it was."""
CALLED = "call.incoming"
"""What reads a call from a person: it says nothing, and somebody has to ask."""
TITLES = {
    STOP: "Stopped in part: answer what else it says",
    "restrict": "Not there, or not then: decide what to close",
    "hold": "Is this a stop? Read it and decide",
    "help": "Asks for help: say who we are and how to stop",
    "rejoin": "Wants to come back: get a fresh consent first",
}
"""What a person of ours is to do about a reply, by its meaning. `explain/story` has these titles in each language."""
CALLED_US = "Called us: find out what they wanted"
NOT_UNDERSTOOD = "Not understood: decide whether it is harmless or a stop"
CALL = "Asks for a call: agree when"
OTHER = "Answer this reply"
UNMATCHED = "A stop that matches no lead; its number is closed. Is it one of ours under another number?"
GONE_ON = "Pressed an answer in a call, but the cadence has gone on: decide what follows"
CHANGED = "Answers otherwise than before, and the cadence has gone on: decide what follows"
FOUND = "cadence: its sender is known now"
"""Who has finished the task about a stop that matched no lead."""
SHOWN = 5
"""A task shows at least this many texts; all that wait for a decision are shown, and come first."""
BETWEEN = "\n—\n"


def replied(campaign: Campaign | None, facts: Facts, event: Replied, now: datetime) -> Change:
    """Return what one message changes for one of the people it may be from."""
    if answers_trial(facts, event) and event.reply.meaning != STOP and not event.reply.scope:
        return _to_trial(event, now)
    touch = answered_touch(facts, event)
    answer = given_answer(campaign, facts, event, touch)
    meaning: str = "revoke_part" if event.reply.scope else event.reply.meaning
    if answer is not None and (answer.decides or event.reply.rule == PRESSED):
        meaning = f"{ANSWER}{answer.name}"  # it was asked for: nobody has to read it, and it holds nothing
    message = replace(event.message, meaning=meaning)
    recorded = Change(at=now, writes=(RecordInbound(message=message, lead=event.lead, sid=event.sid, body=event.body),))
    if meaning == STOP:
        return recorded.and_then(_stopped(facts, event, now))
    return recorded.and_then(_answered(campaign, facts, event, now, answer))


def answers_trial(facts: Facts, event: Replied) -> bool:
    """Tell whether a message answers a step that was sent to a number of our own."""
    touch = answered_touch(facts, event)
    return touch is not None and touch.cause.kind is CauseKind.TRIAL


def _to_trial(event: Replied, now: datetime) -> Change:
    """
    Return what a reply to a trial changes: it is recorded, and is no work for anybody.

    Who owns the number reads what was sent on purpose. Only their stop is a stop: it closes the number as any other.
    """
    message = replace(event.message, meaning="none")
    return Change(at=now, writes=(RecordInbound(message=message, lead=event.lead, sid=event.sid, body=event.body),))


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


def _answered(
    campaign: Campaign | None, facts: Facts, event: Replied, now: datetime, answer: GivenAnswer | None
) -> Change:
    """
    Return the task, what the person closed in part, the marks on the touch, and the call that was asked for.

    A stop in part is not confirmed: the confirmation's wording says that nothing more will come. An answer by which
    the file goes on makes no task.
    """
    message = event.message
    task = _unmatched(event) if event.reply.scope and not facts.lead.id else _task(facts, event, answer)
    pressed = event.reply.rule == PRESSED  # there is nothing to read in it, and it is no reply to answer
    late = pressed and answer is not None and answer.late
    silent = (pressed and not late) or (answer is not None and answer.decides)
    made = Change(at=now, writes=() if silent else (task,))
    for part in event.reply.scope:
        stop = Stopped(source="reply", ref=message.id, scope=part.scope, value=part.value, number=message.number)
        made = made.and_then(stopped(facts, stop, now))
    writes: list[Write] = [] if answer is None else list(answer.kept(facts, event))
    touch = answered_touch(facts, event)
    if touch is not None:
        marks = answer.marks() if answer is not None else ()
        if not pressed and (touch.replied_at is None or message.at < touch.replied_at):  # the first reply stands
            marks = (("replied_at", message.at), *marks)
        if marks:
            writes.append(UpdateTouch(touch=touch.id, values=marks))
        decided = answer is not None and answer.decides
        if event.reply.callback_at is not None and campaign is not None and not decided:
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


def _task(facts: Facts, event: Replied, answer: GivenAnswer | None) -> OpenTask:
    """Return the work that a reply makes: to decide what was meant, or to answer."""
    touch = answered_touch(facts, event)
    return OpenTask(
        ref=event.message.id,
        kind=REVIEW if event.reply.meaning in UNCLEAR else REPLY,
        title=GONE_ON if event.reply.rule == PRESSED else _title(event.reply, changed=answer is None),
        body=event.body or (f"{ANSWER}{event.reply.answer}" if event.reply.answer else ""),
        lead=event.lead,
        number=event.message.number,
        enrolment=touch.enrolment if touch else None,
    )


def _title(reply: Reply, *, changed: bool = False) -> str:
    """Return what a person of ours is to do about a reply; `changed`: its answer came too late to count."""
    if reply.answer and changed:
        return CHANGED
    if reply.rule == CALLED:
        return CALLED_US
    if reply.rule == opt_out.UNCLEAR:
        return NOT_UNDERSTOOD
    if reply.asks_for_call:
        return CALL
    return TITLES.get(reply.meaning, OTHER)


def _unmatched(event: Replied) -> OpenTask:
    """
    Return the work that a stop makes which matches no lead: the number is closed, the person may have another.

    It is joined with no other: what its sender wrote else is decided for itself.
    """
    return OpenTask(ref=event.message.id, kind=STRANGER, title=UNMATCHED, body=event.body)


def answered_touch(facts: Facts, event: Replied) -> Touch | None:
    """Return the touch that a message answers."""
    return next((touch for touch in facts.touches if touch.id == event.message.touch), None)


def identified(facts: Facts, event: Identified, now: datetime) -> Change:
    """Return what messages change for one of the people they may be from, once that is known."""
    writes: list[Write] = [KnowSender(message=message, lead=event.lead) for message in event.messages]
    writes += _first_answers(facts, event.messages)
    if facts.lead.id:
        writes += [FinishTask(ref=message.id, by=FOUND) for message in event.messages if message.meaning == STOP]
    stops = {message.id for message in event.messages if message.meaning == STOP}
    writes += [_known_task(facts, event, task) for task in event.tasks if task.ref not in stops]
    newest = event.messages[-1].id
    notify = Notify(kind=NewsKind.REPLY, people=People(lead=facts.lead.id), ref=newest)
    return Change(at=now, writes=tuple(writes), notify=(notify,))


def _first_answers(facts: Facts, messages: tuple[Inbound, ...]) -> list[Write]:
    """Return the marks on the touches that these messages answer; a stop leaves none, and the first answer stands."""
    first: dict[str, datetime] = {}
    for message in messages:
        if message.touch is not None and message.meaning != STOP:
            first[message.touch] = min(message.at, first.get(message.touch, message.at))
    known = {touch.id: touch.replied_at for touch in facts.touches if touch.id in first}
    earlier = {touch: first[touch] for touch, at in known.items() if at is None or first[touch] < at}
    return [UpdateTouch(touch=touch, values=(("replied_at", at),)) for touch, at in earlier.items()]


def _known_task(facts: Facts, event: Identified, work: Work) -> OpenTask:
    """Return the task as the person's: it is joined with what their other replies ask for."""
    message = next(sent for sent in event.messages if sent.id == work.ref)
    touch = next((own for own in facts.touches if own.id == message.touch), None)
    task = OpenTask(
        ref=work.ref,
        kind=work.kind,
        title=work.title,
        body=work.body,
        lead=event.lead,
        number=message.number,
        enrolment=touch.enrolment if touch else None,
    )
    if work.kind == STRANGER and facts.lead.id:  # a stop in part, which may say something else, too
        return replace(task, kind=REPLY, title=TITLES[STOP])
    return task


def joined(known: Sequence[Work], new: OpenTask) -> OpenTask:
    """Return which task of one sender counts, the oldest given first: the newest to decide, else the newest."""
    deciding = next((task for task in reversed(known) if task.kind == REVIEW), None)
    if new.kind == REVIEW or deciding is None:
        return new
    return replace(new, ref=deciding.ref, kind=deciding.kind, title=deciding.title)


def shown(messages: Sequence[Inbound]) -> tuple[str, ...]:
    """Return the ids of the messages that a task shows: all that wait for a decision, then the newest of the others."""
    deciding = [message.id for message in messages if message.meaning in UNCLEAR]
    others = [message.id for message in messages if message.meaning not in UNCLEAR]
    return (*deciding, *others[: max(SHOWN - len(deciding), 0)])


def body_of(messages: Sequence[Inbound], texts: Mapping[str, str]) -> str:
    """Return the texts that a task shows, and how many more there are. A text that was erased is empty."""
    ids = shown(messages)
    more = len(messages) - len(ids)
    return BETWEEN.join([*(texts.get(id_, "") for id_ in ids), *([f"(+{more})"] if more > 0 else [])])
