"""
How is a change written? Edge: the only writer of `planning.transitions.change`, in the transaction that read the facts.

The caller holds the locks of everybody the change is about.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, assert_never

from cadence.domain import NewsKind, Wait
from cadence.engine.outcomes.planner import UnitOfWork
from cadence.engine.outcomes.reply_tasks import open_task
from cadence.ledger.campaigns import enrolment_rows, enrolments
from cadence.ledger.people import numbers, strangers, suppressions
from cadence.ledger.people.suppressions import NewSuppression
from cadence.ledger.touches import callbacks, inbound, leases, news, tasks, touches
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
    PlanConfirmation,
    PromiseCall,
    RecordInbound,
    SetVersion,
    SkipStep,
    Suppress,
    SuppressPerson,
    UpdateTouch,
    Write,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenChange:
    """What was written, and what is to be done once it is committed."""

    news: tuple[int, ...] = ()  # for the outbox relay
    stopped: tuple[str, ...] = ()  # leads whose ringing calls may have to be canceled
    suppressed: int = 0  # suppressions that are new
    changed: bool = False  # something was new
    confirm: PlanConfirmation | None = None


def write(unit: UnitOfWork, changes: Iterable[Change]) -> WrittenChange:
    """Write what one event changes for each person it is about; everybody is notified once."""
    changes = list(changes)
    rows = dict.fromkeys((row, change.at) for change in changes for row in change.writes)
    new = [(row, _write(unit, row, at)) for row, at in rows]
    stopped = _leads(unit, [people for change in changes for people in change.take_back])
    confirm = next((change.confirm for change in changes if change.confirm), None)
    return WrittenChange(
        news=_notify(unit, changes),
        stopped=stopped,
        suppressed=sum(count for row, count in new if isinstance(row, Suppress)),
        changed=any(count for _, count in new),
        confirm=confirm,
    )


def _write(unit: UnitOfWork, row: Write, at: datetime) -> int:
    """Write one row; return how many rows are new."""
    match row:
        case Suppress() | SuppressPerson():
            return _suppress(unit, row, at)
        case RecordInbound() | KnowSender() | MarkReviewed():
            return _write_message(unit, row, at)
        case OpenTask():
            open_task(unit, row, at)
        case FinishTask():
            return int(tasks.finish_of(unit.tx, row.ref, by=row.by, at=at))
        case OpenEnrolment() | SetVersion():
            _write_enrolment(unit, row)
        case PromiseCall():
            callbacks.promise(unit.tx, callbacks.NewCallback(**shallow(row)), at=at)
        case CancelPromise():
            callbacks.cancel(unit.tx, row.id, at=at)
        case SkipStep() | UpdateTouch() | KeepContradiction() | FreePlace():
            return _write_touch(unit, row)
        case CloseNumber():
            numbers.close(unit.tx, row.number, row.reason, at=at)
        case _:
            assert_never(row)
    return 1


def _suppress(unit: UnitOfWork, row: Suppress | SuppressPerson, at: datetime) -> int:
    """Close numbers, or a person with the numbers that they get later; return how many rows are new."""
    stop = NewSuppression(source=row.source, scope=row.scope, value=row.value, ref=row.ref)
    match row:
        case Suppress():
            return suppressions.suppress(unit.tx, row.numbers, stop, at=at)
        case SuppressPerson():
            return int(suppressions.suppress_person(unit.tx, row.lead, stop, at=at))
        case _:
            assert_never(row)


def _write_touch(unit: UnitOfWork, row: SkipStep | UpdateTouch | KeepContradiction | FreePlace) -> int:
    """Write what changes for a touch; return how many rows are new."""
    match row:
        case SkipStep():
            touches.skip(unit.tx, row.touch, version=row.version, rules=row.touch.rules, scope=row.touch.scope)
            return 1
        case UpdateTouch():
            touches.change(unit.tx, row.touch, dict(row.values))
            return 1
        case KeepContradiction():
            return int(touches.contradict(unit.tx, row.touch, row.outcome, row.code, at=row.at))
        case FreePlace():
            if row.at is not None and row.at > unit.now:
                leases.write_up(unit.tx, row.touch, row.at)
            else:
                leases.free(unit.tx, row.touch)
            return 0
        case _:
            assert_never(row)


def _write_message(unit: UnitOfWork, row: RecordInbound | KnowSender | MarkReviewed, at: datetime) -> int:
    """Write what is known of messages; return how many rows are new."""
    match row:
        case RecordInbound():
            _record_inbound(unit, row)
        case KnowSender():
            inbound.attribute(unit.tx, row.message, row.lead)
            if row.lead is not None:
                strangers.erase_address(unit.tx, row.message.id)
        case MarkReviewed():
            return inbound.review(unit.tx, row.messages, by=row.by, at=at)
        case _:
            assert_never(row)
    return 1


def _record_inbound(unit: UnitOfWork, row: RecordInbound) -> None:
    """Record a message; the caller has checked, under the locks, that it was not recorded before."""
    message = row.message
    new = inbound.NewInbound(
        id=message.id,
        channel=message.channel,
        number=message.number,
        sender=message.sender,
        at=message.at,
        sid=row.sid,
        body=row.body,
        meaning=message.meaning,
        lead=row.lead,
        touch=message.touch,
        confirmed_by_carrier=message.confirmed_by_carrier,
    )
    if not inbound.record(unit.tx, new).new:
        raise AssertionError(f"the message {row.sid} was recorded before; expected a new message")


def _write_enrolment(unit: UnitOfWork, row: OpenEnrolment | SetVersion) -> None:
    """Open an enrolment after one that has ended, with its priority, or set a version; the caller plans for it."""
    match row:
        case OpenEnrolment():
            last = enrolment_rows.get(unit.tx, row.after)
            move = Wait(at=row.enrolment.at)
            entry = enrolments.NewEnrolment(enrolment=row.enrolment, lead=last.lead, move=move, priority=last.priority)
            enrolments.open_one(unit.tx, entry, at=row.enrolment.at)
        case SetVersion():
            enrolments.set_version(unit.tx, row.enrolment, row.version)
        case _:
            assert_never(row)


def _notify(unit: UnitOfWork, changes: Iterable[Change]) -> tuple[int, ...]:
    """Write the news of these changes, once for each kind, cause and enrolment; return their ids."""
    wanted: dict[tuple[NewsKind, str, str], list[Notify]] = {}
    for change in changes:
        for notice in change.notify:
            wanted.setdefault((notice.kind, notice.ref, notice.but), []).append(notice)
    written: list[int] = []
    for (kind, ref, but), notices in wanted.items():
        written += notify(unit, _leads(unit, [notice.people for notice in notices]), kind, ref=ref, but=but)
        named = dict.fromkeys(notice.enrolment for notice in notices if notice.enrolment not in ("", but))
        written += [news.add(unit.tx, enrolment, kind, at=unit.now, ref=ref) for enrolment in named]
    return tuple(written)


def notify(unit: UnitOfWork, leads: Iterable[str], kind: NewsKind, *, ref: str = "", but: str = "") -> tuple[int, ...]:
    """Write news for every open enrolment of these leads: each of them has to plan again."""
    return tuple(
        news.add(unit.tx, row.enrolment.id, kind, at=unit.now, ref=ref)
        for lead in leads
        for row in enrolment_rows.open_of_lead(unit.tx, lead)
        if row.enrolment.id != but
    )


def _leads(unit: UnitOfWork, people: Iterable[People]) -> tuple[str, ...]:
    """Return the ids of these leads and of everybody who shares these numbers, each once."""
    people = list(people)
    named = sorted({group.lead for group in people if group.lead})
    shared = sorted({number for group in people for number in group.numbers})
    owners = numbers.owners(unit.tx, shared) if shared else []
    return tuple(dict.fromkeys((*named, *owners)))


def shallow(row: PromiseCall) -> dict[str, Any]:
    """Return the fields of a row, whose names are those of the ledger's function."""
    return {field.name: getattr(row, field.name) for field in fields(row)}
