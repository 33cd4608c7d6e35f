"""What does a person of ours decide about a reply, or do about a task? Edge."""

from dataclasses import dataclass, replace
from enum import StrEnum

from cadence.domain import Inbound, NewsKind, SuppressionScope
from cadence.domain.errors import ConflictError, NotFoundError
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.engine.outcomes.settled import Settled
from cadence.engine.outcomes.stops import stop_people, stranger
from cadence.engine.outcomes.writing import notify, write
from cadence.ledger.campaigns import commands
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.db import locks
from cadence.ledger.people import numbers, suppressions
from cadence.ledger.people.suppressions import NewSuppression
from cadence.ledger.reading import facts
from cadence.ledger.touches import inbound, tasks
from cadence.ledger.touches.tasks import StoredTask
from cadence.planning.transitions import Reach, Reviewed, change
from cadence.planning.transitions.reply import REPLY, REVIEW
from cadence.planning.transitions.review import SOURCE


class ReviewDecision(StrEnum):
    """What a reply meant, or that there is nothing more to do."""

    REVOKE = "revoke"  # it was a stop: close it
    RESTRICT = "restrict"  # not there or not then: close the channel it is about
    HARMLESS = "harmless"  # it was no stop: what it held goes on
    NONE = "none"  # the older word for the same
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
        """Whether what the reply held goes on."""
        return self.decision in (ReviewDecision.HARMLESS, ReviewDecision.NONE)

    @property
    def closes(self) -> bool:
        """Whether something is closed."""
        return self.decision in (ReviewDecision.REVOKE, ReviewDecision.RESTRICT)


def record_review(planner: Planner, review: Review, command: Command) -> Settled:
    """
    Record what was decided, by whom and when; close what is to be closed, and let go on what waited for it.

    A stop that was held is not confirmed any more: the five minutes in which that is allowed are over. Raises
    NotFoundError, and ConflictError for a task that is done, or that this decision is not about.
    """
    with planner.page() as page:
        task = _open_task(page, review.task)
        message = inbound.find_many(page.tx, [task.ref]).get(task.ref)
        _fits(task, message, review)
        messages = _messages(page, task, message)
        people = _lock(page, task, messages)
        if not commands.record(page.tx, replace(command, lead=task.lead), at=page.now).new:
            return Settled(changed=False)
        if not tasks.finish(page.tx, task.id, by=command.actor, at=page.now):
            raise ConflictError(f"Task {review.task} has changed meanwhile; look again with `cadence review`.")
        if message is None:
            return _about_row(page, task, review) if task.kind == "review" else Settled()
        said = Reviewed(
            messages=tuple(messages),
            by=command.actor,
            closes=review.closes,
            scope=review.scope,
            value=review.value,
        )
        known = facts.gather_people(page.tx, people, since=page.now).values() if people else [stranger()]
        written = write(page, [change(one, said, page.now) for one in known])
        return Settled(news=written.news, stopped=written.stopped)


def _open_task(page: UnitOfWork, start: str) -> StoredTask:
    """Return the one task whose id begins so. Raises NotFoundError, ConflictError."""
    found = tasks.find(page.tx, start)
    if not found:
        raise NotFoundError(
            f"There is no task {start}; `cadence review` lists them. It gets another id when its sender writes again."
        )
    if len(found) > 1:
        raise ConflictError(f"Several tasks begin with {start}; give more of the id, which `cadence review` shows.")
    if found[0].done_at is not None:
        raise ConflictError(f"Task {start} was done on {found[0].done_at:%Y-%m-%d %H:%M}Z by {found[0].done_by}.")
    return found[0]


def _fits(task: StoredTask, message: Inbound | None, review: Review) -> None:
    """Refuse a decision that this task does not ask for. Raises ConflictError."""
    if task.kind == tasks.STRANGER and review.decision is not ReviewDecision.DONE:
        raise ConflictError(
            "This stop is in force for its number. If a lead is meant, close them with `cadence suppress LIST/ID`; "
            "then say --done. To take it back for the number: `cadence suppress NUMBER --lift`."
        )
    if message is None and task.kind != "review" and review.decision is not ReviewDecision.DONE:
        raise ConflictError("No reply made this task, so there is nothing to read in it; say --done when it is done.")
    if message is None and review.decision is ReviewDecision.RESTRICT:
        raise ConflictError("This is a row of a list: say --as revoke when it says no, --as none when it does not.")
    if task.kind == "review" and review.decision is ReviewDecision.DONE:
        raise ConflictError("This holds touches back; say what it meant: --as harmless, revoke or restrict.")


def _about_row(page: UnitOfWork, task: StoredTask, review: Review) -> Settled:
    """Close for good what a row of a list holds, or let it go."""
    people = suppressions.release(page.tx, task.ref, at=page.now)
    if not review.closes:
        return Settled(news=notify(page, people, NewsKind.RESUME, ref=task.ref))
    stop = NewSuppression(source=SOURCE, scope=review.scope, value=review.value, ref=task.ref)
    written = [
        stop_people(page, numbers.owners(page.tx, [number]), stop, number=number, reach=Reach.NUMBER)
        for number in suppressions.held_by(page.tx, task.ref)
    ]
    if task.lead:  # the row had their id: it is their no, for numbers that they get later, too
        written.append(stop_people(page, [task.lead], stop))
    return Settled(
        news=tuple(news for one in written for news in one.news),
        stopped=tuple(dict.fromkeys(lead for one in written for lead in one.stopped)),
    )


def _messages(page: UnitOfWork, task: StoredTask, message: Inbound | None) -> list[Inbound]:
    """
    Return the replies that a task is about, the newest first: all that its sender wrote and nobody dealt with.

    A reply that has an open task of its own is not shown in this one, so it is not decided here: earlier versions made
    one for each.
    """
    if message is None:
        return []
    waiting = inbound.waiting(page.tx, task.lead, message.number) if task.kind in (REPLY, REVIEW) else []
    elsewhere = {one.ref for one in tasks.open_about(page.tx, [one.id for one in waiting]) if one.id != task.id}
    waiting = [one for one in waiting if one.id not in elsewhere]
    return waiting if any(one.id == message.id for one in waiting) else [message, *waiting]


def _lock(page: UnitOfWork, task: StoredTask, messages: list[Inbound]) -> tuple[str, ...]:
    """
    Lock everybody it may be about; return who wrote, as far as is known.

    Of a number that has changed hands since, that is also whoever has it now, as for a clear stop.
    """
    wrote_from = sorted({one.number for one in messages})
    own = {task.lead} if task.lead else set()
    owners = locks.lock_known(
        page.tx,
        lambda: {number: set(numbers.owners(page.tx, [number])) for number in wrote_from},
        lambda found: own.union(*found.values()),
        wrote_from,
    )
    page.locked()
    return tuple(sorted(own.union(*(have for have in owners.values() if not own & have))))
