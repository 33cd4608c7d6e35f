"""How many attempts until a contact, and how long from one attempt to the next? Edge: one pass over the attempts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from cadence.domain.figures import Period
from cadence.domain.survival import Durations
from cadence.ledger.db.queries import sql
from cadence.ledger.reports.counts import bounds

ATTEMPTS = sql(
    """
    SELECT counted.* FROM unnest(:campaign_ids) AS chosen (id) CROSS JOIN LATERAL (
        SELECT minutes, happened, first_nth, count(*) AS attempts FROM (
            SELECT a.next_at IS NOT NULL AS happened, CASE WHEN a.first_contact THEN a.nth END AS first_nth,
                CASE WHEN a.next_at IS NOT NULL OR EXISTS (  -- the view of enrolments has the open one first
                        SELECT FROM enrolments e WHERE e.campaign_id = a.campaign_id AND e.lead_id = a.lead_id
                            AND e.kind = 'cadence' AND e.finished IS NULL)
                    THEN CAST(round(extract(epoch FROM coalesce(a.next_at, :now) - a.at) / 60) AS bigint) END AS minutes
            FROM report_attempts a
            WHERE a.campaign_id = chosen.id AND a.at >= :since AND a.at < :until
        ) AS of_attempt
        GROUP BY GROUPING SETS ((minutes, happened), (first_nth))
        HAVING minutes IS NOT NULL OR first_nth IS NOT NULL
    ) AS counted
    """,
    "count the attempts of campaigns by the time to the next one, for which the last one of an open lead still waits, "
    "and the leads by the attempt that first led to a contact",
    index="touches_campaign, enrolments_campaign | enrolments_lead | enrolments_one_open | enrolments_open",
)


@dataclass(frozen=True, slots=True)
class Paces:
    """How the attempts of leads follow each other."""

    until_contact: dict[int, int]  # attempts -> leads that were contacted first with that one
    between: Durations  # the times from one attempt to the lead's next one


def paces(connection: Connection, campaigns: Sequence[int], period: Period, now: datetime) -> Paces:
    """Count the attempts of a period."""
    until: Counter[int] = Counter()
    happened: Counter[int] = Counter()
    censored: Counter[int] = Counter()
    for row in connection.execute(ATTEMPTS, bounds(campaigns, period) | {"now": now}):
        if row.first_nth is not None:
            until[row.first_nth] += row.attempts
        else:
            (happened if row.happened else censored)[max(0, row.minutes)] += row.attempts
    return Paces(dict(sorted(until.items())), Durations(dict(happened), dict(censored)))
