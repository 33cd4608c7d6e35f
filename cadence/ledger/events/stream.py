"""
Which events are there, in an order in which none is missed? Edge: reading; triggers write them with each fact.

Transactions commit in another order than their rows are numbered, so a reader who goes by the number alone misses
rows. An event is read once no transaction runs any more that could still add one before it: its horizon lies below the
oldest transaction that was running when the snapshot was taken. Sorted by (horizon, place), the events of a subject
are in the order in which their facts were committed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row

from cadence.domain.errors import NotFoundError
from cadence.domain.events import KEPT_DAYS, PAYLOADS, EventType, OutgoingEvent
from cadence.ledger.db.queries import returning, sql
from cadence.ledger.tables.fields import names_of

POSITION = sql(
    "SELECT horizon, place FROM events WHERE id = CAST(:event AS uuid)",
    "where in the order of events one stands",
    index="events_id_key",
)
PAGE = returning(
    "place id type subject seq at data horizon campaign",
    sql(
        """
        SELECT e.place, e.id, e.type, e.subject, e.seq, e.at, e.data, e.horizon, c.name AS campaign
        FROM events e LEFT JOIN campaigns c ON c.id = e.campaign_id
        WHERE (e.horizon, e.place) > (CAST(:horizon AS bigint), CAST(:place AS bigint))
            AND e.horizon < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)
            AND e.type = ANY (CAST(:types AS text[]))
        ORDER BY e.horizon, e.place LIMIT :limit
        """,
        "the next events after a position, as far as no earlier one can appear any more",
        index="events_order",
    ),
)
ORDER_AFTER_RESTORE = sql(
    "SELECT order_events_after_restore()",
    "put events in order again if this ledger was restored on another server",
    index="",
)
FORGET = sql(
    "DELETE FROM events WHERE written_at < :before", "delete events that were kept long enough", index="events_written"
)


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the order of events: everything after it was not read yet."""

    horizon: int = -1
    place: int = 0


BEGINNING = Position()


@dataclass(frozen=True, slots=True)
class PlacedEvent:
    """An event, and where it stands."""

    event: OutgoingEvent
    position: Position


def position_of(connection: Connection, event: str) -> Position:
    """Return where the event with this id stands. Raises NotFoundError when it is not kept any more, or never was."""
    row = connection.execute(POSITION, {"event": event}).first()
    if row is None:
        raise NotFoundError(
            f"There is no event with this id: it is older than {KEPT_DAYS} days, or from another ledger. Read from the "
            "beginning, and leave out the ids that you have."
        )
    return Position(row.horizon, row.place)


def read(
    connection: Connection, after: Position, *, limit: int, types: Collection[EventType] = tuple(EventType)
) -> list[PlacedEvent]:
    """Return the next events after a position, in order; `limit` at most. Call it in a transaction of its own."""
    parameters = {"horizon": after.horizon, "place": after.place, "types": [*map(str, types)], "limit": limit}
    return [
        PlacedEvent(event_of(row), Position(row.horizon, row.place)) for row in connection.execute(PAGE, parameters)
    ]


def event_of(row: Row[*tuple[object, ...]]) -> OutgoingEvent:
    """Return the event of a row: its data has exactly the fields of its type's payload."""
    kind = EventType(row.type)
    about, _, name = row.subject.partition("/")
    known = {"lead": name if about == "leads" else None, "campaign": row.campaign} | row.data
    data = {field: known[field] for field in names_of(PAYLOADS[kind])}
    return OutgoingEvent(id=str(row.id), type=kind, at=row.at, subject=row.subject, seq=row.seq, data=data)


def order_after_restore(connection: Connection) -> bool:
    """
    Put events in order again if this ledger was restored on another server; return whether it was.

    The numbers of transactions begin anew there, and events of before would wait for theirs to come.
    """
    restored: bool = connection.execute(ORDER_AFTER_RESTORE).scalar_one()
    return restored


def forget(connection: Connection, *, now: datetime) -> int:
    """Delete the events that have been kept for 30 days; return how many."""
    return connection.execute(FORGET, {"before": now - timedelta(days=KEPT_DAYS)}).rowcount
