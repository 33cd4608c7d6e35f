"""
What changes when it becomes known who had written? Pure: what came by a channel's own id alone is the person's now.

Its stops are events of their own (`stop.py`). A reply that waits for a decision holds, a touch counts as answered, and
our own people's work is about the person. More that has to follow a person from their id is added here.
"""

from dataclasses import replace
from datetime import datetime

from cadence.domain import Facts, Inbound, NewsKind
from cadence.planning.transitions.change import (
    Change,
    FinishTask,
    KnowSender,
    Notify,
    OpenTask,
    People,
    UpdateTouch,
    Write,
)
from cadence.planning.transitions.events import Identified, Work
from cadence.planning.transitions.reply import REPLY, STRANGER, TITLES

STOP = "revoke"
FOUND = "cadence: its sender is known now"
"""Who has finished the task about a stop that matched no lead."""


def identified(facts: Facts, event: Identified, now: datetime) -> Change:
    """Return what messages change for one of the people they may be from, once that is known."""
    writes: list[Write] = [KnowSender(message=message, lead=event.lead) for message in event.messages]
    writes += _answered(facts, event.messages)
    if facts.lead.id:
        writes += [FinishTask(ref=message.id, by=FOUND) for message in event.messages if message.meaning == STOP]
    stops = {message.id for message in event.messages if message.meaning == STOP}
    writes += [_task(facts, event, task) for task in event.tasks if task.ref not in stops]
    newest = event.messages[-1].id
    notify = Notify(kind=NewsKind.REPLY, people=People(lead=facts.lead.id), ref=newest)
    return Change(at=now, writes=tuple(writes), notify=(notify,))


def _answered(facts: Facts, messages: tuple[Inbound, ...]) -> list[Write]:
    """Return the marks on the touches that these messages answer; a stop leaves none, and the first answer stands."""
    first: dict[str, datetime] = {}
    for message in messages:
        if message.touch is not None and message.meaning != STOP:
            first[message.touch] = min(message.at, first.get(message.touch, message.at))
    known = {touch.id: touch.replied_at for touch in facts.touches if touch.id in first}
    earlier = {touch: first[touch] for touch, at in known.items() if at is None or first[touch] < at}
    return [UpdateTouch(touch=touch, values=(("replied_at", at),)) for touch, at in earlier.items()]


def _task(facts: Facts, event: Identified, work: Work) -> OpenTask:
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
