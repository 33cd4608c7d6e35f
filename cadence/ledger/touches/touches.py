"""
What was done to reach a person? Edge: one row per attempt. A row is never removed, and its state only moves forward.

Callers that write here hold the lead's locks (see `db/locks.py`). A touch's key is made from its cause and attempt, so
reserving the same touch twice finds the first row (law 2). `touch_rows.py` reads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Update, bindparam, func, literal_column, select, update
from sqlalchemy.dialects.postgresql import ARRAY, Insert, insert

from cadence.domain import Outcome, Touch, TouchState
from cadence.ledger.db.batches import Writer
from cadence.ledger.db.queries import NEW, new, writing
from cadence.ledger.tables.campaigns import enrolments
from cadence.ledger.tables.fields import row_of
from cadence.ledger.tables.people import leads
from cadence.ledger.tables.touches import contradictions, touches
from cadence.ledger.touches.touch_rows import WRITTEN, Stored, find_by_key, stored_of

CHANGE = update(touches).where(touches.c.id == bindparam("touch"))
ADD = insert(touches).values(
    campaign_id=select(enrolments.c.campaign_id).where(enrolments.c.id == bindparam("enrolment")).scalar_subquery(),
    account_id=select(leads.c.account_id).where(leads.c.id == bindparam("lead")).scalar_subquery(),
)
INSERT = ADD.on_conflict_do_nothing().returning(*WRITTEN)
KEY = "touches_key"
"""The constraint that holds a touch's key."""
PASSED_OVER = ("state", "outcome", "ended_at", "rules", "scope", "version", "at")
"""What changes in a planned touch whose step is skipped."""
NOT_SENT: Mapping[str, Any] = MappingProxyType({"floor": "", "segments": 0})
"""What is known of a touch that does not leave."""
CONTRADICT = insert(contradictions).on_conflict_do_nothing().returning(contradictions.c.touch_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """The result of a reserve. `won` means that nobody has sent the touch and this caller may."""

    stored: Stored
    won: bool


def reserve(connection: Connection, touch: Touch, *, version: int, floor: str = "", segments: int = 0) -> Reserved:
    """
    Reserve this touch, so that it is sent once.

    `touch.id` is used when the row is new. A planned row of the same key is taken over: it gets the new number, sender,
    portfolio, floor, instant and version. Any other row of the same key was reserved before and is returned as it is.
    """
    sent = {"floor": floor, "segments": segments}
    inserted = _insert(connection, replace(touch, state=TouchState.RESERVED), version=version, sent=sent)
    if inserted is not None:
        return Reserved(stored=inserted, won=True)
    stored = _known(connection, touch)
    if stored.touch.state is not TouchState.PLANNED:
        return Reserved(stored=stored, won=False)
    values = {"at": touch.at, "number_id": touch.number, "sender": touch.sender, "portfolio": touch.portfolio}
    taken_over = CHANGE.values(**values, state=TouchState.RESERVED, version=version, **sent, code="", status="")
    row = connection.execute(taken_over.returning(*WRITTEN), {"touch": stored.touch.id}).one()
    return Reserved(stored=stored_of(row), won=True)


def add(writer: Writer[object], touch: Touch, *, version: int, floor: str = "", segments: int = 0) -> Stored:
    """Write a reserved touch whose key no row has: if one has it, nothing is written, and PostgreSQL raises (law 2)."""
    reserved = replace(touch, state=TouchState.RESERVED)
    values = _row(reserved, version, {"floor": floor, "segments": segments})
    writer.execute(writing(ADD, *values), _of_lead(touch) | new(values))
    return Stored(touch=reserved, version=version, floor=floor, segments=segments)


def skip(writer: Writer[object], touch: Touch, *, version: int, rules: Sequence[str], scope: str) -> None:
    """
    Record that a rule refused this step: nothing is sent, and the cadence moves on.

    A planned row of the same key becomes this one. Any other row of the key stays as it is.
    """
    skipped = replace(
        touch, state=TouchState.SKIPPED, outcome=Outcome.SKIPPED, ended_at=touch.at, rules=tuple(rules), scope=scope
    )
    values = _row(skipped, version)
    writer.execute(_skip(*values), _of_lead(touch) | new(values))


@cache
def _skip(*names: str) -> Insert:
    """Return the statement that writes these columns of a skipped touch, or changes the planned row of its key."""
    statement: Insert = writing(ADD, *names)
    change = {name: statement.excluded[name] for name in PASSED_OVER}
    planned = touches.c.state == literal_column(f"'{TouchState.PLANNED}'")
    return statement.on_conflict_do_update(constraint=KEY, set_=change, where=planned)


def contradict(connection: Connection, touch: str, outcome: Outcome, code: str, *, at: datetime) -> bool:
    """Record a report that contradicts the stored outcome; False when it was recorded before."""
    values = {"touch_id": touch, "outcome": outcome, "code": code, "at": at}
    return connection.execute(writing(CONTRADICT, *values), new(values)).first() is not None


def change(writer: Writer[object], touch: str, values: Mapping[str, Any]) -> None:
    """Write these columns of a touch, by column name; do nothing when there are none."""
    if values:
        writer.execute(writing(CHANGE, *values), {"touch": touch} | new(values))


def change_many(connection: Connection, values: Mapping[str, Mapping[str, Any]]) -> None:
    """Write columns of several touches, by touch and column name: those with the same columns in one statement."""
    same: dict[tuple[str, ...], list[str]] = {}
    for touch, columns in values.items():
        same.setdefault(tuple(columns), []).append(touch)
    for names, ids in same.items():
        columns = {name: [values[touch][name] for touch in ids] for name in names}
        connection.execute(_change_many(names), {"touches": ids} | new(columns))


@cache
def _change_many(names: tuple[str, ...]) -> Update:
    """Return the statement that writes these columns of the touches of an array, from an array for each column."""
    arrays = [bindparam("touches", type_=ARRAY(touches.c.id.type))]
    arrays += [bindparam(f"{NEW}{name}", type_=ARRAY(touches.c[name].type)) for name in names]
    rows = func.unnest(*arrays).table_valued("id", *names, name="new").render_derived()
    return update(touches).where(touches.c.id == rows.c.id).values({name: rows.c[name] for name in names})


def _known(connection: Connection, touch: Touch) -> Stored:
    """Return the row that has the touch's key already."""
    stored = find_by_key(connection, touch)
    if stored is None:
        raise AssertionError(f"the touch {touch.id} was not written, and no row has its key; expected one of the two")
    return stored


def _insert(connection: Connection, touch: Touch, *, version: int, sent: Mapping[str, Any]) -> Stored | None:
    """
    Write a new row with everything that is known of the touch; None when there is a row of the same key.

    Its campaign and account are those of its lead.
    """
    values = _row(touch, version, sent)
    row = connection.execute(writing(INSERT, *values), _of_lead(touch) | new(values)).first()
    return None if row is None else stored_of(row)


def _row(touch: Touch, version: int, sent: Mapping[str, Any] = NOT_SENT) -> dict[str, Any]:
    """Return the columns of a new touch, but for those of its lead; `sent` is what only one that leaves has."""
    cause = touch.cause
    values = row_of(touch, without={"campaign", "account", "cause", "taken"})
    values |= {"cause_kind": cause.kind, "cause_ref": cause.ref, "cause_lap": cause.lap}
    return values | {"version": version, **sent}


def _of_lead(touch: Touch) -> dict[str, Any]:
    """Return the parameters of what a new touch has from its lead."""
    return {"enrolment": touch.enrolment, "lead": touch.lead}
