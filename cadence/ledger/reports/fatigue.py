"""How many touches do people get, over all campaigns, and how many of them say stop? Edge."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from cadence.domain.figures import FatigueCount
from cadence.ledger.db.queries import sql

SPANS = (7, 30)
"""The days over which touches are counted."""
MOST = 10
"""So many touches and more are one line."""

TOUCHES = sql(
    """
    SELECT least(touches, :most) AS touches, count(*) AS people, count(*) FILTER (WHERE opted_out) AS opted_out
    FROM (
        SELECT coalesce(n.same_as, n.id) AS person, count(*) AS touches, bool_or(t.opted_out) AS opted_out
        FROM report_touches t JOIN numbers n ON n.id = t.number_id
        WHERE t.at > :since AND t.at <= :now AND t.number_id IN (
            SELECT number_id FROM report_touches
            WHERE campaign_id = ANY(:campaign_ids) AND at > :since AND at <= :now)
        GROUP BY 1
    ) AS of_person
    GROUP BY 1 ORDER BY 1
    """,
    "count the people whom campaigns reached lately by their touches in all campaigns, and who of them said stop",
    index="touches_campaign, touches_number, numbers_pkey",
)


def fatigue(connection: Connection, campaigns: Sequence[int], now: datetime) -> tuple[FatigueCount, ...]:
    """
    Return how many touches the people of these campaigns had in 7 and in 30 days, over all campaigns.

    A person is whoever has a number or address: the same in two lists counts once.
    """
    return tuple(
        FatigueCount(days=days, touches=row.touches, people=row.people, opted_out=row.opted_out)
        for days in SPANS
        for row in connection.execute(
            TOUCHES, {"campaign_ids": list(campaigns), "now": now, "since": now - timedelta(days=days), "most": MOST}
        )
    )
