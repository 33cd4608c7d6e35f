"""
What was done to reach a person? Edge: one row per attempt, never removed, and it only moves forward.

Whoever writes here holds the lead's locks (see `locks.py`). A touch's key is its meaning, so reserving the same one
twice finds the first (law 2). `touch_rows.py` reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from cadence.ledger.tables import contradictions, enrolments, leads, touches
from cadence.ledger.tables.base import ID
from cadence.ledger.touch_rows import Stored, find_by_key, get
from cadence.model import Disposition, Outcome, Touch, TouchState
from cadence.model.outcomes import Said, contradicts, reported, said, standing

CHANGE = update(touches).where(touches.c.id == bindparam("touch", type_=ID))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """What a reserve found. `won` means: nobody has sent it, and this caller may."""

    stored: Stored
    won: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a report says of a touch, beside its outcome. None leaves what is stored."""

    sid: str | None = None
    status: str | None = None
    code: str | None = None
    delivery: str | None = None
    carried_at: datetime | None = None
    answered_at: datetime | None = None
    greeting_end_at: datetime | None = None
    agent_at: datetime | None = None
    wrap_up_until: datetime | None = None

    def known(self) -> dict[str, datetime | str]:
        """Return only what is known."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name)) is not None}


NOTHING = Heard()


def reserve(connection: Connection, touch: Touch, *, version: int, floor: str = "") -> Reserved:
    """
    Take the right to send this touch, once.

    `touch.id` is used when the row is new. A planned row of the same key is taken over: its number, sender,
    portfolio, floor, instant and version become the new ones. Any other row of the same key has been somebody's before:
    it is returned as it is.
    """
    found = find_by_key(connection, touch)
    if found is None:
        _insert(connection, touch, version=version, floor=floor, state=TouchState.RESERVED)
        return Reserved(stored=get(connection, touch.id), won=True)
    if found.touch.state is not TouchState.PLANNED:
        return Reserved(stored=found, won=False)
    values = {"state": TouchState.RESERVED, "at": touch.at, "number_id": touch.number, "sender": touch.sender}
    values |= {"portfolio": touch.portfolio}
    taken_over = CHANGE.values(**values, version=version, floor=floor, code="", status="")
    connection.execute(taken_over, {"touch": found.touch.id})
    return Reserved(stored=get(connection, found.touch.id), won=True)


def skip(connection: Connection, touch: Touch, *, version: int, rules: Sequence[str], scope: str) -> Stored:
    """Write down that a rule refused this step: nothing leaves, the cadence moves on."""
    values: dict[str, object] = {"rules": list(rules), "scope": scope, "outcome": Outcome.SKIPPED}
    found = find_by_key(connection, touch)
    if found is None:
        _insert(connection, touch, version=version, state=TouchState.SKIPPED, **values)
        return get(connection, touch.id)
    if found.touch.state is TouchState.PLANNED:
        values |= {"state": TouchState.SKIPPED, "version": version, "at": touch.at, "ended_at": touch.at}
        connection.execute(CHANGE.values(**values), {"touch": found.touch.id})
    return get(connection, found.touch.id)


def plan_again(connection: Connection, touch: str, *, code: str = "") -> bool:
    """
    Put back what surely did not leave, so that it may go through the gate again on the same row.

    False when a report came first: then it did leave.
    """
    return _leave_reserved(connection, touch, TouchState.PLANNED, code)


def mark_unknown(connection: Connection, touch: str, *, code: str = "") -> bool:
    """Write down that the carrier's answer was lost; False when a report came first. Only asking settles it now."""
    return _leave_reserved(connection, touch, TouchState.UNKNOWN, code)


def mark_carried(connection: Connection, touch: str, *, sid: str, status: str, at: datetime) -> None:
    """Write down that the carrier took the call and will report its end. A report that came first is not undone."""
    stored = get(connection, touch)
    if stored.touch.state in (TouchState.RESERVED, TouchState.UNKNOWN):
        _change(connection, touch, state=TouchState.CARRIED, sid=sid, status=status, carried_at=at)
    elif stored.sid is None:
        _change(connection, touch, sid=sid, carried_at=at)


def note(connection: Connection, touch: str, heard: Heard) -> None:
    """Keep what a report says of a touch beside its outcome, whatever its state."""
    if values := heard.known():
        _change(connection, touch, **values)


