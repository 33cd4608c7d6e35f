"""How does a promise to call become a touch? Edge: one promise at a time, on the lead's enrolment in the campaign."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from cadence.errors import ConflictError, InvalidInputError, NotFoundError
from cadence.ledger import callbacks, commands, enrolment_rows, enrolments, locks, news
from cadence.ledger.callbacks import NewCallback, Promised
from cadence.ledger.commands import Command
from cadence.ledger.enrolment_rows import StoredEnrolment
from cadence.model import Callback, Enrolment, NewsKind, Verdict, Wait
from cadence.plan import callback_step, pending_callbacks, why_promised
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed(Settled):
    """What stands after a call was asked for. `changed` is False when it was promised already."""

    instead_of: tuple[datetime, ...] = ()  # the hours that do not hold any more
    verdict: Verdict | None = None  # what the rules say of that hour, as far as is known now


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A promise that was written."""

    enrolment: str  # that keeps it
    instead_of: tuple[datetime, ...] = ()


def request_callback(mind: Mind, asked: Promise, command: Command) -> Agreed:
    """
    Promise a call, through the gate as every touch; after the cadence's end by an enrolment of its own.

    What is promised already is promised once, and another hour replaces the one that stands. Raises InvalidInputError
    for an instant that has passed, NotFoundError for a lead that was never in the campaign, and ConflictError for a
    campaign that makes no calls.
    """
    with mind.page() as page:
        if asked.at <= page.now:
            raise InvalidInputError(f"A call cannot be promised for {asked.at:%Y-%m-%d %H:%M} UTC: that has passed.")
        locks.lock_lead(page.tx, asked.lead)
        last = _last(page, asked)
        if callback_step(page.mind.campaign(page.tx, asked.campaign, last.enrolment.version)) is None:
            raise ConflictError(f"Campaign {asked.campaign} makes no calls: its file has no call step and no callback.")
        known = [one.at for one in standing(page, last)] == [asked.at]
        if not commands.record(page.tx, command, at=page.now).new or known:
            return Agreed(changed=False, verdict=_verdict(page, last.enrolment.id, asked.at))
        kept = promise(page, asked)
        planned = page.plan_or_leave(kept.enrolment)
        written = news.add(page.tx, kept.enrolment, NewsKind.CALLBACK, at=page.now, ref=asked.ref)
        verdict = _verdict(page, kept.enrolment, asked.at)
    return Agreed(move=planned.move, news=(written,), instead_of=kept.instead_of, verdict=verdict)


def promise(page: Page, asked: Promise, *, instead_of: Promised | None = None) -> Kept:
    """
    Write a promise for a lead that is locked, on the enrolment that keeps it: the open one, or a new one.

    A person is called once: the hour said last replaces every other that still stands, and `instead_of`, the promise
    that the same request made before. What stands already stays. The caller plans for it, and writes the news.
    """
    last = _last(page, asked)
    before = standing(page, last)
    if instead_of is None and any((one.at, one.number) == (asked.at, asked.number) for one in before):
        return Kept(enrolment=last.enrolment.id)
    old = {one.id for one in before} | ({instead_of.callback.id} if instead_of else set())
    enrolment = last.enrolment.id if last.enrolment.finished is None else reopen(page, last, "callback")
    new = NewCallback(lead=asked.lead, enrolment=enrolment, at=asked.at, ref=asked.ref, number=asked.number)
    callbacks.promise(page.tx, new, instead_of=old, at=page.now)
    return Kept(enrolment=enrolment, instead_of=tuple(one.at for one in before))


def standing(page: Page, last: StoredEnrolment) -> list[Callback]:
    """Return the promises of an enrolment that are still to be kept."""
    if last.enrolment.finished is not None:
        return []
    case = page.mind.case(page.tx, last.enrolment.id)
    pending = {due.cause.ref for due in pending_callbacks(case.campaign, case.facts)}
    return [one for one in case.facts.callbacks if one.id in pending]


def _last(page: Page, asked: Promise) -> StoredEnrolment:
    """Return the lead's last enrolment in the campaign. Raises NotFoundError."""
    last = enrolment_rows.last_in_campaign(page.tx, asked.lead, asked.campaign)
    if last is None:
        raise NotFoundError(f"This lead was never in campaign {asked.campaign}. `cadence lead` shows where it was.")
    return last


def _verdict(page: Page, enrolment: str, at: datetime) -> Verdict | None:
    """Return what the rules say of a call promised for this instant."""
    case = page.mind.case(page.tx, enrolment)
    return why_promised(case.campaign, case.facts, at, case.law)


def reopen(page: Page, last: StoredEnrolment, kind: str) -> str:
    """Open an enrolment of one touch (a callback, a confirmation) after one that has ended, on its version."""
    enrolment = Enrolment(
        id=str(uuid4()), campaign=last.enrolment.campaign, version=last.enrolment.version, at=page.now, kind=kind
    )
    entry = enrolments.Entry(enrolment=enrolment, lead=last.lead, move=Wait(at=page.now), priority=last.priority)
    enrolments.open_one(page.tx, entry, at=page.now)
    return enrolment.id
