"""
Which events does an endpoint still have to receive, and which of them may be sent now? Edge.

Of each subject only the first event that is not delivered has a next attempt: so one that cannot be delivered holds up
its own subject alone. Whoever changes anything here has locked the endpoint (`endpoints.lock`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from cadence.domain.events import OutgoingEvent
from cadence.ledger.db.queries import returning, sql
from cadence.ledger.events.endpoints import StoredEndpoint
from cadence.ledger.events.stream import event_of
from cadence.ledger.tables.fields import reader

TAKE = sql(
    """
    WITH page AS MATERIALIZED (
        SELECT e.id, e.type, e.subject, e.seq, e.written_at, e.horizon, e.place FROM events e
        WHERE (e.horizon, e.place) > (CAST(:horizon AS bigint), CAST(:place AS bigint))
            AND e.horizon < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)
        ORDER BY e.horizon, e.place LIMIT :limit
    ), taken AS (
        INSERT INTO deliveries (event_id, endpoint_id, subject, seq)
        SELECT id, CAST(:endpoint AS integer), subject, seq FROM page
        WHERE written_at >= :since AND type = ANY (CAST(:types AS text[]))
        ON CONFLICT DO NOTHING RETURNING subject
    ), moved AS (
        UPDATE endpoints SET horizon = last.horizon, place = last.place
        FROM (SELECT horizon, place FROM page ORDER BY horizon DESC, place DESC LIMIT 1) AS last
        WHERE endpoints.id = :endpoint
    )
    SELECT DISTINCT subject FROM taken
    """,
    "give an endpoint the next events, in the order in which none is missed",
    index="events_order, endpoints_pkey",
)
FIRST = sql(
    """
    UPDATE deliveries d SET next_at = :now
    FROM unnest(CAST(:subjects AS text[])) AS wanted (subject) CROSS JOIN LATERAL (
        SELECT o.event_id, o.next_at FROM deliveries o
        WHERE o.endpoint_id = :endpoint AND o.subject = wanted.subject AND o.delivered_at IS NULL
        ORDER BY o.seq LIMIT 1
    ) AS first
    WHERE d.event_id = first.event_id AND d.endpoint_id = :endpoint AND first.next_at IS NULL
    """,
    "let the first event of each of these subjects that is not delivered be sent",
    index="deliveries_open, deliveries_pkey",
)
CLAIM = returning(
    "id type subject seq at data campaign tries",
    sql(
        """
        WITH due AS (
            SELECT event_id FROM deliveries WHERE endpoint_id = :endpoint AND next_at <= :now
            ORDER BY next_at, seq LIMIT :limit
        )
        UPDATE deliveries d SET next_at = :until
        FROM due JOIN events e ON e.id = due.event_id LEFT JOIN campaigns c ON c.id = e.campaign_id
        WHERE d.event_id = due.event_id AND d.endpoint_id = :endpoint
        RETURNING e.id, e.type, e.subject, e.seq, e.at, e.data, c.name AS campaign, d.tries
        """,
        "the events that may be sent now; nobody else sends them until an instant",
        index="deliveries_due, deliveries_pkey, events_id_key",
    ),
)
DELIVERED = sql(
    """
    UPDATE deliveries SET delivered_at = :now, next_at = NULL, tries = tries + 1, status = 200, problem = ''
    WHERE endpoint_id = :endpoint AND event_id = ANY (CAST(:events AS uuid[]))
    """,
    "mark events as delivered",
    index="deliveries_pkey",
)
FAILED = sql(
    """
    UPDATE deliveries SET next_at = :until, tries = CAST(:tries AS integer), status = CAST(:status AS integer),
        problem = :problem
    WHERE endpoint_id = :endpoint AND event_id = CAST(:event AS uuid) AND delivered_at IS NULL AND next_at IS NOT NULL
    """,
    "send an event again later",
    index="deliveries_pkey",
)
AGAIN = sql(
    """
    WITH chosen AS (
        SELECT e.id, e.subject, e.seq FROM events e
        WHERE e.written_at >= :since AND e.type = ANY (CAST(:types AS text[]))
            AND (e.horizon, e.place) <= (CAST(:horizon AS bigint), CAST(:place AS bigint))
    )
    INSERT INTO deliveries (event_id, endpoint_id, subject, seq)
    SELECT id, CAST(:endpoint AS integer), subject, seq FROM chosen
    ON CONFLICT (event_id, endpoint_id) DO UPDATE SET delivered_at = NULL, next_at = NULL, tries = 0, problem = ''
    RETURNING subject
    """,
    "give an endpoint events again, from an instant on",
    index="",
)
NONE_NEXT = sql(
    """
    UPDATE deliveries SET next_at = NULL
    WHERE endpoint_id = :endpoint AND subject = ANY (CAST(:subjects AS text[])) AND delivered_at IS NULL
    """,
    "let no event of these subjects be sent, before the first of each is chosen anew",
    index="deliveries_open",
)
COUNTS = sql(
    """
    SELECT count(*) FILTER (WHERE delivered_at IS NULL) AS waiting,
        count(*) FILTER (WHERE delivered_at IS NOT NULL) AS delivered,
        count(*) FILTER (WHERE next_at IS NOT NULL AND tries > 0) AS failing, max(delivered_at) AS last_at
    FROM deliveries WHERE endpoint_id = :endpoint
    """,
    "how many events an endpoint has received, waits for and has refused: for operators",
    index="",
)


@dataclass(frozen=True, slots=True)
class ClaimedEvent:
    """An event to send, and how often that has failed."""

    event: OutgoingEvent
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryCounts:
    """How far an endpoint is."""

    waiting: int
    delivered: int
    failing: int  # of those that wait: refused at least once, each holds up its subject
    last_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedDelivery:
    """An event that was not delivered, and when it goes again."""

    event: str
    until: datetime
    tries: int
    status: int | None
    problem: str


_counts = reader(DeliveryCounts)


def take(connection: Connection, endpoint: StoredEndpoint, *, now: datetime, limit: int) -> None:
    """Give a locked endpoint the next events."""
    parameters: dict[str, Any] = {"endpoint": endpoint.id, "limit": limit}
    parameters |= {"horizon": endpoint.horizon, "place": endpoint.place}
    parameters |= {"since": endpoint.added_at, "types": [*map(str, endpoint.wanted)]}
    _choose_first(connection, endpoint, connection.execute(TAKE, parameters).scalars().all(), now)


def claim(
    connection: Connection, endpoint: StoredEndpoint, *, now: datetime, until: datetime, limit: int
) -> list[ClaimedEvent]:
    """Return events of a locked endpoint to send now, one for each subject; no other process gets them until then."""
    rows = connection.execute(CLAIM, {"endpoint": endpoint.id, "now": now, "until": until, "limit": limit})
    return [ClaimedEvent(event_of(row), row.tries) for row in rows]


def delivered(
    connection: Connection, endpoint: StoredEndpoint, events: Collection[OutgoingEvent], *, now: datetime
) -> None:
    """Record that a locked endpoint has received these; the next ones of their subjects may be sent."""
    connection.execute(DELIVERED, {"endpoint": endpoint.id, "events": [event.id for event in events], "now": now})
    _choose_first(connection, endpoint, [event.subject for event in events], now)


def failed(connection: Connection, endpoint: StoredEndpoint, failure: FailedDelivery) -> None:
    """Record that an event was not received."""
    values: dict[str, Any] = {"event": failure.event, "until": failure.until, "tries": failure.tries}
    values |= {"status": failure.status, "problem": failure.problem}
    connection.execute(FAILED, {"endpoint": endpoint.id} | values)


def again(connection: Connection, endpoint: StoredEndpoint, since: datetime, *, now: datetime) -> int:
    """Give a locked endpoint every event again that it was given since an instant; return how many."""
    parameters: dict[str, Any] = {"endpoint": endpoint.id, "since": since}
    parameters |= {"horizon": endpoint.horizon, "place": endpoint.place}
    subjects = connection.execute(AGAIN, parameters | {"types": [*map(str, endpoint.wanted)]}).scalars().all()
    connection.execute(NONE_NEXT, {"endpoint": endpoint.id, "subjects": [*dict.fromkeys(subjects)]})
    _choose_first(connection, endpoint, subjects, now)
    return len(subjects)


def counts(connection: Connection, endpoint: int) -> DeliveryCounts:
    """Return how far an endpoint is."""
    return _counts(connection.execute(COUNTS, {"endpoint": endpoint}).one())


def _choose_first(connection: Connection, endpoint: StoredEndpoint, subjects: Collection[str], now: datetime) -> None:
    if subjects:
        parameters = {"endpoint": endpoint.id, "subjects": [*dict.fromkeys(subjects)], "now": now}
        connection.execute(FIRST, parameters)
