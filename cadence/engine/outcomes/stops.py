"""How is a person left alone from now on? Edge: one transaction, under the lock that every touch needs (law 4)."""

from collections.abc import Sequence
from dataclasses import replace

from cadence.domain import Enrolment, Facts, Lead, NewsKind
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.engine.outcomes.settled import Settled
from cadence.engine.outcomes.writing import WrittenChange, notify, write
from cadence.ledger.campaigns import commands
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.db import locks
from cadence.ledger.people import numbers, suppressions
from cadence.ledger.people.suppressions import NewSuppression
from cadence.ledger.reading import facts
from cadence.planning.transitions import Reach, Stopped, change


def record_stop(planner: Planner, lead: str, stop: NewSuppression, command: Command) -> Settled:
    """Suppress every number of a person by an operator's or the voice's word, and let their pending work end."""
    with planner.page() as page:
        given = commands.record(page.tx, command, at=page.now)
        if not given.new:
            return Settled(changed=False)
        written = stop_people(page, [lead], replace(stop, ref=given.ref))
    return Settled(news=written.news, stopped=written.stopped)


def record_number_stop(planner: Planner, e164: str, stop: NewSuppression, command: Command) -> tuple[Settled, int]:
    """Suppress one number, known or not; return the news for whoever waits to contact it, and how many rows are new."""
    with planner.page() as page:
        given = commands.record(page.tx, command, at=page.now)
        if not given.new:
            return Settled(changed=False), 0
        number = numbers.ensure(page.tx, planner.ledger.hasher, e164, keep=False)
        owners = numbers.owners(page.tx, [number])
        stop = replace(stop, ref=given.ref)
        written = stop_people(page, owners, stop, number=number, reach=Reach.NUMBER)
    if not written.suppressed:
        return Settled(changed=False), 0
    return Settled(news=written.news, stopped=written.stopped), written.suppressed


def record_list_stop(planner: Planner, e164s: Sequence[str], stop: NewSuppression) -> tuple[Settled, int]:
    """
    Suppress a page of numbers in one transaction; return what follows from it, and how many rows are new.

    The caller has written down who ordered the whole list, and `stop` names that order. A list is one row for each
    number, which facts read: it is no event of each person's.
    """
    with planner.page() as page:
        new, owners = suppressions.suppress_page(page.tx, planner.ledger.hasher, e164s, stop, at=page.now)
        written = notify(page, owners, NewsKind.OPT_OUT, ref=stop.ref) if new else ()
    return Settled(changed=bool(new), news=written, stopped=tuple(owners) if new else ()), new


def stop_people(
    page: UnitOfWork,
    leads: Sequence[str],
    stop: NewSuppression,
    *,
    number: int | None = None,
    reach: Reach = Reach.PERSON,
) -> WrittenChange:
    """Stop contacting these people, who may have said it; with nobody known, close the number it came from."""
    locks.lock_leads(page.tx, leads)
    if number is not None:
        locks.lock_numbers(page.tx, [number])
    page.locked()
    said = Stopped(source=stop.source, ref=stop.ref, scope=stop.scope, value=stop.value, number=number, reach=reach)
    # A number's stop is the same for everybody who has it: a switchboard has thousands, and nothing of theirs matters.
    about = leads if reach is Reach.PERSON else []
    known = list(facts.gather_people(page.tx, about, since=page.now).values()) if about else []
    return write(page, [change(one, said, page.now) for one in known or [stranger()]])


def stranger() -> Facts:
    """Return what is known of somebody who is in no list: nothing."""
    return Facts(lead=Lead(id="", numbers=()), enrolment=Enrolment(id="", campaign="", version=0, at=facts.NEVER))
