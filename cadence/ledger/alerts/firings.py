"""Which alerts fired in a period? Edge: each change that raised one, with the change that cleared it."""

from collections.abc import Sequence

from sqlalchemy import Connection

from cadence.domain.figures import Period
from cadence.domain.firings import AlertFiring
from cadence.ledger.db.queries import sql
from cadence.ledger.reports.counts import bounds
from cadence.ledger.tables.fields import reader

FIRINGS = sql(
    """
    SELECT c.name AS campaign, a.name, a.origin, a.version, a.condition, a.figure, a.does, a.at AS raised_at, a.value,
        a.n, a.bound, a.pause_id AS pause, p.until AS resumed_at, b.at AS cleared_at, b.value AS cleared_value,
        b.n AS cleared_n, b.cause
    FROM alert_changes a JOIN campaigns c ON c.id = a.campaign_id
        LEFT JOIN alert_changes b ON b.campaign_id = a.campaign_id AND b.origin = a.origin AND b.name = a.name
            AND b.nth = a.nth + 1
        LEFT JOIN pauses p ON p.id = a.pause_id
    WHERE a.campaign_id = ANY (:campaign_ids) AND a.change = 'raised' AND a.at < :until
        AND (b.at IS NULL OR b.at >= :since)
    ORDER BY a.at DESC, a.id DESC LIMIT :limit
    """,
    "the alerts of campaigns that fired in a period, the newest first",
    index="alert_changes_once",
)
MOST = 1000
"""Firings that are read at most."""

_firing = reader(AlertFiring)


def firings(
    connection: Connection, campaigns: Sequence[int], period: Period, *, limit: int = MOST
) -> list[AlertFiring]:
    """Return the alerts that fired in a period, also those that were raised before it; the newest first."""
    parameters = bounds(campaigns, period) | {"limit": limit}
    return [_firing(row) for row in connection.execute(FIRINGS, parameters)]
