"""
Who sent a message, and what is recorded? Edge: `planning/transitions/reply.py` decides what the message changes.

A reply belongs to the touch that it quotes, else to the latest from that sender to that number, and appears on all
enrolments of the lead. Stop words apply to the person; those of unknown senders are kept as well (protocol §5.3).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import uuid4

from cadence.campaign import Campaign
from cadence.channels.provider import Received
from cadence.domain import Facts, Inbound
from cadence.domain.channels import CONFIRMED_ON, stored_address
from cadence.domain.questions import ReplyQuestion
from cadence.domain.zones import candidate_zones
from cadence.engine.outcomes.identified import EarlierIdentity, earlier_messages, everybody, take_over
from cadence.engine.outcomes.planner import LeadCase, Planner, UnitOfWork
from cadence.engine.outcomes.sender import Sender, sender_of
from cadence.engine.outcomes.stops import stranger
from cadence.engine.outcomes.writing import EventResult, case_after, together, without_unchanged, write
from cadence.ledger.campaigns import enrolment_rows
from cadence.ledger.db import locks
from cadence.ledger.people import numbers, strangers
from cadence.ledger.people.numbers import ChannelAddress
from cadence.ledger.reading import facts
from cadence.ledger.touches import inbound, touch_rows
from cadence.ledger.touches.awaited import others_at_number
from cadence.planning.transitions import change
from cadence.planning.transitions.answer import question_to
from cadence.planning.transitions.change import Change
from cadence.planning.transitions.events import Replied, Stopped
from cadence.policy.built_in.held_reply import UNCLEAR
from cadence.replies.opt_out import Reply
from cadence.replies.reading import read_reply

STOP = Reply(meaning="revoke")


def record_inbound(planner: Planner, received: Received, *, meant: Reply | None = None) -> EventResult:
    """
    Record what a person sent, once, and act on it.

    `meant` gives the meaning of a message that has no text: a key that was pressed, or a call to us. Raises
    NotFoundError when nothing but a touch that is not in this ledger says who sent it.
    """
    with planner.begin() as unit:
        received = _of_this_ledger(unit, received)
        known = _known(unit, received)
        if known and not is_introduction(received):
            return EventResult(changed=False)
        address = _address(unit, received)
        sender, earlier = _locked(unit, received, address)
        unit.locked()
        taken_over = take_over(unit, address, earlier)
        if known or _known(unit, received):  # it was delivered and recorded before
            return taken_over
        people = _people(unit, sender)
        event = _event(unit, sender, received, people, meant)
        changes = [(person, change(person.facts, event, unit.now, person.campaign)) for person in people]
        written = write(unit, [*(made for _, made in changes), *_stop_successors(unit, sender, event)])
        if not sender.everybody and (event.reply.meaning == "revoke" or event.reply.meaning in UNCLEAR):
            strangers.keep(
                unit.tx, planner.ledger.hasher, event.message.id, received.sender or received.user, at=unit.now
            )
        written = _plan(unit, sender, event, changes, written)
    return replace(together(taken_over, written), move=written.move)


def is_introduction(received: Received) -> bool:
    """Tell whether a message says which number an id belongs to: that counts even if it was recorded before."""
    return bool(received.sender and received.user)


def _of_this_ledger(unit: UnitOfWork, received: Received) -> Received:
    """Return a message without the touch it answers if that is not here: a restored backup lacks the last ones."""
    if not received.touch or not received.sender or touch_rows.find(unit.tx, received.touch) is not None:
        return received
    return replace(received, touch="")


def _locked(
    unit: UnitOfWork, received: Received, address: ChannelAddress
) -> tuple[Sender, tuple[EarlierIdentity, ...]]:
    """Lock everybody the message may concern; return its sender, and what came before with their id alone."""

    def read() -> tuple[Sender, tuple[EarlierIdentity, ...]]:
        sender = sender_of(
            unit.tx,
            address.number,
            ours=received.to,
            channel=received.channel,
            at=received.at,
            service=received.service,
            touch=received.touch or _quoted(unit, received, address),
        )
        return sender, earlier_messages(unit, address)

    return locks.lock_known(unit.tx, read, lambda rows: {*rows[0].everybody, *everybody(rows[1])}, [address.number])


def _quoted(unit: UnitOfWork, received: Received, address: ChannelAddress) -> str:
    """Return the touch that a message quotes, such as that of its button, if that was sent to this number; else ""."""
    quoted = touch_rows.find_by_sid(unit.tx, received.answers) if received.answers else None
    return quoted.touch.id if quoted is not None and quoted.touch.number == address.number else ""


def _known(unit: UnitOfWork, received: Received) -> bool:
    """Return whether a message has been recorded already."""
    return bool(received.sid) and inbound.find_by_sid(unit.tx, received.sid) is not None


@dataclass(frozen=True, slots=True)
class _Person:
    """One of the people a message may be from: what is known, and the case if they answer a touch."""

    facts: Facts
    case: LeadCase | None = None

    @property
    def campaign(self) -> Campaign | None:
        """The campaign that the message answers, if it can be read."""
        return self.case.campaign if self.case is not None else None


def _people(unit: UnitOfWork, sender: Sender) -> list[_Person]:
    """Return everybody who may have sent it, with the case that the message answers."""
    if sender.answers is not None:
        touch = sender.answers.touch
        stored = enrolment_rows.last_in_campaign(unit.tx, touch.lead, touch.campaign)
        last = (stored or enrolment_rows.get(unit.tx, touch.enrolment)).enrolment
        if unit.planner.readable(unit.tx, last.campaign, last.version) is None:
            # The message is recorded all the same; only a call that it asks for is not promised.
            return [_Person(facts.gather(unit.tx, last.id, since=unit.now))]
        case = unit.planner.case(unit.tx, last.id, (last.campaign, last.version))
        return [_Person(case.facts, case)]
    known = facts.gather_people(unit.tx, sender.owners, since=unit.now) if sender.owners else {}
    return [_Person(person) for person in known.values()] or [_Person(stranger())]


def _event(
    unit: UnitOfWork,
    sender: Sender,
    received: Received,
    people: list[_Person],
    meant: Reply | None,
) -> Replied:
    """Return the message as an event: times in it are read in the zones in which the person may be."""
    zones = [candidate.zone for candidate in candidate_zones(people[0].facts.lead)] if sender.answers else []
    campaign, touch = people[0].campaign, sender.answers.touch if sender.answers else None
    # Where the time of a promised call is confirmed to the person, "in the afternoon" is enough.
    confirms = campaign is not None and campaign.callback is not None and campaign.callback.confirm is not None
    message = Inbound(
        id=str(uuid4()),
        channel=received.channel,
        number=sender.number,
        sender=sender.came_to(received.to),
        at=received.at,
        touch=touch.id if touch is not None else None,
        confirmed_by_carrier=received.confirmed,
    )

    def read(question: ReplyQuestion | None) -> Reply:
        return read_reply(received.body, zones, unit.now, spans=confirms, question=question, pressed=received.pressed)

    reply = meant or read(question_to(campaign, touch))
    if meant is None and reply.answer and _asked_another(unit, sender, received, read):
        reply = read(None)
    # A key, and what came by e-mail, need no confirmation either: only a carrier that reports an opt-out has read one.
    carriers_stop = meant is None and received.confirmed and received.channel in CONFIRMED_ON
    if carriers_stop and reply.meaning != STOP.meaning:
        reply = STOP  # the carrier has taken it for one, and has told the person so
    return Replied(
        message=message,
        reply=reply,
        lead=sender.lead,
        sid=received.sid or None,
        body=received.body,
        promise=str(uuid4()),
        enrolment=str(uuid4()),
    )


def _asked_another(
    unit: UnitOfWork, sender: Sender, received: Received, read: Callable[[ReplyQuestion | None], Reply]
) -> bool:
    """Tell whether somebody else who has the number waits with a question to which the reply is an answer, too."""
    answered = sender.answers
    quoted = answered is not None and received.answers and received.answers == answered.sid
    if answered is None or quoted or not set(sender.owners) - {answered.touch.lead}:
        return False
    for other, version in others_at_number(unit.tx, answered.touch):
        campaign = unit.planner.readable(unit.tx, other.touch.campaign, version)
        if campaign is None or read(question_to(campaign, other.touch)).answer:
            return True
    return False


def _stop_successors(unit: UnitOfWork, sender: Sender, event: Replied) -> list[Change]:
    """Return what a stop changes for the people who have the number now: it counts for them as well."""
    if event.reply.meaning != "revoke" or not sender.successors:
        return []
    stop = Stopped(source="reply", ref=event.message.id, number=event.message.number)
    stops = [replace(stop, scope=part.scope, value=part.value) for part in event.reply.scope] or [stop]
    known = facts.gather_people(unit.tx, sender.successors, since=unit.now)
    return [change(person, stop, unit.now) for person in known.values() for stop in stops]


def _plan(
    unit: UnitOfWork, sender: Sender, event: Replied, changes: list[tuple[_Person, Change]], written: EventResult
) -> EventResult:
    """
    Plan the enrolments it concerns: the one that confirms a stop, otherwise all of the person's enrolments.

    Nobody else is planned here: others who share a number may not be locked. Their workflows are woken, and plan.
    """
    if event.reply.meaning == "revoke" and not event.reply.scope:
        confirm = next((made.confirm for _, made in changes if made.confirm), None)
        return replace(written, move=unit.plan_or_leave(confirm.enrolment).move) if confirm else written
    cases = [case_after(person.case, made, written) for person, made in changes if person.case is not None]
    known = {case.facts.enrolment.id: case for case in cases if case is not None}
    own = dict.fromkeys(entry.enrolment for entry in written.notified if entry.lead in sender.people)
    planned = {enrolment: unit.plan_or_leave(enrolment, known.get(enrolment)) for enrolment in own}
    first = next((plan.move for plan in planned.values()), None)
    return replace(without_unchanged(unit, written, planned), move=first)


def _address(unit: UnitOfWork, received: Received) -> ChannelAddress:
    """
    Return the address row of the sender: by the number, in any spelling, or by the id that the channel gives them.

    An id without a number belongs to the number of the quoted message, if the message quotes one of ours; a message
    with nothing but the touch that it answers, to the number of that touch.
    """
    hasher = unit.planner.ledger.hasher
    number = numbers.ensure(unit.tx, hasher, stored_address(received.sender), keep=False) if received.sender else None
    if number is None and received.touch:
        number = touch_rows.get(unit.tx, received.touch).touch.number
    if not received.user:
        return ChannelAddress(number=number if number is not None else numbers.ensure(unit.tx, hasher, "", keep=False))
    if number is None and received.answers:
        quoted = touch_rows.find_by_sid(unit.tx, received.answers)
        number = quoted.touch.number if quoted else None
    return numbers.ensure_user(unit.tx, hasher, received.user, number=number)
