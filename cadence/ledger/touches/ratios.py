"""How many touches have the same outcome in the same place? Edge: counted by the database, for rules about shares."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from cadence.domain import Counted, Lead, Number, NumberKind
from cadence.ledger.db.queries import sql
from cadence.ledger.tables.fields import ZONES, reader

AREA = 6
"""Characters of a phone that show a region but no person: the plus, the country and an area code."""

BEGAN = sql(
    "SELECT min(at) FROM touches WHERE campaign_id = :campaign AND state NOT IN ('planned', 'skipped')",
    "the instant of a campaign's first touch: its periods start there",
    index="touches_campaign",
)
COUNTED = sql(
    """
    SELECT l.country, l.region, l.zones, n.country AS number_country, n.zones AS number_zones,
           CASE WHEN left(n.e164, 1) = '+' THEN left(n.e164, :area) END AS area,
           t.channel, t.outcome, t.disposition, t.replied_at IS NOT NULL AS replied,
           coalesce(t.agent_at - coalesce(t.greeting_end_at, t.answered_at) > CAST(:late AS interval), false)
               AS late,
           count(*) AS touches
    FROM touches t JOIN leads l ON l.id = t.lead_id JOIN numbers n ON n.id = t.number_id
    WHERE t.campaign_id = :campaign AND t.at >= :since AND t.at <= :until
          AND t.state NOT IN ('planned', 'skipped')
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    UNION ALL
    SELECT l.country, l.region, l.zones, n.country, n.zones,
           CASE WHEN left(n.e164, 1) = '+' THEN left(n.e164, :area) END,
           'task', NULL, NULL, false, false, 0
    FROM enrolments e JOIN leads l ON l.id = e.lead_id JOIN lead_numbers ln ON ln.lead_id = l.id
         JOIN numbers n ON n.id = ln.number_id
    WHERE e.campaign_id = :campaign AND e.finished IS NULL
    GROUP BY 1, 2, 3, 4, 5, 6
    """,
    "count a campaign's touches by outcome and by the people's place; and the places of open leads",
    index="touches_campaign, enrolments_open | enrolments_campaign | enrolments_one_open, leads_pkey, numbers_pkey",
)


def began(connection: Connection, campaign: int) -> datetime | None:
    """Return the instant of a campaign's first touch; None before that."""
    first: datetime | None = connection.execute(BEGAN, {"campaign": campaign}).scalar()
    return first


def counted(
    connection: Connection, campaign: int, since: datetime, until: datetime, *, late: timedelta | None
) -> Iterable[Counted]:
    """
    Count a campaign's touches in [since, until] by their outcome and by where the people are.

    Open leads are included with no touches. A touch is late when an agent came more than `late` after the end of the
    greeting, or after the answer if there was no greeting; with None no touch is late.
    """
    parameters = {"campaign": campaign, "since": since, "until": until, "late": late, "area": AREA}
    return [_counted(row) for row in connection.execute(COUNTED, parameters)]


def _who(row: Row[Any]) -> Lead:
    """Return a lead of which only the place is known."""
    number = Number(
        id=0,
        e164=row.area or "",
        kind=NumberKind.OTHER,
        country=row.number_country,
        zones=ZONES.validate_python(row.number_zones),
    )
    zones = ZONES.validate_python(row.zones)
    return Lead(id="", numbers=(number,), zones=zones, country=row.country, region=row.region)


_counted = reader(Counted, who=_who)