def settle(connection: Connection, touch: str, outcome: Outcome, *, at: datetime, heard: Heard = NOTHING) -> bool:
    """
    Record what came of a touch; return whether that was news. `heard` is kept only then.

    Idempotent and independent of order: what says most stands (`model.outcomes`), and what it contradicts is kept
    beside it.
    """
    stored = get(connection, touch)
    was, new = _reported(stored), said(outcome, heard.code or "")
    if stored.touch.state is TouchState.SKIPPED:
        return False
    wins = was is None or new.weight > was.weight
    kept = was is not None and _keep(connection, stored, was, new, at)
    values: dict[str, object] = {}
    if wins or (new == was and at < (stored.outcome_at or at)):
        values = {"outcome_at": at}
    ended_at = first_end(stored, outcome, at)
    if ended_at != stored.touch.ended_at:
        values["ended_at"] = ended_at
    if wins or kept:
        values |= heard.known()
        stands = standing(new if wins or was is None else was, heard.delivery or stored.touch.delivery)
        values |= {"state": TouchState.SETTLED, "outcome": stands.outcome, "code": stands.code}
    if values:
        _change(connection, touch, **values)
    return wins or kept


def first_end(stored: Stored, outcome: Outcome, at: datetime) -> datetime:
    """Return when a touch was over, after one more report: the earliest knows. `lost` is our own guess, and no end."""
    known, guessed, guess = stored.touch.ended_at, stored.touch.outcome is Outcome.LOST, outcome is Outcome.LOST
    if known is None or (guessed and not guess):
        return at
    return known if guess and not guessed else min(known, at)


def _reported(stored: Stored) -> Said | None:
    """Return what the report said that stands."""
    outcome = stored.touch.outcome
    return reported(outcome, stored.code) if outcome is not None else None


def _keep(connection: Connection, stored: Stored, was: Said, new: Said, at: datetime) -> bool:
    """Keep the lighter of two reports when both cannot be true; return whether that was news."""
    lighter, weightier = sorted((was, new), key=lambda one: one.weight)
    if not contradicts(lighter, weightier):
        return False
    since = at if lighter is new else stored.outcome_at or stored.touch.ended_at or at
    values = {"touch_id": stored.touch.id, "outcome": lighter.outcome, "code": lighter.code, "at": since}
    statement = upsert(contradictions).values(**values).on_conflict_do_nothing().returning(contradictions.c.touch_id)
    return connection.execute(statement).first() is not None


def set_disposition(connection: Connection, touch: str, disposition: Disposition) -> None:
    """Keep what the agent says came of the conversation; a correction replaces it."""
    _change(connection, touch, disposition=disposition)


def mark_replied(connection: Connection, touch: str, at: datetime) -> None:
    """Keep the instant of the first reply that belongs to this touch."""
    statement = CHANGE.values(replied_at=func.least(touches.c.replied_at, at))
    connection.execute(statement, {"touch": touch})


def _insert(connection: Connection, touch: Touch, **values: object) -> None:
    enrolment = enrolments.c.id == touch.enrolment
    ended = {"ended_at": touch.at} if values["state"] is TouchState.SKIPPED else {}
    connection.execute(
        insert(touches).values(
            id=touch.id or str(uuid4()),
            lead_id=touch.lead,
            enrolment_id=touch.enrolment,
            campaign_id=select(enrolments.c.campaign_id).where(enrolment).scalar_subquery(),
            account_id=select(leads.c.account_id).where(leads.c.id == touch.lead).scalar_subquery(),
            cause_kind=touch.cause.kind,
            cause_ref=touch.cause.ref,
            cause_lap=touch.cause.lap,
            attempt=touch.attempt,
            step=touch.step,
            channel=touch.channel,
            purpose=touch.purpose,
            at=touch.at,
            due=touch.due,
            number_id=touch.number,
            sender=touch.sender,
            subject=touch.subject,
            seller=touch.seller,
            portfolio=touch.portfolio,
            delivery=touch.delivery,
            **ended,
            **values,
        )
    )


def _leave_reserved(connection: Connection, touch: str, state: TouchState, code: str) -> bool:
    statement = CHANGE.where(touches.c.state == TouchState.RESERVED).values(state=state, code=code)
    return connection.execute(statement, {"touch": touch}).rowcount == 1


def _change(connection: Connection, touch: str, **values: object) -> None:
    connection.execute(CHANGE.values(**values), {"touch": touch})
