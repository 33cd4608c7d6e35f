"""How is a person left alone from now on? Edge: one transaction, under the lock that every touch needs (law 4)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cadence.ledger import commands, enrolment_rows, locks, news, numbers, suppressions
from cadence.ledger.commands import Command
from cadence.ledger.suppressions import Stop
from cadence.model import NewsKind, SuppressionScope
from cadence.settle.mind import Mind, Page
from cadence.settle.settled import Settled


def record_stop(mind: Mind, lead: str, stop: Stop, command: Command) -> Settled:
    """Suppress every number of a person by an operator's or the voice's word, and let their pending work end."""
    with mind.page() as page:
        given = commands.record(page.tx, command, at=page.now)
        if not given.new:
            return Settled(changed=False)
        written = stop_person(page, lead, replace(stop, ref=given.ref))
        owners = numbers.owners(page.tx, numbers.of_lead(page.tx, lead))
    return Settled(news=written, stopped=tuple({lead, *owners}))


def record_number_stop(mind: Mind, e164: str, stop: Stop, command: Command) -> tuple[Settled, int]:
    """Suppress one number, known or not; return the news for whoever waits to contact it, and how many rows are new."""
    with mind.page() as page:
        given = commands.record(page.tx, command, at=page.now)
        if not given.new:
            return Settled(changed=False), 0
        hasher, stop = mind.ledger.hasher, replace(stop, ref=given.ref)
        new = suppressions.suppress_number(page.tx, hasher, e164, stop, at=page.now)
        owners = numbers.owners(page.tx, [numbers.ensure(page.tx, hasher, e164, keep=False)])
        written = tell(page, owners, NewsKind.OPT_OUT, ref=stop.ref) if new else ()
    return Settled(changed=bool(new), news=written, stopped=tuple(owners) if new else ()), new


def record_list_stop(mind: Mind, e164s: Sequence[str], stop: Stop) -> tuple[Settled, int]:
    """
    Suppress a page of numbers in one transaction; return what follows from it, and how many rows are new.

    The caller has written down who ordered the whole list, and `stop` names that order.
    """
    with mind.page() as page:
        new, owners = suppressions.suppress_page(page.tx, mind.ledger.hasher, e164s, stop, at=page.now)
        written = tell(page, owners, NewsKind.OPT_OUT, ref=stop.ref) if new else ()
    return Settled(changed=bool(new), news=written, stopped=tuple(owners) if new else ()), new


def stop_person(page: Page, lead: str, stop: Stop, *, but: str = "") -> tuple[int, ...]:
    """
    Suppress every number of a person; return the news for whoever waits to contact one of them.

    `but` names an enrolment that is planned for by the caller.
    """
    locks.lock_lead(page.tx, lead)
    theirs = numbers.of_lead(page.tx, lead)
    suppressions.suppress(page.tx, theirs, stop, at=page.now)
    concerned = numbers.owners(page.tx, theirs) if stop.scope is SuppressionScope.EVERYTHING else []
    return tell(page, concerned or [lead], NewsKind.OPT_OUT, ref=stop.ref, but=but)


def tell(page: Page, leads: Iterable[str], kind: NewsKind, *, ref: str = "", but: str = "") -> tuple[int, ...]:
    """Write news for every open enrolment of these leads: what changes a person's plans is told in each of them."""
    return tuple(
        news.add(page.tx, open_one.enrolment.id, kind, at=page.now, ref=ref)
        for lead in leads
        for open_one in enrolment_rows.open_of_lead(page.tx, lead)
        if open_one.enrolment.id != but
    )
