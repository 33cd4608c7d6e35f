"""
Who may not be contacted? Edge: append-only, by HMAC, so that it outlives erasure.

Take the locks first: `lock_lead` when the person is known, else `lock_numbers`. Once committed, no reserve passes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, any_, bindparam, insert, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from cadence.ledger import numbers as known_numbers
from cadence.ledger.hashing import Hasher
from cadence.ledger.locks import lock_lead, lock_leads, lock_numbers
from cadence.ledger.queries import named
from cadence.ledger.tables import numbers, suppressions
from cadence.model import SuppressionScope

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """What is to be closed, and who said so."""

    source: str  # a short word: reply, carrier, voice, disposition, command, list
    scope: SuppressionScope = SuppressionScope.EVERYTHING
    value: str = ""  # the purpose, campaign or channel
    ref: str = ""  # the inbound message, touch or command behind it


def suppress_lead(connection: Connection, lead: str, stop: Stop, *, at: datetime) -> int:
    """Suppress every number of a person, locking them; return how many rows are new (an opt-out is the person's)."""
    lock_lead(connection, lead)
    return suppress(connection, known_numbers.of_lead(connection, lead), stop, at=at)


def suppress_number(connection: Connection, hasher: Hasher, e164: str, stop: Stop, *, at: datetime) -> int:
    """Suppress one number, known or not, with everyone who has it locked; return how many rows are new."""
    number = known_numbers.ensure(connection, hasher, e164, keep=False)
    if owners := known_numbers.owners(connection, [number]):
        lock_leads(connection, owners)
    lock_numbers(connection, [number])
    return suppress(connection, [number], stop, at=at)


def suppress_page(
    connection: Connection, hasher: Hasher, e164s: Sequence[str], stop: Stop, *, at: datetime
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


def standing(connection: Connection, ids: Sequence[int], stop: Stop) -> int:
    """Return how many of these numbers are suppressed in exactly this scope."""
    return sum(not row.lifted for row in _last(connection, ids, stop))


def suppress(connection: Connection, ids: Sequence[int], stop: Stop, *, at: datetime) -> int:
    """Suppress numbers that are locked; what stands already is not written again."""
    known = {row.number_id for row in _last(connection, ids, stop) if not row.lifted}
    return _write(connection, [one for one in ids if one not in known], stop, at=at, lifted=False)


def lift(connection: Connection, ids: Sequence[int], stop: Stop, *, at: datetime) -> int:
    """Let numbers be contacted again, by another row; return how many were suppressed in this scope."""
    known = [row.number_id for row in _last(connection, ids, stop) if not row.lifted]
    return _write(connection, known, stop, at=at, lifted=True)


def _last(connection: Connection, ids: Sequence[int], stop: Stop) -> list[Row[*tuple[object, ...]]]:
    rows = connection.execute(LAST_WORDS, {"numbers": list(ids)})
    return [row for row in rows if (row.scope, row.value) == (stop.scope, stop.value)]


def _write(connection: Connection, ids: Sequence[int], stop: Stop, *, at: datetime, lifted: bool) -> int:
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
