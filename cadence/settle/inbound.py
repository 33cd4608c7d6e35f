"""
What does a person's message change? Edge: a stop stops everything at once, the rest is recorded and becomes work.

A reply belongs to the latest touch from that sender to that number, and shows on all the lead's enrolments. Stop words
act on the person; those from senders we do not know are kept, too (protocol §5.3).
"""

from dataclasses import dataclass, replace

from cadence.carrier.port import Received
from cadence.ledger import enrolment_rows, inbound, locks, news, numbers, tasks, touch_rows, touches
from cadence.ledger.suppressions import Stop
from cadence.ledger.touch_rows import Stored
from cadence.model import Inbound, NewsKind
from cadence.rules.replied import UNCLEAR
from cadence.rules.replies import Reply, read_reply
from cadence.rules.zones import candidate_zones
from cadence.settle.callbacks import Promise, promise, reopen
from cadence.settle.mind import Mind, Page
from cadence.settle.settled import Settled
from cadence.settle.stops import stop_people
from cadence.settle.writing import Written, notify

REPLY, REVIEW = "reply", "review"
"""Kinds of tasks: to answer a message, and to decide whether it was a stop."""
TITLES = {
    "revoke": "Stopped in part: answer what else it says",
    "restrict": "Not there, or not then: decide what to close",
    "hold": "Is this a stop? Read it and decide",
    "help": "Asks for help: say who we are and how to stop",
    "rejoin": "Wants to come back: get a fresh consent first",
}
"""What a person of ours is to do about a reply."""
STOP = Reply(meaning="revoke")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sender:
    """Who wrote, as far as we know."""

    number: int
    owners: tuple[str, ...]  # every lead that has the number
    answers: Stored | None  # the touch it replies to

    @property
    def lead(self) -> str | None:
        """The person, unless several share the number and none of them was written to."""
        if self.answers is not None:
            return self.answers.touch.lead
        return self.owners[0] if len(self.owners) == 1 else None

    @property
    def people(self) -> tuple[str, ...]:
        """Whom it may be about: the person, or everybody who has the number."""
        return (self.lead,) if self.lead is not None else self.owners

    @property
    def everybody(self) -> tuple[str, ...]:
        """Whom a stop concerns: the person, and whoever else has the number it came from."""
        return tuple(sorted({*self.people, *self.owners}))


def record_inbound(mind: Mind, received: Received, *, stop: bool = False) -> Settled:
    """
    Record what a person sent, once, and act on it.

    `stop` says that it is a stop whatever its words: a key pressed, a call to us to be left alone.
    """
    with mind.page() as page:
        if received.sid and inbound.find_by_sid(page.tx, received.sid):
            return Settled(changed=False)
        sender = _sender(page, received)
        locks.lock_leads(page.tx, sender.everybody)
        locks.lock_numbers(page.tx, [sender.number])
        reply = STOP if stop else read_reply(received.body, _zones(page, sender), page.now)
        taken = inbound.record(page.tx, _row(received, sender, reply))
        if not taken.new:
            return Settled(changed=False)
        if reply.meaning == "revoke" and not reply.scope:
            return _stopped(page, sender, taken.inbound)
        tasks.add(page.tx, _task(sender, taken.inbound, reply, received.body), at=page.now)
        closed = _stopped_in_part(page, sender, taken.inbound, reply)
        replied = _replied(page, sender, taken.inbound, reply)
        written = tuple(one for part in closed for one in part.news)
        stopped = tuple(sorted({lead for part in closed for lead in part.stopped}))
        return replace(replied, news=(*written, *replied.news), stopped=stopped)


def _stopped(page: Page, sender: _Sender, message: Inbound) -> Settled:
    """Suppress the number and every other number of the person, and have it confirmed once."""
    order = Stop(source="reply", ref=message.id)
    confirming = _confirmed_by(page, sender, message)
    closed = stop_people(page, sender.people, order, number=sender.number, but=confirming)
    if not confirming:
        return Settled(news=closed.news, stopped=closed.stopped)
    move = page.plan_or_leave(confirming).move
    told = news.add(page.tx, confirming, NewsKind.OPT_OUT, at=page.now, ref=message.id)
    return Settled(move=move, news=(*closed.news, told), stopped=closed.stopped)


