"""
Who waits for a place of a floor? Edge: calls that are due and found none say so for as long as they go on asking.

A row stands for a few real seconds and is renewed while its call asks, so one whose worker died holds nobody up.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, text
from sqlalchemy.dialects.postgresql import insert

from cadence.domain.places import LONGEST_LEAD, PATIENCE, TALKS, QueuePlace, lead_time
from cadence.ledger.db.queries import named
from cadence.ledger.tables import floor_queue
from cadence.ledger.tables.base import ID, INSTANT

BEFORE = named(
    text(
        """
        SELECT count(*) FILTER (WHERE promised = 0) AS promised, count(*) FILTER (WHERE promised = 1) AS others
        FROM floor_queue
        WHERE floor = :floor AND asks_until >= :now AND enrolment_id <> :enrolment
            AND (promised, priority, score, due, enrolment_id) < (:promised, :priority, :score, :due, :enrolment)
        """
    ).bindparams(bindparam("now", type_=INSTANT), bindparam("due", type_=INSTANT), bindparam("enrolment", type_=ID)),
    "waiting_before",
    "how many calls that ask for a place of the floor go before this one",
    index="floor_queue_floor",
)
LEAVE = named(
    delete(floor_queue).where(floor_queue.c.enrolment_id == bindparam("enrolment", type_=ID)),
    "leave_floor_queue",
    "the call has its place, or does not ask for one any more",
    index="floor_queue_pkey",
)
PROMISED = named(
    text(
        """
        SELECT e.next_at FROM enrolments e
        WHERE e.finished IS NULL AND ((e.move -> 'cause') ->> 'kind') = 'callback' AND e.move ->> 'floor' = :floor
            AND e.next_at >= :since AND e.next_at <= :until AND e.id <> :enrolment
            AND NOT EXISTS (
                SELECT 1 FROM permits p JOIN touches t ON t.id = p.touch_id
                WHERE p.floor = :floor AND t.enrolment_id = e.id
            )
        ORDER BY e.next_at
        """
    ).bindparams(
        bindparam("since", type_=INSTANT), bindparam("until", type_=INSTANT), bindparam("enrolment", type_=ID)
    ),
    "promised_soon",
    "when the promised calls of a floor are due that have no place yet",
    index="enrolments_promised, permits_pkey | permits_touch_id_key, touches_pkey",
)
SPOKEN = named(
    text(
        """
        SELECT ended_at - answered_at AS talked FROM touches
        WHERE floor = :floor AND outcome = 'answered' AND ended_at >= answered_at
        ORDER BY at DESC LIMIT :most
        """
    ),
    "latest_talks",
    "how long the latest conversations of a floor took",
    index="touches_talks",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueAhead:
    """What goes before a call at its floor."""

    promises: int  # promised calls that are due within the lead time and have no place yet
    promised_before: int  # promised calls that ask for a place now and go before it
    others_before: int  # other calls that do


def ahead(connection: Connection, floor: str, own: QueuePlace, *, now: datetime, wrap_up: timedelta) -> QueueAhead:
    """Return what goes before a call. Under the floor's lock nobody's place changes until the commit."""
    asked = {
        "floor": floor,
        "now": now,
        "enrolment": own.enrolment,
        "promised": own.promised,
        "priority": own.priority,
        "score": own.score,
        "due": own.due,
    }
    before = connection.execute(BEFORE, asked).one()
    return QueueAhead(
        promises=_promises(connection, floor, own.enrolment, now=now, wrap_up=wrap_up),
        promised_before=before.promised,
        others_before=before.others,
    )


def _promises(connection: Connection, floor: str, enrolment: str, *, now: datetime, wrap_up: timedelta) -> int:
    """Count the promises for which places are kept. How long people talk is looked up only if there is one."""
    span = {"since": now - PATIENCE, "until": now + LONGEST_LEAD, "floor": floor, "enrolment": enrolment}
    due = list(connection.execute(PROMISED, span).scalars())
    if not due:
        return 0
    talks = connection.execute(SPOKEN, {"floor": floor, "most": TALKS}).scalars()
    soon = now + lead_time(talks, wrap_up)
    return sum(1 for one in due if one <= soon)


def stand(connection: Connection, floor: str, own: QueuePlace, *, until: datetime) -> None:
    """Say that a call asks for a place of a floor, until this instant of the Clock."""
    values = {"floor": floor, "asks_until": until, "promised": own.promised, "priority": own.priority}
    values |= {"score": own.score, "due": own.due}
    statement = insert(floor_queue).values(enrolment_id=own.enrolment, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["enrolment_id"], set_=values))


def leave(connection: Connection, enrolment: str) -> None:
    """Stand in no queue any more."""
    connection.execute(LEAVE, {"enrolment": enrolment})
