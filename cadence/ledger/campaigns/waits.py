"""
Which leads wait for something that has happened? Edge: read by the reconciler, in pages.

Law 3 allows a lead to wait without a wake-up only under a named hold, so the end of each hold must be noticed. These
are the holds whose end can be read from the ledger; the others end by news or by an operator.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from cadence.domain import HoldName
from cadence.ledger.db.queries import query, sql
from cadence.ledger.tables.campaigns import enrolments

_HELD = (enrolments.c.finished.is_(None), enrolments.c.hold.is_not(None))

KEYS_OF_HOLD = sql(
    """
    WITH RECURSIVE keys AS (
        SELECT wanted.hold, (SELECT e.hold_key FROM enrolments e
                WHERE e.finished IS NULL AND e.hold IS NOT NULL AND e.hold = wanted.hold
                ORDER BY e.hold_key LIMIT 1) AS hold_key
        FROM unnest(CAST(:holds AS text[])) AS wanted (hold)
        UNION ALL
        SELECT keys.hold, (SELECT e.hold_key FROM enrolments e
                WHERE e.finished IS NULL AND e.hold IS NOT NULL AND e.hold = keys.hold AND e.hold_key > keys.hold_key
                ORDER BY e.hold_key LIMIT 1)
        FROM keys WHERE keys.hold_key IS NOT NULL
    )
    SELECT hold, hold_key FROM keys WHERE hold_key IS NOT NULL ORDER BY hold, hold_key
    """,
    "the keys of some holds that any lead waits for: one index lookup per key, however many wait",
    index="enrolments_held",
)
HELD_BY = query(
    select(enrolments.c.id)
    .where(
        *_HELD,
        enrolments.c.hold == bindparam("hold"),
        enrolments.c.hold_key == bindparam("key"),
        enrolments.c.id > bindparam("after"),
    )
    .order_by(enrolments.c.id)
    .limit(bindparam("limit")),
    "a page of the enrolments that wait under one hold and key",
    index="enrolments_held",
)
RESUMED_KEYS = sql(
    """
    SELECT key FROM unnest(CAST(:keys AS text[])) AS key
    WHERE NOT EXISTS (SELECT 1 FROM pauses p
                      WHERE p.until IS NULL AND p.scope = split_part(key, ':', 1)
                      AND p.value = substr(key, strpos(key, ':') + 1))
    """,
    "which of these pauses have ended",
    index="pauses_one_open | pauses_scope_value",
)
COUNT_HOLDS = query(
    select(enrolments.c.hold, enrolments.c.hold_key, func.count().label("waiting"))
    .where(*_HELD)
    .group_by(enrolments.c.hold, enrolments.c.hold_key)
    .order_by(enrolments.c.hold, enrolments.c.hold_key),
    "how many leads wait under each hold, for status and doctor",
    index="enrolments_held",
)

FIRST = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldCount:
    """How many leads wait under this hold."""

    hold: str
    key: str
    count: int


def keys_of(connection: Connection, *holds: HoldName) -> dict[HoldName, list[str]]:
    """Return, for each of these holds, the keys that any lead waits for."""
    keys: dict[HoldName, list[str]] = {hold: [] for hold in holds}
    for row in connection.execute(KEYS_OF_HOLD, {"holds": [hold.value for hold in holds]}):
        keys[HoldName(row.hold)].append(row.hold_key)
    return keys


def resumed(connection: Connection, keys: Sequence[str]) -> list[str]:
    """Return those of these keys ("scope:value" of a pause) whose pause has ended."""
    return list(connection.execute(RESUMED_KEYS, {"keys": list(keys)}).scalars()) if keys else []


def held_by(connection: Connection, hold: str, key: str, *, after: str = FIRST, limit: int = 500) -> list[str]:
    """Return a page of enrolments that wait under this hold and key; `after` is the last id of the page before."""
    return list(connection.execute(HELD_BY, {"hold": hold, "key": key, "after": after, "limit": limit}).scalars())


def count(connection: Connection) -> list[HoldCount]:
    """Return how many leads wait under each hold."""
    return [HoldCount(hold=row.hold, key=row.hold_key, count=row.waiting) for row in connection.execute(COUNT_HOLDS)]
