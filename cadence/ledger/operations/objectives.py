"""
Which objectives do rows of the ledger tell about, and how many met them? Edge: one statement each, over a short window.

Instants are the Clock's. What is too recent to be late is not counted yet.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, TextClause

from cadence.ledger.db.queries import sql

STOPS = sql(
    """
    SELECT count(*) AS whole, count(*) FILTER (WHERE stop.id IS NULL) AS good
    FROM campaigns c CROSS JOIN LATERAL (
        SELECT t.lead_id, t.number_id, t.channel, t.purpose, t.seq FROM touches t
        WHERE t.campaign_id = c.id AND t.at >= :since AND t.number_id IS NOT NULL
            AND t.state NOT IN ('planned', 'skipped')
            AND t.cause_kind NOT IN ('inbound', 'trial')  -- the confirmation of a stop, and colleagues of ours
    ) AS t JOIN numbers n ON n.id = t.number_id
    LEFT JOIN LATERAL (
        SELECT s.id FROM suppressions s
        WHERE s.hmac = n.hmac AND NOT s.lifted AND s.source <> 'held' AND s.seq < t.seq
            AND s.value = CASE s.scope WHEN 'purpose' THEN t.purpose WHEN 'campaign' THEN c.name
                WHEN 'channel' THEN t.channel ELSE s.value END
            AND NOT EXISTS (
                SELECT FROM suppressions l
                WHERE l.hmac = s.hmac AND l.scope = s.scope AND l.value = s.value AND l.id > s.id
                    AND l.lifted AND l.source <> 'held' AND l.seq < t.seq)
        UNION ALL
        SELECT s.id FROM suppressions s
        WHERE s.person = t.lead_id AND NOT s.lifted AND s.source <> 'held' AND s.seq < t.seq
            AND s.value = CASE s.scope WHEN 'purpose' THEN t.purpose WHEN 'campaign' THEN c.name
                WHEN 'channel' THEN t.channel ELSE s.value END
            AND NOT EXISTS (
                SELECT FROM suppressions l
                WHERE l.person = s.person AND l.scope = s.scope AND l.value = s.value AND l.id > s.id
                    AND l.lifted AND l.source <> 'held' AND l.seq < t.seq)
            AND NOT EXISTS (
                SELECT FROM suppressions l
                WHERE l.hmac = n.hmac AND l.scope = s.scope AND l.value = s.value AND l.id > s.id
                    AND l.lifted AND l.source <> 'held' AND l.seq < t.seq)
        LIMIT 1
    ) AS stop ON true
    """,
    "touches since an instant, and those that no earlier stop of the person covers",
    index="touches_campaign, numbers_pkey, suppressions_latest, suppressions_person",
)
UNKNOWN = sql(
    """
    SELECT count(*) AS whole, count(*) FILTER (WHERE settled_at <= since + CAST(:within AS interval)) AS good
    FROM unanswered_touches
    WHERE (settled_at IS NOT NULL AND since >= :since)
        OR (settled_at IS NULL AND since < CAST(:now AS timestamptz) - CAST(:within AS interval))
    """,
    "touches whose answer was lost since an instant, and those that were settled in time",
    index="unanswered_touches_since, unanswered_touches_open",
)
PROMISES = sql(
    """
    SELECT count(*) AS whole, count(*) FILTER (WHERE called_at <= promised_at + CAST(:within AS interval)) AS good
    FROM report_callbacks
    WHERE promised_at >= :since AND promised_at < CAST(:now AS timestamptz) - CAST(:within AS interval)
        AND (called_at IS NOT NULL  -- who took it back in time is not called
            OR coalesce(least(canceled_at, finished_at), :now) > promised_at + CAST(:within AS interval))
    """,
    "calls promised for a time since an instant, and those that began in time",
    index="callbacks_at",
)
EVENTS = sql(
    """
    SELECT count(*) AS whole,
        count(*) FILTER (WHERE d.delivered_at <= e.written_at + CAST(:within AS interval)) AS good
    FROM endpoints p JOIN events e ON e.written_at >= greatest(CAST(:since AS timestamptz), p.added_at)
        AND (p.types = '{}' OR e.type = ANY (p.types))
    LEFT JOIN deliveries d ON d.event_id = e.id AND d.endpoint_id = p.id
    WHERE p.disabled_at IS NULL AND e.written_at >= :since
        AND e.written_at < CAST(:now AS timestamptz) - CAST(:within AS interval)
    """,
    "events since an instant for endpoints that receive them, and those that arrived in time",
    index="events_written, deliveries_pkey",
)
WAKE_UPS = sql(
    """
    SELECT count(*) AS whole, count(*) FILTER (WHERE next_at IS NOT NULL OR hold IS NOT NULL) AS good
    FROM enrolments WHERE finished IS NULL
    """,
    "open leads, and those that have a wake-up or a hold (law 3)",
    index="enrolments_open | enrolments_wakeups | enrolments_campaign",
)
UNDER_WAY = sql(
    """
    SELECT touches.state, count(*) AS touches FROM touches
    WHERE touches.state IN ('reserved', 'unknown', 'carried') GROUP BY touches.state
    """,
    "how many touches are under way, by state",
    index="touches_open",
)
EVENTS_WAITING = sql(
    """
    SELECT count(*) AS waiting, min(e.written_at) AS oldest
    FROM endpoints p JOIN deliveries d ON d.endpoint_id = p.id AND d.delivered_at IS NULL
        JOIN events e ON e.id = d.event_id
    WHERE p.disabled_at IS NULL
    """,
    "how many events wait for an endpoint, and since when the first",
    index="deliveries_open, events_id_key",
)


def stops(connection: Connection, since: datetime) -> tuple[int, int]:
    """Return how many touches since then no stop forbade, and of how many."""
    return _counts(connection.execute(STOPS, {"since": since}).one())


def wake_ups(connection: Connection) -> tuple[int, int]:
    """Return how many open leads have a wake-up or a hold, and of how many."""
    return _counts(connection.execute(WAKE_UPS).one())


def settled(connection: Connection, since: datetime, now: datetime, within: timedelta) -> tuple[int, int]:
    """Return how many touches of unknown fate since then were settled within this span, and of how many."""
    return _within(connection, UNKNOWN, since, now, within)


def promises(connection: Connection, since: datetime, now: datetime, within: timedelta) -> tuple[int, int]:
    """Return how many calls promised for a time since then began within this span, and of how many."""
    return _within(connection, PROMISES, since, now, within)


def events(connection: Connection, since: datetime, now: datetime, within: timedelta) -> tuple[int, int]:
    """Return how many events since then reached their endpoint within this span, and of how many."""
    return _within(connection, EVENTS, since, now, within)


def under_way(connection: Connection) -> dict[str, int]:
    """Return how many touches are under way, by state."""
    return {row.state: row.touches for row in connection.execute(UNDER_WAY)}


def events_waiting(connection: Connection) -> tuple[int, datetime | None]:
    """Return how many events wait for an endpoint, and since when the first."""
    row = connection.execute(EVENTS_WAITING).one()
    return row.waiting, row.oldest


def _within(
    connection: Connection, statement: TextClause, since: datetime, now: datetime, within: timedelta
) -> tuple[int, int]:
    return _counts(connection.execute(statement, {"since": since, "now": now, "within": within}).one())


def _counts(row: Row[*tuple[object, ...]]) -> tuple[int, int]:
    return row.good, row.whole
