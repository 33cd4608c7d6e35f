"""How do several replies of one person become one task? Edge: the lead is locked."""

from dataclasses import replace
from datetime import datetime

from cadence.domain import Inbound
from cadence.engine.outcomes.planner import UnitOfWork
from cadence.ledger.touches import inbound, tasks
from cadence.ledger.touches.tasks import NewTask, StoredTask
from cadence.planning.transitions import OpenTask
from cadence.planning.transitions.reply import REVIEW
from cadence.policy.built_in.held_reply import UNCLEAR

SHOWN = 5
"""A task shows at least this many texts; all that wait for a decision are shown, and come first."""
BETWEEN = "\n—\n"
JOINED = "cadence: joined with another task"
"""Recorded as the person who finished a task whose replies are in another task now."""


def open_task(unit: UnitOfWork, row: OpenTask, at: datetime) -> None:
    """Create a task for our own staff; a task about a reply is joined with those about the sender's other replies."""
    new = NewTask(
        ref=row.ref,
        kind=row.kind,
        title=row.title,
        body=row.body,
        assign=row.assign,
        lead=row.lead,
        enrolment=row.enrolment,
    )
    messages = [] if row.number is None else inbound.waiting(unit.tx, row.lead, row.number)
    known = tasks.open_about(unit.tx, [message.id for message in messages]) if messages else []
    if not known:
        tasks.add(unit.tx, new, at=at)
        return
    for other in known[1:]:
        tasks.finish(unit.tx, other.id, by=JOINED, at=at)
    tasks.renew(unit.tx, known[0].id, replace(_weightiest(known, new), body=_body(unit, messages)))


def _weightiest(known: list[StoredTask], new: NewTask) -> NewTask:
    """Return the task that counts: the newest one that asks for a decision, otherwise the newest one."""
    deciding = next((task for task in reversed(known) if task.kind == REVIEW), None)
    if new.kind == REVIEW or deciding is None:
        return new
    return replace(new, ref=deciding.ref, kind=deciding.kind, title=deciding.title)


def _body(unit: UnitOfWork, messages: list[Inbound]) -> str:
    """Return every text that waits for a decision, then the newest of the others, and how many more there are."""
    deciding = [message.id for message in messages if message.meaning in UNCLEAR]
    others = [message.id for message in messages if message.meaning not in UNCLEAR]
    shown = deciding + others[: max(SHOWN - len(deciding), 0)]
    written = inbound.texts(unit.tx, shown)
    more = len(messages) - len(shown)
    return BETWEEN.join([*(written.get(id_, "") for id_ in shown), *([f"(+{more})"] if more > 0 else [])])
