"""
What was done to reach a person? Edge: one row per attempt, never removed, and it only moves forward.

Whoever writes here holds the lead's locks (see `locks.py`). A touch's key is its meaning, so reserving the same one
twice finds the first (law 2). `touch_rows.py` reads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from cadence.domain import Disposition, Outcome, Touch, TouchState
from cadence.domain.touch_record import NOTHING, settlement
from cadence.domain.touch_record import ReportedDetails as ReportedDetails  # noqa: PLC0414  handed on
from cadence.ledger.tables import contradictions, enrolments, leads, touches
from cadence.ledger.tables.base import ID
from cadence.ledger.touches.touch_rows import Stored, find_by_key, get

CHANGE = update(touches).where(touches.c.id == bindparam("touch", type_=ID))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """What a reserve found. `won` means: nobody has sent it, and this caller may."""

    stored: Stored
    won: bool


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


def note(connection: Connection, touch: str, heard: ReportedDetails) -> None:
    """Keep what a report says of a touch beside its outcome, whatever its state."""
    if values := heard.known():
        _change(connection, touch, **values)


def settle(
    connection: Connection, touch: str, outcome: Outcome, *, at: datetime, heard: ReportedDetails = NOTHING
) -> bool:
    """Record what came of a touch, as `settlement` says; return whether that was news."""
    stored = get(connection, touch)
    made = settlement(stored, outcome, at, heard)
    change(connection, touch, made.values)
    kept = made.contradiction is not None and contradict(
        connection, touch, made.contradiction.outcome, made.contradiction.code, at=made.contradicted_at or at
    )
    return made.wins or kept


def contradict(connection: Connection, touch: str, outcome: Outcome, code: str, *, at: datetime) -> bool:
    """Keep a report that cannot be true beside what stands; False when it was kept before."""
    values = {"touch_id": touch, "outcome": outcome, "code": code, "at": at}
    statement = upsert(contradictions).values(**values).on_conflict_do_nothing().returning(contradictions.c.touch_id)
    return connection.execute(statement).first() is not None


def change(connection: Connection, touch: str, values: Mapping[str, Any]) -> None:
    """Write these fields of a touch, which holds the names of the model; nothing where there are none."""
    if values:
        _change(connection, touch, **values)


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
