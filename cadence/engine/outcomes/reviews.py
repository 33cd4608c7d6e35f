"""How is a review recorded: what our staff decide about a reply, or do about a task? Edge."""

from dataclasses import dataclass, replace
from enum import StrEnum

from cadence.domain import Inbound, NewsKind, SuppressionScope
from cadence.domain.errors import ConflictError, NotFoundError
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.engine.outcomes.stops import stop_people, stranger
from cadence.engine.outcomes.writing import EventResult, ids_of, notify, together, write
from cadence.ledger.campaigns import commands
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.db import locks
from cadence.ledger.people import numbers, suppressions
from cadence.ledger.people.suppressions import NewSuppression
from cadence.ledger.reading import facts
from cadence.ledger.touches import inbound, tasks
from cadence.ledger.touches.tasks import StoredTask
from cadence.planning.transitions import change
from cadence.planning.transitions.events import Reach, Reviewed
from cadence.planning.transitions.our_people import SOURCE
from cadence.planning.transitions.reply import REPLY, REVIEW


class ReviewDecision(StrEnum):
    """What a reply meant, or that there is nothing more to do."""

    REVOKE = "revoke"  # it was a stop: close it
    RESTRICT = "restrict"  # not on that channel or at that time: close the channel it is about
    HARMLESS = "harmless"  # it was no stop: what it held continues
    NONE = "none"  # the older name of HARMLESS
    DONE = "done"  # the work is done


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One decision about one task."""

    task: str
    decision: ReviewDecision
    scope: SuppressionScope = SuppressionScope.EVERYTHING
    value: str = ""

    @property
    def frees(self) -> bool:
        """Whether what the reply held continues."""
        return self.decision in (ReviewDecision.HARMLESS, ReviewDecision.NONE)

    @property
    def closes(self) -> bool:
        """Whether something is closed."""
        return self.decision in (ReviewDecision.REVOKE, ReviewDecision.RESTRICT)


def record_review(planner: Planner, review: Review, command: Command) -> EventResult:
    """
    Record a decision with its author and time; close what is to be closed, and release what waited for the decision.

    A held stop is no longer confirmed to the person: the five minutes in which that is allowed are over. Raises
    NotFoundError, and ConflictError for a task that is done or that this decision does not fit.
    """
    with planner.begin() as unit:
        task = _open_task(unit, review.task)
        message = inbound.find_many(unit.tx, [task.ref]).get(task.ref)
        _fits(task, message, review)
        messages = _messages(unit, task, message)
        people = _lock(unit, task, messages)
        if not commands.record(unit.tx, replace(command, lead=task.lead), at=unit.now).new:
            return EventResult(changed=False)
        if not tasks.finish(unit.tx, task.id, by=command.actor, at=unit.now):
            raise ConflictError(f"Task {review.task} has changed meanwhile; look again with `cadence review`.")
        if message is None:
            return _about_row(unit, task, review) if task.kind == "review" else EventResult()
        reviewed = Reviewed(
            messages=tuple(messages),
            by=command.actor,
            closes=review.closes,
            scope=review.scope,
            value=review.value,
        )
        known = facts.gather_people(unit.tx, people, since=unit.now).values() if people else [stranger()]
        return write(unit, [change(person, reviewed, unit.now) for person in known])


def _open_task(unit: UnitOfWork, start: str) -> StoredTask:
    """Return the only open task whose id begins with this. Raises NotFoundError, ConflictError."""
    matches = tasks.find(unit.tx, start)
    if not matches:
        raise NotFoundError(
            f"There is no task {start}; `cadence review` lists them. It gets another id when its sender writes again."
        )
    if len(matches) > 1:
        raise ConflictError(f"Several tasks begin with {start}; give more of the id, which `cadence review` shows.")
    task = matches[0]
    if task.done_at is not None:
        raise ConflictError(f"Task {start} was done on {task.done_at:%Y-%m-%d %H:%M}Z by {task.done_by}.")
    return task


def _fits(task: StoredTask, message: Inbound | None, review: Review) -> None:
    """Check that this decision fits the task. Raises ConflictError."""
    if task.kind == tasks.STRANGER and review.decision is not ReviewDecision.DONE:
        raise ConflictError(
            "This stop is in force for its number. For a lead, close them with `cadence suppress LIST/ID`, "
            "then pass --done. To lift it for the number: `cadence suppress NUMBER --lift`."
        )
    if task.due_at is not None:
        raise ConflictError(
            f"The cadence waits for the result of this task; give it with `cadence tasks done {task.id[:8]}` or "
            f"`cadence tasks decline {task.id[:8]}`."
        )
    if message is None and task.kind != "review" and review.decision is not ReviewDecision.DONE:
        raise ConflictError("No reply made this task, so there is nothing to decide; pass --done when it is done.")
    if message is None and review.decision is ReviewDecision.RESTRICT:
        raise ConflictError("This is a row of a list: pass --as revoke if it says no, --as none if it does not.")
    if task.kind == "review" and review.decision is ReviewDecision.DONE:
        raise ConflictError("This holds touches back; pass what it meant: --as harmless, --as revoke or --as restrict.")


def _about_row(unit: UnitOfWork, task: StoredTask, review: Review) -> EventResult:
    """Close what a row of a list holds for good, or release it."""
    people = suppressions.release(unit.tx, task.ref, at=unit.now)
    if not review.closes:
        return EventResult(news=ids_of(notify(unit, people, NewsKind.RESUME, ref=task.ref)))
    stop = NewSuppression(source=SOURCE, scope=review.scope, value=review.value, ref=task.ref)
    written = [
        stop_people(unit, numbers.owners(unit.tx, [number]), stop, number=number, reach=Reach.NUMBER)
        for number in suppressions.held_by(unit.tx, task.ref)
    ]
    if task.lead:  # the row had their id, so it counts for numbers that they get later, too
        written.append(stop_people(unit, [task.lead], stop))
    return together(*written)


def _messages(unit: UnitOfWork, task: StoredTask, message: Inbound | None) -> list[Inbound]:
    """Return the replies that a task is about, newest first: those of its sender that have no task of their own."""
    if message is None:
        return []
    waiting = inbound.waiting(unit.tx, task.lead, message.number) if task.kind in (REPLY, REVIEW) else []
    open_tasks = tasks.open_about(unit.tx, [reply.id for reply in waiting])
    elsewhere = {other.ref for other in open_tasks if other.id != task.id}
    waiting = [reply for reply in waiting if reply.id not in elsewhere]
    return waiting if any(reply.id == message.id for reply in waiting) else [message, *waiting]


def _lock(unit: UnitOfWork, task: StoredTask, messages: list[Inbound]) -> tuple[str, ...]:
    """Lock everybody it may be about, new owners of a number included; return the senders, as far as known."""
    wrote_from = sorted({message.number for message in messages})
    own = {task.lead} if task.lead else set()
    owners = locks.lock_known(
        unit.tx,
        lambda: {number: set(numbers.owners(unit.tx, [number])) for number in wrote_from},
        lambda owned: own.union(*owned.values()),
        wrote_from,
    )
    unit.locked()
    return tuple(sorted(own.union(*(have for have in owners.values() if not own & have))))
