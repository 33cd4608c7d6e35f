"""How do several replies of one person become one task? Edge: the lead is locked."""

from dataclasses import replace
from datetime import datetime

from cadence.engine.outcomes.planner import UnitOfWork
from cadence.ledger.touches import inbound, tasks
from cadence.ledger.touches.tasks import NewTask
from cadence.planning.transitions.change import OpenTask
from cadence.planning.transitions.events import Work
from cadence.planning.transitions.reply import body_of, joined, shown

JOINED = "cadence: joined with another task"
"""Recorded as the person who finished a task whose replies are in another task now."""


def open_task(unit: UnitOfWork, row: OpenTask, at: datetime) -> None:
    """Create a task for our own staff; a task about a reply is joined with those about the sender's other replies."""
    messages = [] if row.number is None else inbound.waiting(unit.tx, row.lead, row.number)
    known = tasks.open_about(unit.tx, [message.id for message in messages]) if messages else []
    if not known:
        tasks.add(unit.tx, _stored(row), at=at)
        return
    for other in known[1:]:
        tasks.finish(unit.tx, other.id, by=JOINED, at=at)
    counting = joined([Work(ref=task.ref, kind=task.kind, title=task.title) for task in known], row)
    body = body_of(messages, inbound.texts(unit.tx, shown(messages)))
    tasks.renew(unit.tx, known[0].id, _stored(replace(counting, body=body)))


def _stored(row: OpenTask) -> NewTask:
    """Return a task as the ledger takes it."""
    return NewTask(
        ref=row.ref,
        kind=row.kind,
        title=row.title,
        body=row.body,
        assign=row.assign,
        lead=row.lead,
        enrolment=row.enrolment,
    )
