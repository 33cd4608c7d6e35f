"""How many touches do people get, over all campaigns, and how many of them say stop? Edge."""

from collections import Counter
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
    SELECT lately, touches, count(*) AS people, count(*) FILTER (WHERE opted_out_lately) AS opted_out_lately,
        count(*) FILTER (WHERE opted_out) AS opted_out
    FROM (
        SELECT least(count(*) FILTER (WHERE t.at > :young), :most) AS lately, least(count(*), :most) AS touches,
            coalesce(bool_or(t.opted_out) FILTER (WHERE t.at > :young), false) AS opted_out_lately,
            bool_or(t.opted_out) AS opted_out
        FROM report_touches t JOIN numbers n ON n.id = t.number_id
        WHERE t.at > :since AND t.at <= :now AND t.number_id IN (
            SELECT number_id FROM touches
            WHERE campaign_id = ANY(:campaign_ids) AND at > :since AND at <= :now AND sid IS NOT NULL)
        GROUP BY coalesce(n.same_as, n.id)
    ) AS of_person
    GROUP BY lately, touches
    """,
    "count the people whom campaigns reached lately by their touches in all campaigns, and who of them said stop",
    index="touches_campaign, touches_number, numbers_pkey",
)


def fatigue(connection: Connection, campaigns: Sequence[int], now: datetime) -> tuple[FatigueCount, ...]:
    """
    Return how many touches the people of these campaigns had in 7 and in 30 days, over all campaigns.

    A person is whoever has a number or address: the same in two lists counts once.
    """
    lately, long = (now - timedelta(days=days) for days in SPANS)
    instants = {"now": now, "young": lately, "since": long, "most": MOST}
    people: Counter[tuple[int, int]] = Counter()
    opted_out: Counter[tuple[int, int]] = Counter()
    for row in connection.execute(TOUCHES, {"campaign_ids": list(campaigns), **instants}):
        for days, touches, stops in zip(
            SPANS, (row.lately, row.touches), (row.opted_out_lately, row.opted_out), strict=True
        ):
            people[days, touches] += row.people
            opted_out[days, touches] += stops
    return tuple(
        FatigueCount(days=days, touches=touches, people=count, opted_out=opted_out[days, touches])
        for (days, touches), count in sorted(people.items())
        if touches
    )
