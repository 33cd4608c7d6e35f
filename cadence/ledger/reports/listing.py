"""Which leads does a figure or a bucket count? Edge: from the view of the figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, TextClause

from cadence.domain.figures import BY_ID, FIGURES, Bucket, Grain, Period, Unit
from cadence.ledger.db.queries import sql
from cadence.ledger.reports.counts import bounds
from cadence.ledger.tables.fields import reader

LISTED = tuple(figure.id for figure in FIGURES if figure.unit is Unit.RATE and figure.grain is not Grain.ROW)
"""The figures with a view of their own, which says for each lead or touch whether it counts."""
OF_FIGURE: dict[str, TextClause] = {
    figure: sql(
        f"""
        SELECT listed.* FROM unnest(:campaign_ids) AS chosen (id) CROSS JOIN LATERAL (
            SELECT CAST(f.lead_id AS text) AS lead, l.list, coalesce(l.key, '') AS key, f.campaign, max(f.at) AS at,
                count(*) AS times
            FROM figure_{figure} f JOIN leads l ON l.id = f.lead_id
            WHERE f.part AND f.campaign_id = chosen.id AND f.at >= :since AND f.at < :until
            GROUP BY f.campaign, f.lead_id, l.list, l.key ORDER BY max(f.at), lead LIMIT :limit
        ) AS listed
        ORDER BY at, lead LIMIT :limit
        """,  # noqa: S608  the names are ours
        f"the leads that the figure {figure} counts",
        index="leads_pkey, touches_campaign",
    )
    for figure in LISTED
}
OF_BUCKET = sql(
    """
    SELECT listed.* FROM unnest(:campaign_ids) AS chosen (id) CROSS JOIN LATERAL (
        SELECT CAST(r.lead_id AS text) AS lead, l.list, coalesce(l.key, '') AS key, r.campaign, r.at, 1 AS times
        FROM report_leads r JOIN leads l ON l.id = r.lead_id
        WHERE r.bucket = :bucket AND (r.reason = :reason OR :reason = '')
            AND r.campaign_id = chosen.id AND r.at >= :since AND r.at < :until
        ORDER BY r.at, lead LIMIT :limit
    ) AS listed
    ORDER BY at, lead LIMIT :limit
    """,
    "the leads in one bucket",
    index="leads_pkey, touches_campaign",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedLead:
    """A lead that a figure or a bucket counts."""

    campaign: str
    lead: str
    list: str
    key: str  # its id in the list; "" once it was erased
    at: datetime  # of its last touch that counts, or of its enrolment
    times: int  # how many of its touches count


_listed = reader(ListedLead, lead="lead")


def of_figure(
    connection: Connection, figure: str, campaigns: Sequence[int], period: Period, *, limit: int
) -> list[ListedLead]:
    """Return leads that are counted in the part of a figure, oldest first."""
    statement = OF_FIGURE[BY_ID[figure].id]
    return [_listed(row) for row in connection.execute(statement, bounds(campaigns, period) | {"limit": limit})]


def of_bucket(  # noqa: PLR0913  what is asked for, and how much of it
    connection: Connection, bucket: Bucket, reason: str, campaigns: Sequence[int], period: Period, *, limit: int
) -> list[ListedLead]:
    """Return leads in a bucket, oldest first; with a reason, only those that are in it for this reason."""
    parameters = bounds(campaigns, period) | {"bucket": bucket.value, "reason": reason, "limit": limit}
    return [_listed(row) for row in connection.execute(OF_BUCKET, parameters)]