def _stopped_in_part(page: Page, sender: _Sender, message: Inbound, reply: Reply) -> list[Written]:
    """Close what the person named. It is not confirmed: the confirmation's wording says that nothing more will come."""
    return [
        stop_people(
            page,
            sender.people,
            Stop(source="reply", scope=part.scope, value=part.value, ref=message.id),
            number=sender.number,
        )
        for part in reply.scope
    ]


def _confirmed_by(page: Page, sender: _Sender, message: Inbound) -> str:
    """Return the enrolment through which the stop is confirmed: that of the touch it answers, or one opened for it."""
    if sender.answers is None or message.confirmed_by_carrier:
        return ""
    touch = sender.answers.touch
    last = enrolment_rows.last_in_campaign(page.tx, touch.lead, touch.campaign)
    if last is None:
        return ""
    return last.enrolment.id if last.enrolment.finished is None else reopen(page, last, "confirmation")


def _replied(page: Page, sender: _Sender, message: Inbound, reply: Reply) -> Settled:
    """Mark the touch that was answered, promise the call that was asked for, and tell all the person's enrolments."""
    answered = sender.answers.touch if sender.answers else None
    if answered is not None:
        touches.mark_replied(page.tx, answered.id, message.at)
        if reply.callback_at is not None:
            ref = f"inbound:{message.id}"
            lead, at, number = answered.lead, reply.callback_at, message.number
            promise(page, Promise(lead=lead, campaign=answered.campaign, at=at, ref=ref, number=number))
    concerned = [one for lead in sender.people for one in enrolment_rows.open_of_lead(page.tx, lead)]
    written = notify(page, sender.people, NewsKind.REPLY, ref=message.id)
    moves = [page.plan_or_leave(one.enrolment.id).move for one in concerned]
    return Settled(move=moves[0] if moves else None, news=written)


def _sender(page: Page, received: Received) -> _Sender:
    hasher = page.mind.ledger.hasher
    known = numbers.find(page.tx, hasher, received.sender)
    number = known if known is not None else numbers.ensure(page.tx, hasher, received.sender, keep=False)
    answers = touch_rows.last_to_number(
        page.tx, number=number, sender=received.to, channel=received.channel, at=received.at
    )
    return _Sender(number=number, owners=tuple(numbers.owners(page.tx, [number])), answers=answers)


def _zones(page: Page, sender: _Sender) -> tuple[str, ...]:
    """Return the zones in which this person may mean an hour."""
    if sender.answers is None:
        return ()
    lead = page.mind.case(page.tx, sender.answers.touch.enrolment).facts.lead
    return tuple(one.zone for one in candidate_zones(lead))


def _row(received: Received, sender: _Sender, reply: Reply) -> inbound.NewInbound:
    return inbound.NewInbound(
        channel=received.channel,
        number=sender.number,
        sender=received.to,
        at=received.at,
        sid=received.sid or None,
        body=received.body,
        meaning="revoke_part" if reply.scope else reply.meaning,
        lead=sender.lead,
        touch=sender.answers.touch.id if sender.answers else None,
        confirmed_by_carrier=received.confirmed,
    )


def _task(sender: _Sender, message: Inbound, reply: Reply, body: str) -> tasks.NewTask:
    """Return the work that a reply makes: to decide what was meant, or to answer."""
    return tasks.NewTask(
        ref=message.id,
        kind=REVIEW if reply.meaning in UNCLEAR else REPLY,
        title=TITLES.get(reply.meaning, "Answer this reply"),
        body=body,
        lead=sender.lead,
        enrolment=sender.answers.touch.enrolment if sender.answers else None,
    )
