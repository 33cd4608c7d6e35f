"""
How is a change written? Edge: the one writer of `plan.transitions.Change`, in the transaction that read the facts.

The caller holds the locks of everybody whom the change is about.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, assert_never

from cadence.ledger import (
    callbacks,
    enrolment_rows,
    enrolments,
    inbound,
    news,
    numbers,
    suppressions,
    tasks,
    touches,
)
from cadence.ledger.suppressions import Stop
from cadence.model import NewsKind, Wait
from cadence.plan.transitions import (
    Change,
    Confirm,
    MarkReplied,
    Notify,
    OpenEnrolment,
    OpenTask,
    People,
    PromiseCall,
    RecordInbound,
    Suppress,
    SuppressPerson,
    Write,
)
from cadence.settle.mind import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written, and what is to be done once it is committed."""

    news: tuple[int, ...] = ()  # for the courier
    stopped: tuple[str, ...] = ()  # leads whose ringing calls may have to be taken back
    suppressed: int = 0  # suppressions that are new
    confirm: Confirm | None = None


def write(page: Page, changes: Iterable[Change], *, but: str = "") -> Written:
    """
    Write what one event changes for each person it is about; everybody is notified once.

    `but` names an enrolment that the caller plans for and notifies by itself.
    """
    changes = list(changes)
    rows = dict.fromkeys((row, change.at) for change in changes for row in change.writes)
    suppressed = sum(_write(page, row, at) for row, at in rows)
    stopped = _leads(page, [people for change in changes for people in change.take_back])
    confirm = next((change.confirm for change in changes if change.confirm), None)
    return Written(news=_notify(page, changes, but), stopped=stopped, suppressed=suppressed, confirm=confirm)


def _write(page: Page, row: Write, at: datetime) -> int:
    """Write one row; return how many suppressions are new."""
    match row:
        case Suppress():
            stop = Stop(source=row.source, scope=row.scope, value=row.value, ref=row.ref)
            return suppressions.suppress(page.tx, row.numbers, stop, at=at)
        case SuppressPerson():
            stop = Stop(source=row.source, scope=row.scope, value=row.value, ref=row.ref)
            suppressions.suppress_person(page.tx, row.lead, stop, at=at)
        case RecordInbound():
            _record_inbound(page, row)
        case MarkReplied():
            touches.mark_replied(page.tx, row.touch, row.at)
        case OpenTask():
            tasks.add(page.tx, tasks.NewTask(**shallow(row)), at=at)
        case OpenEnrolment():
            _open_enrolment(page, row)
        case PromiseCall():
            callbacks.promise(page.tx, callbacks.NewCallback(**shallow(row)), at=at)
        case _:
            assert_never(row)
    return 0


def _record_inbound(page: Page, row: RecordInbound) -> None:
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


def _open_enrolment(page: Page, row: OpenEnrolment) -> None:
    """Open an enrolment after one that has ended, with its priority; the caller plans for it."""
    last = enrolment_rows.get(page.tx, row.after)
    move = Wait(at=row.enrolment.at)
    entry = enrolments.Entry(enrolment=row.enrolment, lead=last.lead, move=move, priority=last.priority)
    enrolments.open_one(page.tx, entry, at=row.enrolment.at)


def _notify(page: Page, changes: Iterable[Change], but: str) -> tuple[int, ...]:
    """Write the news of these changes, once for each kind, cause and enrolment; return their ids."""
    wanted: dict[tuple[NewsKind, str], list[Notify]] = {}
    for change in changes:
        for notice in change.notify:
            wanted.setdefault((notice.kind, notice.ref), []).append(notice)
    written: list[int] = []
    for (kind, ref), notices in wanted.items():
        written += notify(page, _leads(page, [one.people for one in notices]), kind, ref=ref, but=but)
        named = dict.fromkeys(one.enrolment for one in notices if one.enrolment not in ("", but))
        written += [news.add(page.tx, one, kind, at=page.now, ref=ref) for one in named]
    return tuple(written)


def notify(page: Page, leads: Iterable[str], kind: NewsKind, *, ref: str = "", but: str = "") -> tuple[int, ...]:
    """Write news for every open enrolment of these leads: what changes a person's plans is told in each of them."""
    return tuple(
        news.add(page.tx, open_one.enrolment.id, kind, at=page.now, ref=ref)
        for lead in leads
        for open_one in enrolment_rows.open_of_lead(page.tx, lead)
        if open_one.enrolment.id != but
    )


def _leads(page: Page, people: Iterable[People]) -> tuple[str, ...]:
    """Return the ids of these leads and of all who share these numbers, each once."""
    people = list(people)
    named = sorted({one.lead for one in people if one.lead})
    shared = sorted({number for one in people for number in one.numbers})
    owners = numbers.owners(page.tx, shared) if shared else []
    return tuple(dict.fromkeys((*named, *owners)))


def shallow(row: OpenTask | PromiseCall) -> dict[str, Any]:
    """Return the fields of a row whose names are those of the ledger."""
    return {one.name: getattr(row, one.name) for one in fields(row)}
