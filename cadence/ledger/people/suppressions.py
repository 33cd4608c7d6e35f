"""
Who may not be contacted? Edge: append-only, by keyed hashes, so that it survives erasure.

A row is about a number, for everyone who has it, or about a person, with every number that they have or get later. A
person is identified by the lead's id: a keyed hash of the list's name and the id in the list (`hashing.Hasher`).

Take the locks first: `lock_lead` when the person is known, else `numbers.lock_owners`. After the commit no touch can be
reserved.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Row, Select, bindparam, insert, select
from sqlalchemy.dialects.postgresql import distinct_on

from cadence.domain import HELD, SuppressionScope
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.queries import among, query
from cadence.ledger.people import numbers as known_numbers
from cadence.ledger.tables.answers import tasks
from cadence.ledger.tables.fields import reader
from cadence.ledger.tables.people import keys, numbers, suppressions

LAST_WORDS = query(
    select(suppressions, numbers.c.id.label("number_id"))
    .join_from(numbers, suppressions, suppressions.c.hmac == numbers.c.hmac)
    .where(among(numbers.c.id, "numbers"))
    .order_by(suppressions.c.hmac, suppressions.c.scope, suppressions.c.value, suppressions.c.id.desc())
    .ext(distinct_on(suppressions.c.hmac, suppressions.c.scope, suppressions.c.value)),
    "the latest suppression or lift of each of these numbers, per scope",
    index="numbers_pkey, suppressions_latest",
)
_OF_NUMBER = suppressions.c.hmac == bindparam("hmac")
_OF_PERSON = suppressions.c.person == bindparam("person")
_OF_ROW = (suppressions.c.source == bindparam("source"), suppressions.c.ref == bindparam("ref"))
_IN_SCOPE = (suppressions.c.scope == bindparam("scope"), suppressions.c.value == bindparam("value"))


def _held_elsewhere(whose: ColumnElement[bool]) -> Select[str]:
    """Select the last other row of a list that holds the same scope and was not decided."""
    return (
        select(suppressions.c.ref)
        .join_from(suppressions, tasks, tasks.c.ref == suppressions.c.ref)
        .where(whose, *_IN_SCOPE, suppressions.c.source == HELD, suppressions.c.ref != bindparam("ref"))
        .where(~suppressions.c.lifted, tasks.c.done_at.is_(None))
        .order_by(suppressions.c.id.desc())
        .limit(1)
    )


LAST_OF_PERSON = query(
    select(suppressions).where(_OF_PERSON, *_IN_SCOPE).order_by(suppressions.c.id.desc()).limit(1),
    "the latest suppression or lift of a person in one scope",
    index="suppressions_person",
)
HELD_BY = query(
    select(numbers.c.id)
    .join_from(suppressions, numbers, suppressions.c.hmac == numbers.c.hmac)
    .where(*_OF_ROW)
    .distinct(),
    "numbers suppressed until a decision about a row of a list: a full scan, once per decision",
    index="",
)
PEOPLE_HELD_BY = query(
    select(suppressions.c.person, suppressions.c.scope, suppressions.c.value)
    .where(*_OF_ROW, suppressions.c.person.is_not(None))
    .distinct(),
    "people suppressed until a decision about a row of a list: a full scan, once per decision",
    index="",
)
HELD_ELSEWHERE = query(
    _held_elsewhere(_OF_NUMBER),
    "another open decision until which a number is suppressed",
    index="suppressions_latest, tasks_ref_key | tasks_open",
)
PERSON_HELD_ELSEWHERE = query(
    _held_elsewhere(_OF_PERSON),
    "another open decision until which a person is suppressed",
    index="suppressions_person, tasks_ref_key | tasks_open",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSuppression:
    """What to suppress, and where that comes from."""

    source: str  # a short word: reply, carrier, voice, disposition, command, list
    scope: SuppressionScope = SuppressionScope.EVERYTHING
    value: str = ""  # the purpose, campaign or channel
    ref: str = ""  # the inbound message, touch or command behind it


_suppression = reader(NewSuppression)


def suppress_page(
    connection: Connection, hasher: Hasher, e164s: Sequence[str], stop: NewSuppression, *, at: datetime
) -> tuple[int, list[str]]:
    """
    Suppress a page of numbers, stored or not, and lock everyone who has one of them.

    Return how many rows are new, and the leads that have one of the numbers.
    """
    ids = known_numbers.ensure_page(connection, hasher, e164s)
    owners = known_numbers.lock_owners(connection, ids)
    return suppress(connection, ids, stop, at=at), owners


def standing(connection: Connection, ids: Sequence[int], stop: NewSuppression) -> int:
    """Return how many of these numbers are suppressed in exactly this scope."""
    return sum(not row.lifted for row in _last(connection, ids, stop))


def standing_on(connection: Connection, number: int) -> list[tuple[NewSuppression, datetime]]:
    """Return the suppressions that are in force for one number, each with its start."""
    rows = connection.execute(LAST_WORDS, {"numbers": [number]})
    return [(_suppression(row), row.since) for row in rows if not row.lifted]


def suppress(connection: Connection, ids: Sequence[int], stop: NewSuppression, *, at: datetime) -> int:
    """Suppress locked numbers; return how many were not suppressed in this scope before."""
    known = {row.number_id for row in _last(connection, ids, stop) if not row.lifted and row.source != HELD}
    return _write(connection, [number for number in ids if number not in known], stop, at=at, lifted=False)


def suppress_person(connection: Connection, lead: str, stop: NewSuppression, *, at: datetime) -> bool:
    """
    Suppress a locked person, with the numbers that they get later; False when they are suppressed already.

    The numbers that they have now are suppressed by `suppress`, for everyone who has them.
    """
    row = _last_of_person(connection, lead, stop)
    if row is not None and not row.lifted and row.source != HELD:
        return False
    _write_person(connection, lead, stop, at=at, lifted=False)
    return True


def person_stands(connection: Connection, lead: str, stop: NewSuppression) -> bool:
    """Tell whether a person is suppressed in exactly this scope."""
    row = _last_of_person(connection, lead, stop)
    return row is not None and not row.lifted


def _last_of_person(connection: Connection, lead: str, stop: NewSuppression) -> Row[*tuple[object, ...]] | None:
    about = {"person": lead, "scope": stop.scope.value, "value": stop.value}
    return connection.execute(LAST_OF_PERSON, about).first()


def lift_person(connection: Connection, lead: str, stop: NewSuppression, *, at: datetime) -> bool:
    """Lift the suppression of a person with another row; False when they were not suppressed in this scope."""
    if not person_stands(connection, lead, stop):
        return False
    _write_person(connection, lead, stop, at=at, lifted=True)
    return True


def renew_people(connection: Connection, people: Sequence[str], stop: NewSuppression, *, at: datetime) -> None:
    """
    Write people's suppressions again, after one of their numbers was lifted for another person who has it.

    The latest row counts: with the new row their own stop is later than the lift of the number.
    """
    for lead in people:
        row = _last_of_person(connection, lead, stop)
        if row is not None and not row.lifted:
            _write_person(connection, lead, replace(stop, source=row.source, ref=row.ref), at=at, lifted=False)


def _write_person(connection: Connection, lead: str, stop: NewSuppression, *, at: datetime, lifted: bool) -> None:
    key = select(keys.c.name).scalar_subquery()
    row = _columns(stop, at=at, lifted=lifted)
    connection.execute(insert(suppressions).values(person=lead, key_name=key, **row))


def lift(connection: Connection, ids: Sequence[int], stop: NewSuppression, *, at: datetime) -> int:
    """Lift the suppression of numbers with another row; return how many were suppressed in this scope."""
    known = [row.number_id for row in _last(connection, ids, stop) if not row.lifted]
    return _write(connection, known, stop, at=at, lifted=True)


def held_by(connection: Connection, ref: str) -> list[int]:
    """Return the numbers that are, or were, suppressed until this decision."""
    return list(connection.execute(HELD_BY, {"ref": ref, "source": HELD}).scalars())


def people_held_by(connection: Connection, ref: str) -> list[str]:
    """Return the leads that are, or were, suppressed until this decision, with numbers they get later."""
    return sorted({str(row.person) for row in connection.execute(PEOPLE_HELD_BY, {"ref": ref, "source": HELD})})


def release(connection: Connection, ref: str, *, at: datetime) -> list[str]:
    """
    End the suppressions that were to last until the decision `ref`; return the leads concerned.

    A stop by the person since then stays in force. What another row of a list also holds stays suppressed until that
    row is decided. The result has the leads that were held and the leads that have one of the numbers.
    """
    ids = held_by(connection, ref)
    held = people_held_by(connection, ref)
    people = sorted({*known_numbers.lock_owners(connection, ids, also=held), *held})
    for row in connection.execute(LAST_WORDS, {"numbers": ids}).all():
        if (row.source, row.ref, row.lifted) != (HELD, ref, False):
            continue
        about = {"hmac": row.hmac, "scope": row.scope, "value": row.value, "ref": ref}
        other: str | None = connection.execute(HELD_ELSEWHERE, about).scalar()
        stop = NewSuppression(source=HELD, scope=SuppressionScope(row.scope), value=row.value, ref=other or ref)
        _write(connection, [row.number_id], stop, at=at, lifted=other is None)
    _release_people(connection, ref, at=at)
    return people


def _release_people(connection: Connection, ref: str, *, at: datetime) -> None:
    """End the suppressions of people that were to last until the decision `ref`."""
    for held in connection.execute(PEOPLE_HELD_BY, {"ref": ref, "source": HELD}).all():
        stop = NewSuppression(source=HELD, scope=SuppressionScope(held.scope), value=held.value, ref=ref)
        row = _last_of_person(connection, held.person, stop)
        if row is None or (row.source, row.ref, row.lifted) != (HELD, ref, False):
            continue
        about = {"person": held.person, "scope": held.scope, "value": held.value, "ref": ref}
        other: str | None = connection.execute(PERSON_HELD_ELSEWHERE, about).scalar()
        _write_person(connection, held.person, replace(stop, ref=other or ref), at=at, lifted=other is None)


def _last(connection: Connection, ids: Sequence[int], stop: NewSuppression) -> list[Row[*tuple[object, ...]]]:
    rows = connection.execute(LAST_WORDS, {"numbers": list(ids)})
    return [row for row in rows if (row.scope, row.value) == (stop.scope, stop.value)]


def _write(connection: Connection, ids: Sequence[int], stop: NewSuppression, *, at: datetime, lifted: bool) -> int:
    if not ids:
        return 0
    row = _columns(stop, at=at, lifted=lifted)
    values: list[BindParameter[Any]] = [bindparam(name, value) for name, value in row.items()]
    source = select(numbers.c.hmac, numbers.c.key_name, *values).where(numbers.c.id.in_(ids))
    written = insert(suppressions).from_select(["hmac", "key_name", *row], source).returning(suppressions.c.id)
    return len(connection.execute(written).all())


def _columns(stop: NewSuppression, *, at: datetime, lifted: bool) -> dict[str, Any]:
    row = {"scope": stop.scope.value, "value": stop.value, "since": at, "source": stop.source}
    return row | {"ref": stop.ref, "lifted": lifted}
