"""
Who may not be contacted? Edge: append-only, by keyed hashes, so that it outlives erasure.

A row is about a number, for everybody who has it, or about a person, with every number that they have or get later. A
person is known by the lead's id: the keyed hash of the source (the list's name) and the id there (`hashing.Hasher`).

Take the locks first: `lock_lead` when the person is known, else `lock_numbers`. Once committed, no reserve passes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Row, any_, bindparam, insert, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from cadence.domain import HELD, SuppressionScope
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.locks import lock_lead, lock_leads, lock_numbers
from cadence.ledger.db.queries import named
from cadence.ledger.people import numbers as known_numbers
from cadence.ledger.tables import keys, numbers, suppressions, tasks
from cadence.ledger.tables.base import ID

LAST_WORDS = named(
    select(suppressions, numbers.c.id.label("number_id"))
    .join_from(numbers, suppressions, suppressions.c.hmac == numbers.c.hmac)
    .where(numbers.c.id == any_(bindparam("numbers", type_=ARRAY(numbers.c.id.type))))
    .order_by(suppressions.c.hmac, suppressions.c.scope, suppressions.c.value, suppressions.c.id.desc())
    .ext(distinct_on(suppressions.c.hmac, suppressions.c.scope, suppressions.c.value)),
    "last_suppressions",
    "what stands for each of these numbers, per scope",
    index="numbers_pkey, suppressions_latest",
)
LAST_OF_PERSON = named(
    select(suppressions)
    .where(
        suppressions.c.person == bindparam("person", type_=ID),
        suppressions.c.scope == bindparam("scope"),
        suppressions.c.value == bindparam("value"),
    )
    .order_by(suppressions.c.id.desc())
    .limit(1),
    "last_suppression_of_person",
    "what stands for a person in one scope",
    index="suppressions_person",
)
HELD_BY = named(
    select(numbers.c.id)
    .join_from(suppressions, numbers, suppressions.c.hmac == numbers.c.hmac)
    .where(suppressions.c.source == bindparam("source"), suppressions.c.ref == bindparam("ref"))
    .distinct(),
    "held_by_row",
    "the numbers that a row of a list holds: read whole, once for each decision",
    index="",
)
PEOPLE_HELD_BY = named(
    select(suppressions.c.person, suppressions.c.scope, suppressions.c.value)
    .where(
        suppressions.c.source == bindparam("source"),
        suppressions.c.ref == bindparam("ref"),
        suppressions.c.person.is_not(None),
    )
    .distinct(),
    "people_held_by_row",
    "the people whose id a row of a list has, held with it: read whole, once for each decision",
    index="",
)
HELD_ELSEWHERE = named(
    select(suppressions.c.ref)
    .join_from(suppressions, tasks, tasks.c.ref == suppressions.c.ref)
    .where(
        suppressions.c.hmac == bindparam("hmac"),
        suppressions.c.scope == bindparam("scope"),
        suppressions.c.value == bindparam("value"),
        suppressions.c.source == HELD,
        suppressions.c.ref != bindparam("ref"),
        ~suppressions.c.lifted,
        tasks.c.done_at.is_(None),
    )
    .order_by(suppressions.c.id.desc())
    .limit(1),
    "held_by_another_row",
    "another decision, still open, until which a number is held",
    index="suppressions_latest, tasks_ref_key | tasks_open",
)
PERSON_HELD_ELSEWHERE = named(
    select(suppressions.c.ref)
    .join_from(suppressions, tasks, tasks.c.ref == suppressions.c.ref)
    .where(
        suppressions.c.person == bindparam("person", type_=ID),
        suppressions.c.scope == bindparam("scope"),
        suppressions.c.value == bindparam("value"),
        suppressions.c.source == HELD,
        suppressions.c.ref != bindparam("ref"),
        ~suppressions.c.lifted,
        tasks.c.done_at.is_(None),
    )
    .order_by(suppressions.c.id.desc())
    .limit(1),
    "person_held_by_another_row",
    "another decision, still open, until which a person is held",
    index="suppressions_person, tasks_ref_key | tasks_open",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSuppression:
    """What is to be closed, and who said so."""

    source: str  # a short word: reply, carrier, voice, disposition, command, list
    scope: SuppressionScope = SuppressionScope.EVERYTHING
    value: str = ""  # the purpose, campaign or channel
    ref: str = ""  # the inbound message, touch or command behind it


def suppress_lead(connection: Connection, lead: str, stop: NewSuppression, *, at: datetime) -> int:
    """Suppress a person, now and later, locking them; return how many of their numbers were not suppressed before."""
    lock_lead(connection, lead)
    suppress_person(connection, lead, stop, at=at)
    return suppress(connection, known_numbers.of_lead(connection, lead), stop, at=at)


def suppress_number(connection: Connection, hasher: Hasher, e164: str, stop: NewSuppression, *, at: datetime) -> int:
    """Suppress one number, known or not, with everyone who has it locked; return how many rows are new."""
    number = known_numbers.ensure(connection, hasher, e164, keep=False)
    if owners := known_numbers.owners(connection, [number]):
        lock_leads(connection, owners)
    lock_numbers(connection, [number])
    return suppress(connection, [number], stop, at=at)


def suppress_page(
    connection: Connection, hasher: Hasher, e164s: Sequence[str], stop: NewSuppression, *, at: datetime
) -> tuple[int, list[str]]:
    """
    Suppress a page of numbers, known or not, with everyone who has one of them locked.

    Return how many rows are new, and the leads that have one of the numbers.
    """
    ids = known_numbers.ensure_page(connection, hasher, e164s)
    owners = known_numbers.owners(connection, ids)
    lock_leads(connection, owners)
    lock_numbers(connection, ids)
    return suppress(connection, ids, stop, at=at), owners


def standing(connection: Connection, ids: Sequence[int], stop: NewSuppression) -> int:
    """Return how many of these numbers are suppressed in exactly this scope."""
    return sum(not row.lifted for row in _last(connection, ids, stop))


def standing_on(connection: Connection, number: int) -> list[tuple[NewSuppression, datetime]]:
    """Return what stands suppressed under one row, each with its instant."""
    rows = connection.execute(LAST_WORDS, {"numbers": [number]}).all()
    return [
        (NewSuppression(source=row.source, scope=SuppressionScope(row.scope), value=row.value, ref=row.ref), row.since)
        for row in rows
        if not row.lifted
    ]


def suppress(connection: Connection, ids: Sequence[int], stop: NewSuppression, *, at: datetime) -> int:
    """Suppress numbers that are locked; what stands already is not written again."""
    known = {row.number_id for row in _last(connection, ids, stop) if not row.lifted and row.source != HELD}
    return _write(connection, [one for one in ids if one not in known], stop, at=at, lifted=False)


def suppress_person(connection: Connection, lead: str, stop: NewSuppression, *, at: datetime) -> bool:
    """
    Suppress a person who is locked, with the numbers that they get later; False when that stands already.

    The numbers that they have are suppressed by `suppress`, for everybody who has them.
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
    """Let a person be contacted again, by another row; False when they were not suppressed in this scope."""
    if not person_stands(connection, lead, stop):
        return False
    _write_person(connection, lead, stop, at=at, lifted=True)
    return True


