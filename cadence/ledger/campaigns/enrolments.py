"""
Who is enrolled in which campaign, and what comes next for them? Edge: writing; `enrolment_rows.py` reads.

Every open enrolment has a wake-up or a named hold (law 3); a constraint of the table enforces it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, update
from sqlalchemy.dialects.postgresql import insert

from cadence.domain import Attempt, Enrolment, Finish, Move, Wait
from cadence.ledger.campaigns import enrolment_queue
from cadence.ledger.campaigns.campaigns import find
from cadence.ledger.db.batches import Result_co, Writer
from cadence.ledger.db.queries import new, writing
from cadence.ledger.tables.campaigns import enrolments
from cadence.ledger.tables.fields import plain

CHANGE = update(enrolments).where(enrolments.c.id == bindparam("enrolment"))
CHANGE_OPEN = CHANGE.where(enrolments.c.finished.is_(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEnrolment:
    """A lead to enrol, with its first move."""

    enrolment: Enrolment
    lead: str
    move: Move
    priority: int = 3


def enrol_page(connection: Connection, campaign: int, page: Sequence[NewEnrolment], *, at: datetime) -> list[str]:
    """
    Write enrolments with their first moves, `started_at` empty; return the ids that are new.

    A lead that another process has claimed, or that is open in this campaign already, is left out (protocol §5.5). Call
    `locks.lock_entry` before reading the facts, so that no pause begins in between.
    """
    claimed = enrolment_queue.take(connection, campaign, [entry.lead for entry in page], at=at)
    rows = [_row(entry, campaign, at) for entry in page if entry.lead in claimed]
    return _insert(connection, rows)


def open_one(connection: Connection, entry: NewEnrolment, *, at: datetime) -> bool:
    """Open a one-step enrolment (a callback or confirmation after the end); False when one is open already."""
    return bool(_insert(connection, [_row(entry, find(connection, entry.enrolment.campaign).id, at)]))


def _insert(connection: Connection, rows: list[dict[str, Any]]) -> list[str]:
    if not rows:
        return []
    statement = insert(enrolments).on_conflict_do_nothing().returning(enrolments.c.id)
    return list(connection.execute(statement, rows).scalars())


def _row(entry: NewEnrolment, campaign: int, at: datetime) -> dict[str, Any]:
    enrolment = entry.enrolment
    row = {"id": enrolment.id, "lead_id": entry.lead, "campaign_id": campaign, "version": enrolment.version}
    row |= {"kind": enrolment.kind, "at": enrolment.at, "priority": entry.priority}
    return row | _move_columns(entry.move, at)


def _move_columns(move: Move, at: datetime) -> dict[str, Any]:
    """Return the columns that a move fills: a wake-up, a hold, both, or the end."""
    columns: dict[str, Any] = {"move": plain(move), "next_at": None, "hold": None, "hold_key": ""}
    columns |= {"finished": None, "finished_at": None}
    match move:
        case Attempt():
            columns["next_at"] = move.at
        case Wait():
            columns |= {"next_at": move.at, "hold": move.hold or None, "hold_key": move.key}
        case Finish():
            columns |= {"finished": move.reason, "finished_at": move.at or at}
    return columns


def set_move(writer: Writer[Result_co], enrolment: str, move: Move, *, at: datetime) -> Result_co:
    """
    Store the next move, in the transaction that read the facts it was planned from.

    A Finish ends the enrolment. A finished enrolment is not changed: then no row is. The count of errors in a row is
    reset.
    """
    columns = _move_columns(move, at) | {"errors": 0}
    return writer.execute(writing(CHANGE_OPEN, *columns), {"enrolment": enrolment} | new(columns))


def set_version(connection: Connection, enrolment: str, version: int) -> None:
    """Move an enrolment to another version. The caller has locked the lead and plans it in the same transaction."""
    connection.execute(writing(CHANGE_OPEN, "version"), {"enrolment": enrolment} | new({"version": version}))


def finish(connection: Connection, enrolment: str, reason: str, *, at: datetime) -> bool:
    """End an enrolment; False when it had ended before."""
    return set_move(connection, enrolment, Finish(reason=reason, at=at), at=at).rowcount == 1


def mark_started(connection: Connection, started: Sequence[str], *, at: datetime) -> int:
    """Record that the workflows of these enrolments run; return how many were not marked before."""
    statement = (
        update(enrolments).where(enrolments.c.id.in_(started), enrolments.c.started_at.is_(None)).values(started_at=at)
    )
    return connection.execute(statement).rowcount


def count_error(connection: Connection, enrolment: str) -> int:
    """Count one more unexpected error in a row and return the count. `set_move` resets it."""
    statement = CHANGE.values(errors=enrolments.c.errors + 1).returning(enrolments.c.errors)
    errors: int = connection.execute(statement, {"enrolment": enrolment}).scalar_one()
    return errors
