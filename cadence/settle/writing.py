"""
How is a change written? Edge: the one writer of `plan.transitions.Change`, in the transaction that read the facts.

The caller holds the locks of everybody whom the change is about.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from cadence.ledger import enrolment_rows, news, numbers, suppressions
from cadence.ledger.suppressions import Stop
from cadence.model import NewsKind
from cadence.plan.transitions import Change, People, Suppress
from cadence.settle.mind import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written, and what is to be done once it is committed."""

    news: tuple[int, ...] = ()  # for the courier
    stopped: tuple[str, ...] = ()  # leads whose ringing calls may have to be taken back
    rows: int = 0  # that are new


def write(page: Page, changes: Iterable[Change], *, but: str = "") -> Written:
    """
    Write what one event changes for each person it is about; everybody is notified once.

    `but` names an enrolment that the caller plans for and notifies by itself.
    """
    changes = list(changes)
    rows = 0
    for change in changes:
        for row in change.writes:
            match row:
                case Suppress():
                    stop = Stop(source=row.source, scope=row.scope, value=row.value, ref=row.ref)
                    rows += suppressions.suppress(page.tx, row.numbers, stop, at=change.at)
                case _:
                    assert_never(row)
    stopped = _leads(page, [people for change in changes for people in change.take_back])
    return Written(news=_notify(page, changes, but), stopped=stopped, rows=rows)


def _notify(page: Page, changes: Iterable[Change], but: str) -> tuple[int, ...]:
    """Write the news of these changes, once for each kind, cause and enrolment; return their ids."""
    wanted: dict[tuple[NewsKind, str], list[People]] = {}
    for change in changes:
        for notice in change.notify:
            wanted.setdefault((notice.kind, notice.ref), []).append(notice.people)
    written: list[int] = []
    for (kind, ref), people in wanted.items():
        written += notify(page, _leads(page, people), kind, ref=ref, but=but)
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
