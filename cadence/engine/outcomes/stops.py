"""How is a person's stop recorded? Edge: in one transaction, under the lock that every touch needs (law 4)."""

from collections.abc import Sequence
from dataclasses import replace

from cadence.domain import Enrolment, Facts, Lead, NewsKind
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.engine.outcomes.writing import EventResult, ids_of, like, notify, write
from cadence.ledger.campaigns import commands
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.db import locks
from cadence.ledger.people import numbers, suppressions
from cadence.ledger.people.suppressions import NewSuppression
from cadence.ledger.reading import facts
from cadence.planning.transitions import change
from cadence.planning.transitions.events import Reach, Stopped


def record_stop(planner: Planner, lead: str, stop: NewSuppression, command: Command) -> EventResult:
    """Suppress every number of a person on an operator's or a voice system's order, and end their pending work."""
    with planner.begin() as unit:
        given = commands.record(unit.tx, command, at=unit.now)
        if not given.new:
            return EventResult(changed=False)
        return stop_people(unit, [lead], replace(stop, ref=given.ref))


def record_number_stop(planner: Planner, e164: str, stop: NewSuppression, command: Command) -> EventResult:
    """Suppress one number, known or not, for all leads that have it."""
    with planner.begin() as unit:
        given = commands.record(unit.tx, command, at=unit.now)
        if not given.new:
            return EventResult(changed=False)
        number = numbers.ensure(unit.tx, planner.ledger.hasher, e164, keep=False)
        owners = numbers.lock_owners(unit.tx, [number])
        written = stop_people(unit, owners, replace(stop, ref=given.ref), number=number, reach=Reach.NUMBER)
    return written if written.suppressed else EventResult(changed=False)


def record_list_stop(planner: Planner, e164s: Sequence[str], stop: NewSuppression) -> EventResult:
    """Suppress a page of numbers: a row each, no event for each person. `stop` refers to the order for the list."""
    with planner.begin() as unit:
        new, owners = suppressions.suppress_page(unit.tx, planner.ledger.hasher, e164s, stop, at=unit.now)
        written = ids_of(notify(unit, owners, NewsKind.OPT_OUT, ref=stop.ref) if new else ())
    return EventResult(changed=bool(new), news=written, stopped=tuple(owners) if new else (), suppressed=new)


def stop_people(
    unit: UnitOfWork,
    leads: Sequence[str],
    stop: NewSuppression,
    *,
    number: int | None = None,
    reach: Reach = Reach.PERSON,
) -> EventResult:
    """Stop contacting these people, who may have sent it; when nobody is known, close the number it came from."""
    locks.lock_leads(unit.tx, leads)
    if number is not None:
        locks.lock_numbers(unit.tx, [number])
    unit.locked()
    stopped = like(Stopped, stop, number=number, reach=reach)
    # A number's stop is the same for everybody who has it: a switchboard has thousands, and none of their facts matter.
    about = leads if reach is Reach.PERSON else []
    known = list(facts.gather_people(unit.tx, about, since=unit.now).values()) if about else []
    return write(unit, [change(person, stopped, unit.now) for person in known or [stranger()]])


def stranger() -> Facts:
    """Return the empty facts of a person who is in no list."""
    return Facts(lead=Lead(id="", numbers=()), enrolment=Enrolment(id="", campaign="", version=0, at=facts.NEVER))
