"""
What did a person write under an id before we knew their number? Edge: those messages become theirs afterwards.

WhatsApp hides the number of some people. A message with only their id belongs to nobody until the id arrives together
with a number: then a stop closes the person, and a reply that waits for a decision holds their touches.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cadence.domain import Facts, Inbound
from cadence.engine.outcomes.planner import UnitOfWork
from cadence.engine.outcomes.sender import Sender, sender_of
from cadence.engine.outcomes.stops import stranger
from cadence.engine.outcomes.writing import EventResult, like, write
from cadence.ledger.people import numbers, suppressions
from cadence.ledger.people.numbers import ChannelAddress
from cadence.ledger.reading import facts
from cadence.ledger.touches import inbound, tasks
from cadence.planning.transitions import change
from cadence.planning.transitions.change import Change
from cadence.planning.transitions.events import Identified, Stopped, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierIdentity:
    """A message that came with the id alone, and its sender as far as it is known now."""

    message: Inbound
    sender: Sender


def earlier_messages(unit: UnitOfWork, address: ChannelAddress) -> tuple[EarlierIdentity, ...]:
    """Return what came from an id before it was linked, oldest first; nothing when it had been linked before."""
    if address.linked is None:
        return ()
    messages = []
    for message in inbound.of_number(unit.tx, address.linked):
        sender = sender_of(unit.tx, address.number, ours=message.sender, channel=message.channel, at=message.at)
        touch = sender.answers.touch.id if sender.answers else None
        messages.append(EarlierIdentity(message=replace(message, number=address.number, touch=touch), sender=sender))
    return tuple(messages)


def everybody(earlier: Sequence[EarlierIdentity]) -> set[str]:
    """Return the leads that these messages concern."""
    return {lead for entry in earlier for lead in entry.sender.everybody}


def take_over(unit: UnitOfWork, address: ChannelAddress, earlier: Sequence[EarlierIdentity]) -> EventResult:
    """Write what follows for the people that an id is linked to; everybody concerned is locked."""
    if address.linked is None:
        return EventResult(changed=False)
    owners = tuple(numbers.owners(unit.tx, [address.number]))
    people = {*owners, *everybody(earlier)}
    known = facts.gather_people(unit.tx, sorted(people), since=unit.now) if people else {}
    return write(unit, [*_stops(unit, address, owners, earlier, known), *_messages(unit, earlier, known)])


def _stops(
    unit: UnitOfWork,
    address: ChannelAddress,
    owners: tuple[str, ...],
    earlier: Sequence[EarlierIdentity],
    known: dict[str, Facts],
) -> list[Change]:
    """Return the stops that came from the id, as stops of the person at the instant when each was received."""
    assert address.linked is not None  # noqa: S101  checked by the caller; for mypy
    senders = {entry.message.id: entry.sender for entry in earlier}
    unknown = Sender(number=address.number, owners=owners)
    changes: list[Change] = []
    for stop, since in suppressions.standing_on(unit.tx, address.linked):
        sender = senders.get(stop.ref, unknown)
        stopped = like(Stopped, stop, number=address.number)
        concerned = dict.fromkeys((*sender.people, *sender.successors))
        changes += [change(person, stopped, since) for person in _facts(concerned, known)]
    return changes


def _messages(unit: UnitOfWork, earlier: Sequence[EarlierIdentity], known: dict[str, Facts]) -> list[Change]:
    """Return what the messages change for the people who may have sent them."""
    open_tasks = tasks.open_about(unit.tx, [entry.message.id for entry in earlier]) if earlier else []
    groups: dict[str | None, list[EarlierIdentity]] = {}
    for entry in earlier:
        groups.setdefault(entry.sender.lead, []).append(entry)
    changes: list[Change] = []
    for lead, group in groups.items():
        ids = {entry.message.id for entry in group}
        about = [task for task in open_tasks if task.ref in ids]
        work = [like(Work, task) for task in about]
        event = Identified(messages=tuple(entry.message for entry in group), lead=lead, tasks=tuple(work))
        changes += [change(person, event, unit.now) for person in _facts(group[0].sender.people, known)]
    return changes


def _facts(leads: Sequence[str] | dict[str, None], known: dict[str, Facts]) -> list[Facts]:
    return [known[lead] for lead in leads if lead in known] or [stranger()]
