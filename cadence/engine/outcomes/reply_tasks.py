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
"""So many texts stand in a task, or more: those that wait for a decision all stand there, and stand first."""
BETWEEN = "\n—\n"
JOINED = "cadence: joined with another task"
"""Who has finished a task whose replies stand in another one now."""


def open_task(page: UnitOfWork, row: OpenTask, at: datetime) -> None:
    """Give work to our own people; a reply's is joined with what its sender's other replies ask for."""
    new = NewTask(ref=row.ref, kind=row.kind, title=row.title, body=row.body, lead=row.lead, enrolment=row.enrolment)
    messages = [] if row.number is None else inbound.waiting(page.tx, row.lead, row.number)
    known = tasks.open_about(page.tx, [one.id for one in messages]) if messages else []
    if not known:
        tasks.add(page.tx, new, at=at)
        return
    for other in known[1:]:
        tasks.finish(page.tx, other.id, by=JOINED, at=at)
    tasks.renew(page.tx, known[0].id, replace(_weightiest(known, new), body=_body(page, messages)))


def _weightiest(known: list[StoredTask], new: NewTask) -> NewTask:
    """Return the task that says what to do: the newest one that decides something, else the newest."""
    deciding = next((one for one in reversed(known) if one.kind == REVIEW), None)
    if new.kind == REVIEW or deciding is None:
        return new
    return replace(new, ref=deciding.ref, kind=deciding.kind, title=deciding.title)


def _body(page: UnitOfWork, messages: list[Inbound]) -> str:
    """Return every text that waits for a decision, then the newest of the others, and how many more there are."""
    deciding = [one.id for one in messages if one.meaning in UNCLEAR]
    others = [one.id for one in messages if one.meaning not in UNCLEAR]
    shown = deciding + others[: max(SHOWN - len(deciding), 0)]
    written = inbound.texts(page.tx, shown)
    more = len(messages) - len(shown)
    return BETWEEN.join([*(written.get(one, "") for one in shown), *([f"(+{more})"] if more > 0 else [])])
