"""
Which calls wait for a free agent of a floor? Edge: one row per call that is due and found no free agent.

A row is valid for a few real seconds and is renewed while its call waits, so the row of a worker that died blocks no
other call.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete

from cadence.domain.places import LONGEST_LEAD, PATIENCE, TALKS, QueuePlace, lead_time
from cadence.ledger.db.batches import Writer
from cadence.ledger.db.queries import new, query, sql, upsert
from cadence.ledger.tables.fields import row_of
from cadence.ledger.tables.touches import floor_queue

LEAVE = query(
    delete(floor_queue).where(floor_queue.c.enrolment_id == bindparam("enrolment")),
    "remove a call that has its lease, or no longer waits for one",
    index="floor_queue_pkey",
)
CALLS_AHEAD = """
    WITH waiting AS (
        SELECT promised, enrolment_id = :enrolment AS own FROM floor_queue
        WHERE enrolment_id = :enrolment OR (floor = :floor AND asks_until >= :now
            AND (promised, priority, score, due, enrolment_id) < (:promised, :priority, :score, :due, :enrolment))
    )
    SELECT count(*) FILTER (WHERE promised = 0 AND NOT own) AS promised,
        count(*) FILTER (WHERE promised = 1 AND NOT own) AS others,
        coalesce(bool_or(own), false) AS queued,
        ARRAY(
            -- promised calls of the floor that are due and have no lease yet
            SELECT e.next_at FROM enrolments e
            WHERE e.finished IS NULL AND ((e.move -> 'cause') ->> 'kind') = 'callback' AND e.move ->> 'floor' = :floor
                AND e.next_at >= :since AND e.next_at <= :until AND e.id <> :enrolment
                AND NOT EXISTS (
                    SELECT 1 FROM permits p JOIN touches t ON t.id = p.touch_id
                    WHERE p.floor = :floor AND t.enrolment_id = e.id
                )
            ORDER BY e.next_at
        ) AS promises
    FROM waiting
    """
INDEXES = "floor_queue_floor, floor_queue_pkey, enrolments_promised, permits_pkey | permits_touch_id_key, touches_pkey"
AHEAD = sql(
    CALLS_AHEAD,
    "the calls of a floor that go before this one: those that wait, and those that are promised",
    index=INDEXES,
)
SPOKEN = sql(
    """
    SELECT ended_at - answered_at AS talked FROM touches
    WHERE floor = :floor AND outcome = 'answered' AND ended_at >= answered_at
    ORDER BY at DESC LIMIT :most
    """,
    "how long the latest conversations of a floor took",
    index="touches_talks",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueAhead:
    """The calls that go before a call on its floor."""

    promises: int  # promised calls that are due within the lead time and have no lease yet
    promised_before: int  # promised calls that wait now and go before it
    others_before: int  # other calls that wait now and go before it
    queued: bool = False  # whether the call itself is in the queue


def ahead(connection: Connection, floor: str, own: QueuePlace, *, now: datetime, wrap_up: timedelta) -> QueueAhead:
    """Return which calls go before a call. Under the floor's lock this stays true until the commit."""
    row = connection.execute(AHEAD, parameters(floor, own, now)).one()
    return ahead_of(connection, row, floor, now=now, wrap_up=wrap_up)


def parameters(floor: str, own: QueuePlace, now: datetime) -> dict[str, Any]:
    """Return the parameters of `CALLS_AHEAD`."""
    span = {"since": now - PATIENCE, "until": now + LONGEST_LEAD, "now": now, "floor": floor}
    return asdict(own) | span


def ahead_of(
    connection: Connection, row: Row[*tuple[Any, ...]], floor: str, *, now: datetime, wrap_up: timedelta
) -> QueueAhead:
    """Return which calls go before a call, from a row of `CALLS_AHEAD`."""
    promises = 0
    if row.promises:  # talk times are read only if agents may have to be kept free
        talks = connection.execute(SPOKEN, {"floor": floor, "most": TALKS}).scalars()
        soon = now + lead_time(talks, wrap_up)
        promises = sum(1 for instant in row.promises if instant <= soon)
    return QueueAhead(promises=promises, promised_before=row.promised, others_before=row.others, queued=row.queued)


def stand(connection: Connection, floor: str, own: QueuePlace, *, until: datetime) -> None:
    """Write that a call waits for an agent of a floor, until this instant of the Clock."""
    values = row_of(own) | {"floor": floor, "asks_until": until}
    connection.execute(upsert(floor_queue, "enrolment_id", *values), new(values))


def leave(writer: Writer[object], enrolment: str) -> None:
    """Remove a call from its queue."""
    writer.execute(LEAVE, {"enrolment": enrolment})
