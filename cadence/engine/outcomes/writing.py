"""
How is a change written? Edge: the only writer of `planning.transitions.change`, in the transaction that read the facts.

The caller holds the locks of everybody the change is about.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any, TypeVar, assert_never

from cadence.domain import Move, NewsKind, Wait
from cadence.engine.outcomes.planner import LeadCase, Planned, UnitOfWork
from cadence.ledger.campaigns import enrolment_rows, enrolments, external_events
from cadence.ledger.people import accounts, numbers, saved_values, strangers, suppressions
from cadence.ledger.people.suppressions import NewSuppression
from cadence.ledger.touches import callbacks, inbound, leases, news, tasks, touches
from cadence.ledger.touches.news import News, Notified
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.change import (
    CancelPromise,
    Change,
    CloseNumber,
    FinishTask,
    FreePlace,
    KeepContradiction,
    KnowSender,
    MarkReviewed,
    Notify,
    OpenEnrolment,
    OpenTask,
    People,
    PromiseCall,
    RecordInbound,
    RemindOfTask,
    SaveValue,
    SetVersion,
    SkipStep,
    Suppress,
    SuppressPerson,
    UpdateTouch,
    Write,
)
from cadence.planning.transitions.event_writes import FinishEnrolment, KeepEvent
from cadence.planning.transitions.events import Work
from cadence.planning.transitions.reply import body_of, joined, shown

JOINED = "cadence: joined with another task"
"""Recorded as the person who finished a task whose replies are in another task now."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventResult:
    """What recording an event changed, and what is to be done once it is committed. It holds no personal data."""

    move: Move | None = None  # what was planned for the enrolment that it was about; None: no plan was made
    changed: bool = True  # False: everything was known before
    news: tuple[int, ...] = ()  # written and not delivered yet: for the outbox relay
    known: tuple[News, ...] = ()  # those of this news that the relay need not read
    notified: tuple[Notified, ...] = ()  # the people that the news of the changes is for
    stopped: tuple[str, ...] = ()  # leads that a stop concerns: cancel their ringing calls that it covers
    suppressed: int = 0  # suppressions that are new


def together(*results: EventResult) -> EventResult:
    """Return as one what several changes of one event are."""
    return EventResult(
        changed=any(result.changed for result in results),
        news=tuple(identity for result in results for identity in result.news),
        known=tuple(item for result in results for item in result.known),
        notified=tuple(notified for result in results for notified in result.notified),
        stopped=tuple(dict.fromkeys(lead for result in results for lead in result.stopped)),
        suppressed=sum(result.suppressed for result in results),
    )


def write(unit: UnitOfWork, changes: Iterable[Change]) -> EventResult:
    """Write what one event changes for each person it is about; everybody is notified once."""
    changes = list(changes)
    rows = dict.fromkeys((row, change.at) for change in changes for row in change.writes)
    new = [(row, _write(unit, row, at)) for row, at in rows]
    leads = _Leads(unit)
    stopped = leads.of(people for change in changes for people in change.take_back)
    notified = tuple(_notify(unit, changes, leads))
    return EventResult(
        news=ids_of(notified),
        notified=notified,
        stopped=stopped,
        suppressed=sum(count for row, count in new if isinstance(row, Suppress)),
        changed=any(count for _, count in new),
    )


def _write(unit: UnitOfWork, row: Write, at: datetime) -> int:  # noqa: C901, PLR0912, PLR0915  one branch for each kind of row
    """Write one row; return how many rows are new."""
    new, later = 1, unit.writes.later
    match row:
        case Suppress():
            new = suppressions.suppress(unit.tx, row.numbers, like(NewSuppression, row), at=at)
        case SuppressPerson():
            new = suppressions.suppress_person(unit.tx, row.lead, like(NewSuppression, row), at=at)
        case RecordInbound():
            _record_inbound(unit, row)
        case SaveValue():
            saved_values.save(later, like(saved_values.SavedValue, row), at=at)
        case KnowSender():
            inbound.attribute(unit.tx, row.message, row.lead)
            if row.lead is not None:
                strangers.erase_address(unit.tx, row.message.id)
        case MarkReviewed():
            new = inbound.review(unit.tx, row.messages, by=row.by, at=at)
        case OpenTask():
            _open_task(unit, row, at)
        case FinishTask():
            new = tasks.finish_of(unit.tx, row.ref, by=row.by, at=at, result=row.result)
        case RemindOfTask():
            tasks.remind(unit.tx, row.ref, at=at, due_at=row.due_at)
        case OpenEnrolment():
            _open_enrolment(unit, row)
        case SetVersion():
            enrolments.set_version(unit.tx, row.enrolment, row.version)
        case PromiseCall():
            callbacks.promise(unit.tx, like(callbacks.NewCallback, row), at=at)
        case CancelPromise():
            callbacks.cancel(unit.tx, row.id, at=at)
        case SkipStep():
            touches.skip(later, row.touch, version=row.version, rules=row.touch.rules, scope=row.touch.scope)
        case UpdateTouch():
            touches.change(later, row.touch, dict(row.values))
        case KeepContradiction():
            new = touches.contradict(unit.tx, row.touch, row.outcome, row.code, at=row.at)
        case FreePlace():
            new = 0
            if row.at is not None and row.at > unit.now:
                leases.write_up(later, row.touch, row.at)
            else:
                leases.free(later, row.touch)
        case CloseNumber():
            numbers.close(unit.tx, row.number, row.reason, at=at)
        case KeepEvent():
            external_events.keep(unit.tx, like(external_events.NewExternalEvent, row))
        case FinishEnrolment():
            new = enrolments.finish(unit.tx, row.enrolment, row.reason, at=at)
        case _:
            assert_never(row)
    return int(new)


