"""
How is a change written? Edge: the one writer of `plan.transitions.Change`, in the transaction that read the facts.

The caller holds the locks of everybody whom the change is about.
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
from cadence.planning.transitions import (
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
    Suppress,
    SuppressPerson,
    UpdateTouch,
    Write,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenChange:
    """What was written, and what is to be done once it is committed."""

    news: tuple[int, ...] = ()  # for the courier
    stopped: tuple[str, ...] = ()  # leads whose ringing calls may have to be taken back
    suppressed: int = 0  # suppressions that are new
    changed: bool = False  # anything was new
    confirm: PlanConfirmation | None = None


def write(page: UnitOfWork, changes: Iterable[Change]) -> WrittenChange:
    """Write what one event changes for each person it is about; everybody is notified once."""
    changes = list(changes)
    rows = dict.fromkeys((row, change.at) for change in changes for row in change.writes)
    new = [(row, _write(page, row, at)) for row, at in rows]
    stopped = _leads(page, [people for change in changes for people in change.take_back])
    confirm = next((change.confirm for change in changes if change.confirm), None)
    return WrittenChange(
        news=_notify(page, changes),
        stopped=stopped,
        suppressed=sum(count for row, count in new if isinstance(row, Suppress)),
        changed=any(count for _, count in new),
        confirm=confirm,
    )


def _write(page: UnitOfWork, row: Write, at: datetime) -> int:
    """Write one row; return how many rows are new by it."""
    match row:
        case Suppress() | SuppressPerson():
            return _suppress(page, row, at)
        case RecordInbound() | KnowSender() | MarkReviewed():
            return _write_message(page, row, at)
        case OpenTask():
            open_task(page, row, at)
        case FinishTask():
            return int(tasks.finish_of(page.tx, row.ref, by=row.by, at=at))
        case OpenEnrolment():
            _open_enrolment(page, row)
        case PromiseCall():
            callbacks.promise(page.tx, callbacks.NewCallback(**shallow(row)), at=at)
        case CancelPromise():
            callbacks.cancel(page.tx, row.id, at=at)
        case UpdateTouch() | KeepContradiction() | FreePlace():
            return _write_touch(page, row)
        case CloseNumber():
            numbers.close(page.tx, row.number, row.reason, at=at)
        case _:
            assert_never(row)
    return 1


def _suppress(page: UnitOfWork, row: Suppress | SuppressPerson, at: datetime) -> int:
    """Close numbers, or a person with the numbers that they get later; return how many rows are new by it."""
    stop = NewSuppression(source=row.source, scope=row.scope, value=row.value, ref=row.ref)
    match row:
        case Suppress():
            return suppressions.suppress(page.tx, row.numbers, stop, at=at)
        case SuppressPerson():
            return int(suppressions.suppress_person(page.tx, row.lead, stop, at=at))
        case _:
            assert_never(row)


def _write_touch(page: UnitOfWork, row: UpdateTouch | KeepContradiction | FreePlace) -> int:
    """Write what becomes of a touch; return how many rows are new by it."""
    match row:
        case UpdateTouch():
            touches.change(page.tx, row.touch, dict(row.values))
            return 1
        case KeepContradiction():
            return int(touches.contradict(page.tx, row.touch, row.outcome, row.code, at=row.at))
        case FreePlace():
            if row.at is not None and row.at > page.now:
                leases.write_up(page.tx, row.touch, row.at)
            else:
                leases.free(page.tx, row.touch)
            return 0
        case _:
            assert_never(row)


def _write_message(page: UnitOfWork, row: RecordInbound | KnowSender | MarkReviewed, at: datetime) -> int:
    """Write what is known of messages; return how many rows are new by it."""
    match row:
        case RecordInbound():
            _record_inbound(page, row)
        case KnowSender():
            inbound.attribute(page.tx, row.message, row.lead)
            if row.lead is not None:
                strangers.found(page.tx, row.message.id)
        case MarkReviewed():
            return inbound.review(page.tx, row.messages, by=row.by, at=at)
        case _:
            assert_never(row)
    return 1


def _record_inbound(page: UnitOfWork, row: RecordInbound) -> None:
    """Keep a message; the caller has made sure, under the locks, that it was not taken in before."""
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
    if not inbound.record(page.tx, new).new:
        raise AssertionError(f"the message {row.sid} was taken in before; expected one that is new")


def _open_enrolment(page: UnitOfWork, row: OpenEnrolment) -> None:
    """Open an enrolment after one that has ended, with its priority; the caller plans for it."""
    last = enrolment_rows.get(page.tx, row.after)
    move = Wait(at=row.enrolment.at)
    entry = enrolments.NewEnrolment(enrolment=row.enrolment, lead=last.lead, move=move, priority=last.priority)
    enrolments.open_one(page.tx, entry, at=row.enrolment.at)


def _notify(page: UnitOfWork, changes: Iterable[Change]) -> tuple[int, ...]:
    """Write the news of these changes, once for each kind, cause and enrolment; return their ids."""
    wanted: dict[tuple[NewsKind, str, str], list[Notify]] = {}
    for change in changes:
        for one in change.notify:
            wanted.setdefault((one.kind, one.ref, one.but), []).append(one)
    written: list[int] = []
    for (kind, ref, but), notices in wanted.items():
        written += notify(page, _leads(page, [one.people for one in notices]), kind, ref=ref, but=but)
        named = dict.fromkeys(one.enrolment for one in notices if one.enrolment not in ("", but))
        written += [news.add(page.tx, one, kind, at=page.now, ref=ref) for one in named]
    return tuple(written)


def notify(page: UnitOfWork, leads: Iterable[str], kind: NewsKind, *, ref: str = "", but: str = "") -> tuple[int, ...]:
    """Write news for every open enrolment of these leads: what changes a person's plans is told in each of them."""
    return tuple(
        news.add(page.tx, open_one.enrolment.id, kind, at=page.now, ref=ref)
        for lead in leads
        for open_one in enrolment_rows.open_of_lead(page.tx, lead)
        if open_one.enrolment.id != but
    )


def _leads(page: UnitOfWork, people: Iterable[People]) -> tuple[str, ...]:
    """Return the ids of these leads and of all who share these numbers, each once."""
    people = list(people)
    named = sorted({one.lead for one in people if one.lead})
    shared = sorted({number for one in people for number in one.numbers})
    owners = numbers.owners(page.tx, shared) if shared else []
    return tuple(dict.fromkeys((*named, *owners)))


def shallow(row: PromiseCall) -> dict[str, Any]:
    """Return the fields of a row whose names are those of the ledger."""
    return {one.name: getattr(row, one.name) for one in fields(row)}
