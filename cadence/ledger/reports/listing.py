"""Which leads does a figure or a bucket count? Edge: from the view of the figure."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, TextClause

from cadence.domain.costs import COST_FIGURES, ROI, CostGrain
from cadence.domain.figures import BY_ID, FIGURES, Bucket, Grain, Period, Unit
from cadence.domain.money import plain
from cadence.domain.tariffs import Tariff
from cadence.ledger.db.queries import sql
from cadence.ledger.reports.counts import bounds
from cadence.ledger.reports.priced import (
    ENROLLED_IN_PERIOD,
    ENROLMENT,
    MADE_IN_PERIOD,
    OF_CAMPAIGNS,
    priced,
    tariff_parameters,
)

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

_OF_COST = """
    SELECT CAST(k.lead_id AS text) AS lead, l.list, coalesce(l.key, '') AS key, k.campaign, k.at, k.times, k.amount,
        k.currency
    FROM (
        SELECT campaign, lead_id, currency, max(at) AS at, count(DISTINCT touch_id) AS times, sum(amount) AS amount
        FROM known GROUP BY 1, 2, 3 ORDER BY currency = '', currency, sum(amount) DESC, max(at), lead_id LIMIT :limit
    ) AS k JOIN leads l ON l.id = k.lead_id
    ORDER BY k.currency = '', k.currency, k.amount DESC, k.at, k.lead_id
"""
OF_COST: dict[CostGrain, TextClause] = {
    CostGrain.TOUCH: sql(
        priced(scope=MADE_IN_PERIOD) + _OF_COST,
        "the leads that the touches of a period went to, with what each cost",
        index="leads_pkey, touches_campaign, prices_touch",
    ),
    CostGrain.LEAD: sql(
        priced(scope=OF_CAMPAIGNS, join=ENROLMENT, only=ENROLLED_IN_PERIOD) + _OF_COST,
        "the leads that were enrolled in a period, with all that was spent on each",
        index="leads_pkey, touches_campaign | touches_sid, prices_touch, "
        "enrolments_campaign | enrolments_lead | enrolments_one_open | enrolments_open",
    ),
}
COST = "cost"
"""Names all that was spent, as the figures of money do."""
LISTED_COSTS: dict[str, CostGrain] = {COST: CostGrain.TOUCH} | {
    figure.id: CostGrain.LEAD if figure.grain is CostGrain.LEAD else CostGrain.TOUCH for figure in (*COST_FIGURES, ROI)
}
"""What is listed with money, and whether the touches or the leads of the period count for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedLead:
    """A lead that a figure or a bucket counts."""

    campaign: str
    lead: str
    list: str
    key: str  # its id in the list; "" once it was erased
    at: datetime  # of its last touch that counts, or of its enrolment
    times: int  # how many of its touches count
    amount: Decimal | None = None  # of a list of costs: what these touches cost; None without a price
    currency: str = ""  # a lead with touches in two currencies has two rows

    def cells(self) -> dict[str, Any]:
        """Return the fields for a table. An amount is a text, because a float cannot hold it; "" without a price."""
        return asdict(self) | {"amount": "" if self.amount is None else plain(self.amount)}


def _listed(row: Row[Any]) -> ListedLead:
    return ListedLead(campaign=row.campaign, lead=row.lead, list=row.list, key=row.key, at=row.at, times=row.times)


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


def of_cost(  # noqa: PLR0913  what is asked for, and how much of it
    connection: Connection,
    what: str,
    campaigns: Sequence[int],
    period: Period,
    *,
    tariffs: Sequence[Tariff],
    limit: int,
) -> list[ListedLead]:
    """
    Return the leads on which money was spent, with what each cost: by currency, the dearest first.

    They add up to what the figure `what` was spent of. Touches without a price are rows of their own, and come last.
    """
    parameters = bounds(campaigns, period) | tariff_parameters(tariffs) | {"limit": limit}
    rows = connection.execute(OF_COST[LISTED_COSTS[what]], parameters)
    return [replace(_listed(row), amount=row.amount, currency=row.currency) for row in rows]