def like(kind: type[T], row: Any, **more: Any) -> T:  # noqa: ANN401  any two classes with fields of the same names
    """Return an object of another class with the same fields, and with `more`, which that class alone has."""
    same = {field.name: getattr(row, field.name) for field in fields(kind) if hasattr(row, field.name)}  # type: ignore[arg-type]
    return kind(**same | more)


def _record_inbound(unit: UnitOfWork, row: RecordInbound) -> None:
    """Record a message; the caller has checked, under the locks, that it was not recorded before."""
    new = like(inbound.NewInbound, row.message, sid=row.sid, body=row.body, lead=row.lead)
    if not inbound.record(unit.tx, new).new:
        raise AssertionError(f"the message {row.sid} was recorded before; expected a new message")


def _open_task(unit: UnitOfWork, row: OpenTask, at: datetime) -> None:
    """Create a task for our own staff; a task about a reply is joined with those about the sender's other replies."""
    known = [] if row.number is None else tasks.open_of_sender(unit.tx, row.lead, row.number)
    if row.number is None or not known:
        tasks.add(unit.writes.later, like(tasks.NewTask, row), at=at)
        return
    messages = inbound.waiting(unit.tx, row.lead, row.number)
    for other in known[1:]:
        tasks.finish(unit.tx, other.id, by=JOINED, at=at)
    counting = joined([Work(ref=task.ref, kind=task.kind, title=task.title) for task in known], row)
    body = body_of(messages, inbound.texts(unit.tx, shown(messages)))
    tasks.renew(unit.tx, known[0].id, like(tasks.NewTask, replace(counting, body=body)))


def _open_enrolment(unit: UnitOfWork, row: OpenEnrolment) -> None:
    """Open an enrolment after one that has ended, with its priority; the caller plans for it."""
    last, at = enrolment_rows.get(unit.tx, row.after), row.enrolment.at
    entry = enrolments.NewEnrolment(enrolment=row.enrolment, lead=last.lead, move=Wait(at=at), priority=last.priority)
    enrolments.open_one(unit.tx, entry, at=at)


def _notify(unit: UnitOfWork, changes: Iterable[Change], leads: "_Leads") -> Iterator[Notified]:
    """Write the news of these changes, once for each kind, cause and enrolment, and yield it."""
    wanted: dict[tuple[NewsKind, str, str], list[Notify]] = {}
    for change in changes:
        for notice in change.notify:
            wanted.setdefault((notice.kind, notice.ref, notice.but), []).append(notice)
    for (kind, ref, but), notices in wanted.items():
        yield from notify(unit, leads.of(notice.people for notice in notices), kind, ref=ref, but=but)
        for enrolment in dict.fromkeys(notice.enrolment for notice in notices if notice.enrolment not in ("", but)):
            yield Notified(
                news=news.add(unit.writes, enrolment, kind, at=unit.now, ref=ref), enrolment=enrolment, lead=""
            )


def notify(unit: UnitOfWork, leads: Sequence[str], kind: NewsKind, *, ref: str = "", but: str = "") -> list[Notified]:
    """Write news for every open enrolment of these leads: each of them has to plan again."""
    return news.add_to_open(unit.writes, leads, kind, at=unit.now, ref=ref, but=but) if leads else []


def ids_of(notified: Iterable[Notified]) -> tuple[int, ...]:
    """Return the ids of news that was written."""
    return tuple(written.news for written in notified)


def case_after(case: LeadCase, made: Change, written: EventResult) -> LeadCase | None:
    """
    Return a lead's case after its change was written; None when only the ledger knows it.

    Suppressions get their ids from the ledger, and decisions refer to them. An enrolment that was opened is another
    case. Where a saved value is taken back, the list's column counts again.
    """
    taken_back = any(isinstance(row, SaveValue) and not row.value for row in made.writes)
    if written.suppressed or taken_back or any(isinstance(row, OpenEnrolment) for row in made.writes):
        return None
    return replace(case, facts=apply(case.facts, made))


def without_unchanged(unit: UnitOfWork, written: EventResult, planned: Mapping[str, Planned]) -> EventResult:
    """
    Return a result without the news for enrolments whose plan stays as it is; `planned` by enrolment.

    Their workflows wait for the right thing already, so this news counts as delivered. The caller holds the locks of
    these leads and has stored the plans.
    """
    known = [
        entry.news for entry in written.notified if entry.enrolment in planned and not planned[entry.enrolment].changed
    ]
    if not known:
        return written
    news.mark_delivered(unit.writes.later, known, at=unit.now)
    return replace(written, news=tuple(identity for identity in written.news if identity not in known))


@dataclass(slots=True)
class _Leads:
    """The leads that changes are about; who shares some numbers is read once."""

    unit: UnitOfWork
    _owners: dict[tuple[int, ...], list[str]] = field(default_factory=dict)

    def of(self, people: Iterable[People]) -> tuple[str, ...]:
        """Return the ids of these leads, of who shares these numbers and of the people of these accounts, each once."""
        people = list(people)
        named = sorted({group.lead for group in people if group.lead})
        shared = tuple(sorted({number for group in people for number in group.numbers}))
        if shared and shared not in self._owners:
            self._owners[shared] = numbers.owners(self.unit.tx, shared)
        speakers = sorted({group.colleagues_of for group in people if group.colleagues_of})
        colleagues = accounts.colleagues(self.unit.tx, speakers) if speakers else []
        return tuple(dict.fromkeys((*named, *self._owners.get(shared, ()), *colleagues)))
