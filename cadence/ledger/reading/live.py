"""What goes out right now, what waits, and what do alerts read? Edge: one statement for all that somebody looks at."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from cadence.domain.alert_standing import AlertStanding
from cadence.ledger.alerts import latest
from cadence.ledger.db.queries import sql
from cadence.ledger.tables.fields import reader
from cadence.ledger.tables.touches import OPEN

SOON = timedelta(hours=1)
"""Promised calls of the time to come that are counted."""
LATEST = 500
"""So many of a campaign's latest touches are looked through for the last one that failed."""

LIVE = sql(
    f"""
    SELECT c.id AS campaign,
        (SELECT count(*) FROM touches WHERE {OPEN.text} AND touches.campaign_id = c.id) AS in_the_air,
        (SELECT count(*) FROM floor_queue q JOIN enrolments e ON e.id = q.enrolment_id
            WHERE q.asks_until >= :now AND e.campaign_id = c.id) AS waiting_for_agent,
        (SELECT e.next_at FROM enrolments e
            WHERE e.finished IS NULL AND e.next_at <= :now AND e.campaign_id = c.id AND e.hold IS NULL
            ORDER BY e.next_at LIMIT 1) AS oldest_due,
        (SELECT count(*) FROM enrolments e
            WHERE e.finished IS NULL AND ((e.move -> 'cause') ->> 'kind') = 'callback' AND e.campaign_id = c.id
                AND e.next_at > :now AND e.next_at <= :until) AS promises,
        failed.at AS failed_at, coalesce(failed.code, '') AS failed_code, c.name,
        (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.origin, r.name) FROM alert_readings r
            WHERE r.campaign_id = c.id) AS alerts,
        ARRAY(SELECT s.hash FROM page_sessions s JOIN api_keys k ON k.id = s.key_id
            WHERE s.hash = ANY (:hashes) AND s.expires_at > :today AND k.revoked_at IS NULL
                AND (k.expires_at IS NULL OR k.expires_at > :today)) AS sessions
    FROM campaigns c LEFT JOIN LATERAL (
        SELECT latest.at, latest.code FROM (
            SELECT t.at, t.code, t.outcome FROM touches t WHERE t.campaign_id = c.id ORDER BY t.at DESC LIMIT :latest
        ) AS latest WHERE latest.outcome = 'failed' ORDER BY latest.at DESC LIMIT 1
    ) AS failed ON true
    WHERE c.id = ANY (:campaign_ids)
    """,  # noqa: S608  our own words
    "what of campaigns goes out right now, what waits, and who of those that look on is still signed in",
    index="touches_open, floor_queue_floor | floor_queue_pkey, enrolments_wakeups | enrolments_open, "
    "enrolments_promised | enrolments_open, touches_campaign, alert_readings_pkey, page_sessions_pkey",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCounts:
    """One campaign at this moment."""

    campaign: int
    in_the_air: int  # touches that were handed to the carrier, or are about to be
    waiting_for_agent: int  # calls that are due and found no free agent
    oldest_due: datetime | None  # since when a lead is due that nothing holds
    promises: int  # promised calls of the next hour
    failed_at: datetime | None  # when the last touch that failed was made
    failed_code: str  # what the carrier said


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveReading:
    """Some campaigns at this moment, and which sessions still hold."""

    campaigns: dict[int, LiveCounts]
    sessions: frozenset[bytes]
    alerts: dict[int, list[AlertStanding]] = field(default_factory=dict)  # by campaign


_counts = reader(LiveCounts, campaign="campaign")


def look(
    connection: Connection, campaigns: Collection[int], sessions: Collection[bytes], *, now: datetime, today: datetime
) -> LiveReading:
    """Return how campaigns stand, and which of these sessions hold. `today` is real time, which sessions go by."""
    instants = {"now": now, "until": now + SOON, "today": today}
    lists = {"campaign_ids": list(campaigns), "hashes": list(sessions)}
    rows = connection.execute(LIVE, instants | lists | {"latest": LATEST}).all()
    return LiveReading(
        campaigns={row.campaign: _counts(row) for row in rows},
        alerts={row.campaign: [latest.from_json(row.name, alert) for alert in row.alerts or ()] for row in rows},
        sessions=frozenset(bytes(session) for row in rows[:1] for session in row.sessions),
    )
