"""
Who sent a message, and what is written for it? Edge: what it changes is decided by `planning/transitions/reply.py`.

A reply belongs to the latest touch from that sender to that number, and shows on all the lead's enrolments. Stop words
act on the person; those from senders we do not know are kept, too (protocol §5.3).
"""

from dataclasses import replace
from uuid import uuid4

from cadence.campaign import Campaign
from cadence.channels.provider import Received
from cadence.domain import Facts, Inbound, Move
from cadence.domain.zones import candidate_zones
from cadence.engine.outcomes.callbacks import last_case
from cadence.engine.outcomes.identified import EarlierIdentity, earlier_messages, everybody, take_over
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.engine.outcomes.sender import Sender, sender_of
from cadence.engine.outcomes.settled import Settled
from cadence.engine.outcomes.stops import stranger
from cadence.engine.outcomes.writing import WrittenChange, write
from cadence.ledger.campaigns import enrolment_rows
from cadence.ledger.db import locks
from cadence.ledger.people import numbers, strangers
from cadence.ledger.people.numbers import ChannelAddress
from cadence.ledger.reading import facts
from cadence.ledger.touches import inbound, touch_rows
from cadence.planning.transitions import Change, Replied, Stopped, change
from cadence.policy.built_in.held_reply import UNCLEAR
from cadence.replies.reading import Reply, read_reply

STOP = Reply(meaning="revoke")


def record_inbound(planner: Planner, received: Received, *, meant: Reply | None = None) -> Settled:
    """
    Record what a person sent, once, and act on it.

    `meant` says what it means where it has no words to be read: a key pressed, or a call to us.
    """
    with planner.page() as page:
        known = _known(page, received)
        if known and not (received.sender and received.user):
            return Settled(changed=False)
        address = _address(page, received)
        sender, earlier = _locked(page, received, address)
        page.locked()
        found = take_over(page, address, earlier)
        if known or _known(page, received):  # another delivery of it came first
            return Settled(changed=found.changed, news=found.news, stopped=found.stopped)
        cases = _cases(page, sender)
        said = _said(page, sender, received, cases, meant)
        changes = [change(facts, said, page.now, campaign) for campaign, facts in cases]
        written = write(page, [*changes, *_stopped_too(page, sender, said)])
        if not sender.everybody and (said.reply.meaning == "revoke" or said.reply.meaning in UNCLEAR):
            strangers.keep(
                page.tx, planner.ledger.hasher, said.message.id, received.sender or received.user, at=page.now
            )
        move = _plan(page, sender, said, written)
    stopped = tuple(dict.fromkeys((*found.stopped, *written.stopped)))
    return Settled(move=move, news=(*found.news, *written.news), stopped=stopped)


def _locked(
    page: UnitOfWork, received: Received, address: ChannelAddress
) -> tuple[Sender, tuple[EarlierIdentity, ...]]:
    """Lock everybody whom the message may concern; return who sent it, and what had come by their id alone."""

    def read() -> tuple[Sender, tuple[EarlierIdentity, ...]]:
        sender = sender_of(
            page.tx,
            address.number,
            ours=received.to,
            channel=received.channel,
            at=received.at,
            service=received.service,
        )
        return sender, earlier_messages(page, address)

    return locks.lock_known(page.tx, read, lambda found: {*found[0].everybody, *everybody(found[1])}, [address.number])


def _known(page: UnitOfWork, received: Received) -> bool:
    """Tell whether a message has been taken in already."""
    return bool(received.sid) and inbound.find_by_sid(page.tx, received.sid) is not None


def _cases(page: UnitOfWork, sender: Sender) -> list[tuple[Campaign | None, Facts]]:
    """Return what is known of everybody it may be from, with the campaign that the message answers."""
    if sender.answers is not None:
        touch = sender.answers.touch
        last = enrolment_rows.last_in_campaign(page.tx, touch.lead, touch.campaign)
        if last and page.planner.readable(page.tx, last.enrolment.campaign, last.enrolment.version) is None:
            # What a person says is written down all the same; only a call that it asks for is not promised.
            return [(None, facts.gather(page.tx, last.enrolment.id, since=page.now))]
        case = last_case(page, touch.lead, touch.campaign)
        return [(case.campaign, case.facts)]
    known = facts.gather_people(page.tx, sender.owners, since=page.now)
    return [(None, one) for one in known.values()] or [(None, stranger())]


def _said(
    page: UnitOfWork,
    sender: Sender,
    received: Received,
    cases: list[tuple[Campaign | None, Facts]],
    meant: Reply | None,
) -> Replied:
    """Return the message as an event: what it says is read in the zones in which the person may mean an hour."""
    zones = [one.zone for one in candidate_zones(cases[0][1].lead)] if sender.answers else []
    message = Inbound(
        id=str(uuid4()),
        channel=received.channel,
        number=sender.number,
        sender=sender.came_to(received.to),
        at=received.at,
        touch=sender.answers.touch.id if sender.answers else None,
        confirmed_by_carrier=received.confirmed,
    )
    return Replied(
        message=message,
        reply=meant or read_reply(received.body, zones, page.now, spans=_confirms(cases[0][0])),
        lead=sender.lead,
        sid=received.sid or None,
        body=received.body,
        promise=str(uuid4()),
        enrolment=str(uuid4()),
    )


def _confirms(campaign: Campaign | None) -> bool:
    """Tell whether the hour of a promised call is confirmed to the person: then "in the afternoon" is enough."""
    return campaign is not None and campaign.callback is not None and campaign.callback.confirm is not None


def _stopped_too(page: UnitOfWork, sender: Sender, said: Replied) -> list[Change]:
    """Return what a stop changes for those who have the number since: it is taken for the one and for the others."""
    if said.reply.meaning != "revoke" or not sender.successors:
        return []
    stop = Stopped(source="reply", ref=said.message.id, number=said.message.number)
    stops = [replace(stop, scope=part.scope, value=part.value) for part in said.reply.scope] or [stop]
    known = facts.gather_people(page.tx, sender.successors, since=page.now)
    return [change(one, stop, page.now) for one in known.values() for stop in stops]


def _plan(page: UnitOfWork, sender: Sender, said: Replied, written: WrittenChange) -> Move | None:
    """Plan for whom it concerns: the enrolment that confirms a stop, else all that the person is in."""
    if said.reply.meaning == "revoke" and not said.reply.scope:
        return page.plan_or_leave(written.confirm.enrolment).move if written.confirm else None
    concerned = [one for lead in sender.people for one in enrolment_rows.open_of_lead(page.tx, lead)]
    moves = [page.plan_or_leave(one.enrolment.id).move for one in concerned]
    return moves[0] if moves else None


def _address(page: UnitOfWork, received: Received) -> ChannelAddress:
    """
    Return the row of whoever wrote: by their number, in any spelling, or by the channel's own id of them.

    An id that comes without a number belongs to the number that the quoted message went to, if it quotes one of ours.
    """
    hasher = page.planner.ledger.hasher
    number = numbers.ensure(page.tx, hasher, received.sender, keep=False) if received.sender else None
    if not received.user:
        return ChannelAddress(number=number if number is not None else numbers.ensure(page.tx, hasher, "", keep=False))
    if number is None and received.answers:
        quoted = touch_rows.find_by_sid(page.tx, received.answers)
        number = quoted.touch.number if quoted else None
    return numbers.ensure_user(page.tx, hasher, received.user, number=number)
