"""Which promised calls come next, and how fast does the line of a campaign get shorter? Edge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from sqlalchemy import Connection, bindparam, func, select

from cadence.domain.alerts import PACE_OVER
from cadence.ledger.db.queries import query, sql
from cadence.ledger.tables.campaigns import enrolments
from cadence.ledger.tables.fields import reader

MINUTE = 60
MOST = 500
"""So many promised calls are listed at most."""

PROMISED = sql(
    """
    SELECT CAST(e.lead_id AS text) AS lead, e.next_at AS at, coalesce(e.hold, '') AS hold
    FROM enrolments e
    WHERE e.finished IS NULL AND ((e.move -> 'cause') ->> 'kind') = 'callback' AND e.next_at <= :until
        AND e.campaign_id = ANY (:campaign_ids)
    ORDER BY e.next_at, e.id LIMIT :limit
    """,
    "the promised calls of campaigns that come until an instant, the first one first",
    index="enrolments_promised",
)
ENROLLED = query(
    select(func.count()).where(
        enrolments.c.campaign_id == bindparam("campaign"),
        enrolments.c.kind == "cadence",
        enrolments.c.at > bindparam("since"),
    ),
    "how many leads of a campaign were enrolled since an instant",
    index="enrolments_campaign",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedNext:
    """A promised call that is to come, or that is late."""

    lead: str
    at: datetime
    hold: str  # what it waits for; "" when only for its time

    def minutes_late(self, now: datetime) -> int:
        """Return for how many whole minutes it has been late; 0 when its time has not come."""
        return max(0, int((now - self.at).total_seconds()) // MINUTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePace:
    """How fast the line of a campaign gets shorter."""

    enrolled: int  # in the last seven days
    days_left: int | None  # until the last one in line is enrolled; None when nobody was lately


_promised = reader(PromisedNext, lead="lead")


def promised(
    connection: Connection, campaigns: Sequence[int], *, until: datetime, limit: int = MOST
) -> list[PromisedNext]:
    """Return the promised calls up to an instant, also those whose time has passed."""
    parameters = {"campaign_ids": list(campaigns), "until": until, "limit": limit}
    return [_promised(row) for row in connection.execute(PROMISED, parameters)]


def pace(connection: Connection, campaign: int, *, waiting: int, now: datetime) -> LinePace:
    """Return when the line is empty, if it goes on as in the last seven days; `waiting` is how many are in it."""
    leads = connection.execute(ENROLLED, {"campaign": campaign, "since": now - PACE_OVER}).scalar_one()
    return LinePace(enrolled=leads, days_left=ceil(waiting * PACE_OVER.days / leads) if leads else None)
