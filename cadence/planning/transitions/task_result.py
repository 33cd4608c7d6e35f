"""
What does the result of a task change? Pure: what one of our people says, or that nobody said it in time.

It becomes the outcome of the task's touch, from which the cadence goes on. A task has one result: whoever asks for a
second one gets an answer and no change (`engine/outcomes/task_results.py`).
"""

from datetime import datetime

from cadence.domain import Facts, NewsKind, Outcome
from cadence.planning.transitions.change import Change, FinishTask, Notify, RemindOfTask, UpdateTouch
from cadence.planning.transitions.events import Reported, TaskOverdue, TaskResultGiven
from cadence.planning.transitions.report import recorded

NOBODY = "cadence"
"""Who has finished a task whose result nobody gave."""


def result_given(facts: Facts, event: TaskResultGiven, now: datetime) -> Change:
    """Return the result on the touch and on the task; the enrolment is notified while it is open."""
    done = FinishTask(ref=event.touch, by=event.by, result=event.result.value)
    made = Change(at=now, writes=(_outcome(event.touch, event.result, now), done))
    if facts.enrolment.finished is not None:
        return made
    notify = Notify(kind=NewsKind.TASK, enrolment=facts.enrolment.id, ref=event.touch)
    return made.and_then(Change(at=now, notify=(notify,)))


def overdue(event: TaskOverdue, now: datetime) -> Change:
    """Return the row that says that a task is overdue, as settled, and what follows: a reminder, or the end of it."""
    task = event.was.touch.cause.ref
    if event.until is not None:
        handed = recorded(Reported(was=event.was, at=now, outcome=Outcome.CREATED), now)
        later = UpdateTouch(touch=task, values=(("result_by", event.until),))
        return handed.and_then(Change(at=now, writes=(later, RemindOfTask(ref=task, due_at=event.until))))
    noted = recorded(Reported(was=event.was, at=now, outcome=Outcome.OVERDUE), now)
    ended = FinishTask(ref=task, by=NOBODY, result=Outcome.OVERDUE.value)
    return noted.and_then(Change(at=now, writes=(_outcome(task, Outcome.OVERDUE, now), ended)))


def _outcome(task: str, result: Outcome, now: datetime) -> UpdateTouch:
    return UpdateTouch(touch=task, values=(("outcome", result), ("outcome_at", now), ("ended_at", now)))
