"""How many attempts until a contact, and how long from one attempt to the next? Edge: the attempts of each lead."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from cadence.domain.figures import Period
from cadence.domain.survival import Durations
from cadence.ledger.db.queries import sql
from cadence.ledger.reports.counts import bounds

UNTIL_CONTACT = sql(
    """
    SELECT of_lead.nth, count(*) AS leads FROM unnest(:campaign_ids) AS chosen (id) CROSS JOIN LATERAL (
        SELECT min(nth) FILTER (WHERE contact) AS nth FROM report_attempts WHERE campaign_id = chosen.id
        GROUP BY lead_id
        HAVING min(at) FILTER (WHERE contact) >= :since AND min(at) FILTER (WHERE contact) < :until
    ) AS of_lead
    GROUP BY of_lead.nth ORDER BY of_lead.nth
    """,
    "count the leads of campaigns by the attempt that first led to a contact",
    index="touches_campaign",
)
GAPS = sql(
    """
    SELECT counted.minutes, counted.happened, CAST(sum(counted.attempts) AS bigint) AS attempts
    FROM unnest(:campaign_ids) AS chosen (id) CROSS JOIN LATERAL (
        SELECT CAST(round(extract(epoch FROM coalesce(a.next_at, :now) - a.at) / 60) AS bigint) AS minutes,
            a.next_at IS NOT NULL AS happened, count(*) AS attempts
        FROM report_attempts a
            LEFT JOIN report_enrolments e ON e.campaign_id = a.campaign_id AND e.lead_id = a.lead_id
        WHERE a.campaign_id = chosen.id AND a.at >= :since AND a.at < :until
            AND (a.next_at IS NOT NULL OR (e.enrolment_id IS NOT NULL AND e.finished IS NULL))
        GROUP BY 1, 2
    ) AS counted
    GROUP BY 1, 2
    """,
    "count the attempts of campaigns by the time to the next one; for open leads the last attempt still waits for it",
    index="touches_campaign, enrolments_campaign | enrolments_lead | enrolments_one_open | enrolments_open",
)


def until_contact(connection: Connection, campaigns: Sequence[int], period: Period) -> dict[int, int]:
    """Return how many leads were contacted first with their first attempt, their second ... in a period."""
    return {row.nth: row.leads for row in connection.execute(UNTIL_CONTACT, bounds(campaigns, period))}


def between_attempts(connection: Connection, campaigns: Sequence[int], period: Period, now: datetime) -> Durations:
    """Return the times from each attempt of a period to the lead's next one."""
    happened: dict[int, int] = {}
    censored: dict[int, int] = {}
    for row in connection.execute(GAPS, bounds(campaigns, period) | {"now": now}):
        (happened if row.happened else censored)[max(0, row.minutes)] = row.attempts
    return Durations(happened, censored)
