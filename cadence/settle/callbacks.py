"""How does a promise to call become a touch? Edge: one promise per request, on the lead's enrolment in the campaign."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from cadence.errors import InvalidInputError, NotFoundError
from cadence.ledger import callbacks, commands, enrolment_rows, enrolments, locks, news
from cadence.ledger.callbacks import NewCallback, Promised
from cadence.ledger.commands import Command
from cadence.ledger.enrolment_rows import StoredEnrolment
from cadence.model import Enrolment, NewsKind, Wait
from cadence.settle.mind import Mind, Page
from cadence.settle.settled import Settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A call asked for. `ref` names who asked: it makes one promise, however often it is repeated."""

    lead: str
    campaign: str
    at: datetime
    ref: str
    number: int | None = None  # Number.id, when a certain one was asked for


def request_callback(mind: Mind, asked: Promise, command: Command) -> Settled:
    """
    Promise a call, through the gate as every touch; after the cadence's end by an enrolment of its own.

    Raises InvalidInputError for an instant that has passed and NotFoundError for a lead that was never in the campaign.
    """
    with mind.page() as page:
        if asked.at <= page.now:
            raise InvalidInputError(f"A call cannot be promised for {asked.at:%Y-%m-%d %H:%M} UTC: that has passed.")
        locks.lock_lead(page.tx, asked.lead)
        if not commands.record(page.tx, command, at=page.now).new:
            return Settled(changed=False)
        enrolment = promise(page, asked)
        planned = page.plan_or_leave(enrolment)
        written = news.add(page.tx, enrolment, NewsKind.CALLBACK, at=page.now, ref=asked.ref)
    return Settled(move=planned.move, news=(written,))


def promise(page: Page, asked: Promise, *, instead_of: Promised | None = None) -> str:
    """
    Write a promise for a lead that is locked, and return the enrolment that keeps it: the open one, or a new one.

    `instead_of` is the promise that the same request made before, and corrects now. The caller plans for it, and writes
    the news.
    """
    last = enrolment_rows.last_in_campaign(page.tx, asked.lead, asked.campaign)
    if last is None:
        raise NotFoundError(f"This lead was never in campaign {asked.campaign}. `cadence lead` shows where it was.")
    enrolment = last.enrolment.id if last.enrolment.finished is None else reopen(page, last, "callback")
    new = NewCallback(lead=asked.lead, enrolment=enrolment, at=asked.at, ref=asked.ref, number=asked.number)
    if instead_of is None:
        callbacks.promise(page.tx, new, at=page.now)
    else:
        callbacks.replace(page.tx, instead_of.callback.id, new, at=page.now)
    return enrolment


def reopen(page: Page, last: StoredEnrolment, kind: str) -> str:
    """Open an enrolment of one touch (a callback, a confirmation) after one that has ended, on its version."""
    enrolment = Enrolment(
        id=str(uuid4()), campaign=last.enrolment.campaign, version=last.enrolment.version, at=page.now, kind=kind
    )
    entry = enrolments.Entry(enrolment=enrolment, lead=last.lead, move=Wait(at=page.now), priority=last.priority)
    enrolments.open_one(page.tx, entry, at=page.now)
    return enrolment.id
