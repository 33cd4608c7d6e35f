"""
What had somebody written by an id alone whose number is known now? Edge: it becomes theirs, as if it came from there.

WhatsApp hides the number of some people. What comes by their id alone belongs to nobody until the id arrives beside a
number: then a stop closes the person, and a reply that waits for a decision holds what goes to them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cadence.domain import Facts, Inbound
from cadence.engine.outcomes.planner import UnitOfWork
from cadence.engine.outcomes.sender import Sender, sender_of
from cadence.engine.outcomes.stops import stranger
from cadence.engine.outcomes.writing import WrittenChange, write
from cadence.ledger.people import numbers, suppressions
from cadence.ledger.people.numbers import ChannelAddress
from cadence.ledger.reading import facts
from cadence.ledger.touches import inbound, tasks
from cadence.planning.transitions import Change, Identified, Stopped, Work, change


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierIdentity:
    """A message that came by the id alone, and who sent it, as is known now."""

    message: Inbound
    sender: Sender


def earlier_messages(page: UnitOfWork, address: ChannelAddress) -> tuple[EarlierIdentity, ...]:
    """Return what came by an id before it was linked, the oldest first. Nothing when it was linked before."""
    if address.linked is None:
        return ()
    found = []
    for message in inbound.of_number(page.tx, address.linked):
        sender = sender_of(page.tx, address.number, ours=message.sender, channel=message.channel, at=message.at)
        touch = sender.answers.touch.id if sender.answers else None
        found.append(EarlierIdentity(message=replace(message, number=address.number, touch=touch), sender=sender))
    return tuple(found)


def everybody(earlier: Sequence[EarlierIdentity]) -> set[str]:
    """Return whom these messages concern."""
    return {one for said in earlier for one in said.sender.everybody}


def take_over(page: UnitOfWork, address: ChannelAddress, earlier: Sequence[EarlierIdentity]) -> WrittenChange:
    """Write what follows for the people whom an id has led to; everybody concerned is locked."""
    if address.linked is None:
        return WrittenChange()
    owners = tuple(numbers.owners(page.tx, [address.number]))
    people = {*owners, *everybody(earlier)}
    known = facts.gather_people(page.tx, sorted(people), since=page.now) if people else {}
    return write(page, [*_stops(page, address, owners, earlier, known), *_messages(page, earlier, known)])


def _stops(
    page: UnitOfWork,
    address: ChannelAddress,
    owners: tuple[str, ...],
    earlier: Sequence[EarlierIdentity],
    known: dict[str, Facts],
) -> list[Change]:
    """Return what was stopped by the id, as stops of the person at the instant at which they were said."""
    assert address.linked is not None  # noqa: S101  checked by the caller; for mypy
    senders = {one.message.id: one.sender for one in earlier}
    unknown = Sender(number=address.number, owners=owners)
    changes: list[Change] = []
    for stop, since in suppressions.standing_on(page.tx, address.linked):
        sender = senders.get(stop.ref, unknown)
        said = Stopped(source=stop.source, ref=stop.ref, scope=stop.scope, value=stop.value, number=address.number)
        concerned = dict.fromkeys((*sender.people, *sender.successors))
        changes += [change(one, said, since) for one in _facts(concerned, known)]
    return changes


def _messages(page: UnitOfWork, earlier: Sequence[EarlierIdentity], known: dict[str, Facts]) -> list[Change]:
    """Return what the messages change for those who may have sent them."""
    open_ = tasks.open_about(page.tx, [one.message.id for one in earlier]) if earlier else []
    groups: dict[str | None, list[EarlierIdentity]] = {}
    for one in earlier:
        groups.setdefault(one.sender.lead, []).append(one)
    changes: list[Change] = []
    for lead, said in groups.items():
        ids = {one.message.id for one in said}
        work = [Work(ref=one.ref, kind=one.kind, title=one.title, body=one.body) for one in open_ if one.ref in ids]
        event = Identified(messages=tuple(one.message for one in said), lead=lead, tasks=tuple(work))
        changes += [change(one, event, page.now) for one in _facts(said[0].sender.people, known)]
    return changes


def _facts(leads: Sequence[str] | dict[str, None], known: dict[str, Facts]) -> list[Facts]:
    return [known[one] for one in leads if one in known] or [stranger()]