def renew_people(connection: Connection, people: Sequence[str], stop: NewSuppression, *, at: datetime) -> None:
    """
    Suppress people again as they were, after one of their numbers was lifted for somebody else who has it.

    What is later counts: by the new row their own stop is later than the lift of the number.
    """
    for lead in people:
        row = _last_of_person(connection, lead, stop)
        if row is not None and not row.lifted:
            _write_person(connection, lead, replace(stop, source=row.source, ref=row.ref), at=at, lifted=False)


def _write_person(connection: Connection, lead: str, stop: NewSuppression, *, at: datetime, lifted: bool) -> None:
    key = select(keys.c.name).scalar_subquery()
    about = {"person": lead, "key_name": key, "scope": stop.scope, "value": stop.value}
    row = about | {"since": at, "source": stop.source, "ref": stop.ref, "lifted": lifted}
    connection.execute(insert(suppressions).values(**row))


def lift(connection: Connection, ids: Sequence[int], stop: NewSuppression, *, at: datetime) -> int:
    """Let numbers be contacted again, by another row; return how many were suppressed in this scope."""
    known = [row.number_id for row in _last(connection, ids, stop) if not row.lifted]
    return _write(connection, known, stop, at=at, lifted=True)


def held_by(connection: Connection, ref: str) -> list[int]:
    """Return the numbers that are, or were, held until this decision."""
    return list(connection.execute(HELD_BY, {"ref": ref, "source": HELD}).scalars())


def people_held_by(connection: Connection, ref: str) -> list[str]:
    """Return the leads who are, or were, held until this decision with the numbers that they get later."""
    return sorted({str(row.person) for row in connection.execute(PEOPLE_HELD_BY, {"ref": ref, "source": HELD})})


def release(connection: Connection, ref: str, *, at: datetime) -> list[str]:
    """
    Let go what was held until a decision; what the person has stopped since stays closed.

    What another row of a list holds, too, stays held until that is decided: `ref` is decided already.

    Return the people who were held, and the leads that have one of the numbers.
    """
    ids = held_by(connection, ref)
    people = sorted({*known_numbers.owners(connection, ids), *people_held_by(connection, ref)})
    lock_leads(connection, people)
    lock_numbers(connection, ids)
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
    """Let people go who were held until a decision, with the numbers that they get later."""
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
    source = select(
        numbers.c.hmac,
        numbers.c.key_name,
        bindparam("scope", stop.scope.value),
        bindparam("value", stop.value),
        bindparam("since", at),
        bindparam("source", stop.source),
        bindparam("ref", stop.ref),
        bindparam("lifted", lifted),
    ).where(numbers.c.id.in_(ids))
    columns = ["hmac", "key_name", "scope", "value", "since", "source", "ref", "lifted"]
    written = insert(suppressions).from_select(columns, source).returning(suppressions.c.id)
    return len(connection.execute(written).all())
