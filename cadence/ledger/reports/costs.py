"""What did the touches of campaigns cost, and what are conversions worth? Edge: added up by group."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, TextClause

from cadence.domain import Channel
from cadence.domain.amounts import read_number
from cadence.domain.costs import CostRow, GoalValue, PriceSource
from cadence.domain.figures import OF_LEADS, Dimension, Period
from cadence.domain.money import CURRENCIES, Money
from cadence.domain.tariffs import Tariff
from cadence.ledger.db.queries import sql
from cadence.ledger.reports.counts import OF_LEAD, OF_TOUCHES, bounds
from cadence.ledger.reports.priced import (
    ENROLLED_IN_PERIOD,
    ENROLMENT,
    MADE_IN_PERIOD,
    OF_CAMPAIGNS,
    priced,
    tariff_parameters,
)

_ADDED = """
    SELECT grp, channel, country, source, currency, count(*) FILTER (WHERE first) AS touches,
        coalesce(sum(amount), 0) AS amount
    FROM known GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
"""
COSTS: dict[Dimension | None, TextClause] = {
    by: sql(
        priced(scope=MADE_IN_PERIOD, group="''" if by is None else OF_TOUCHES[by]) + _ADDED,
        f"add up what the touches of campaigns cost, by {by or 'nothing: all of them'}",
        index="touches_campaign, prices_touch",
    )
    for by in (None, *Dimension)
}
_ENROLLED = "CAST(CAST(date_trunc('week', e.at AT TIME ZONE 'UTC') AS date) AS text)"
GROUP_OF_LEAD: dict[Dimension | None, str] = {
    None: "''",
    Dimension.CAMPAIGN: "r.campaign",
    Dimension.VERSION: "coalesce(CAST(e.version AS text), '')",
    Dimension.SEGMENT: "coalesce(r.segment, '')",
    Dimension.COHORT: f"coalesce({_ENROLLED}, '')",
}
"""The group that the lead of a touch is in now, as `OF_LEAD` names it."""
COSTS_OF_LEADS: dict[Dimension | None, TextClause] = {
    by: sql(
        priced(scope=OF_CAMPAIGNS, group=group, join=ENROLMENT, only=ENROLLED_IN_PERIOD) + _ADDED,
        f"add up all that was spent on the leads of campaigns, by {by or 'nothing: all of them'}",
        index="touches_campaign | touches_sid, prices_touch, "
        "enrolments_campaign | enrolments_lead | enrolments_one_open | enrolments_open",
    )
    for by, group in GROUP_OF_LEAD.items()
}

NAMED = sql(
    """
    SELECT EXISTS (
        SELECT FROM external_events
        WHERE campaign_id = :campaign AND effect = 'finish' AND target = 'converted' AND value IS NOT NULL
    ) AS named
    """,
    "tell whether an event names what a conversion of a campaign is worth",
    index="external_events_worth",
)
VALUES: dict[Dimension | None, TextClause] = {
    by: sql(
        f"""
        SELECT r.grp, reported.value, coalesce(reported.currency, '') AS currency,
            CASE WHEN reported.value IS NULL THEN coalesce(l.attributes ->> :column, '') ELSE '' END AS cell,
            count(*) AS leads
        FROM (
            SELECT lead_id, campaign_id, {"''" if by is None else OF_LEAD[by]} AS grp FROM report_leads
            WHERE campaign_id = :campaign AND entered AND converted AND at >= :since AND at < :until
        ) AS r JOIN leads l ON l.id = r.lead_id
            LEFT JOIN LATERAL (
                SELECT x.value, x.currency FROM external_events x
                WHERE x.lead_id = r.lead_id AND x.campaign_id = r.campaign_id AND x.effect = 'finish'
                    AND x.target = 'converted' AND x.value IS NOT NULL
                ORDER BY x.at DESC LIMIT 1
            ) AS reported ON true
        GROUP BY 1, 2, 3, 4
        """,  # noqa: S608  our own text
        f"list what the conversions of a campaign are worth, by {by or 'nothing: all of them'}",
        index="enrolments_campaign | enrolments_lead | enrolments_one_open | enrolments_open, touches_campaign, "
        "leads_pkey",
    )
    for by in (None, *sorted(OF_LEADS))
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalColumn:
    """Where the list of a campaign has what a conversion is worth; "" where its file names no column."""

    column: str = ""
    currency: str = ""


def goal_values(
    connection: Connection, campaign: int, period: Period, goal: GoalColumn, by: Dimension | None = None
) -> Mapping[str, GoalValue] | None:
    """
    Return what the conversions of a campaign are worth, by group; None where no file and no event names an amount.

    A cell that is no amount is counted by itself, and not as 0.
    """
    if not goal.column and not connection.execute(NAMED, {"campaign": campaign}).scalar_one():
        return None
    values: dict[str, GoalValue] = defaultdict(GoalValue)
    parameters = bounds([], period) | {"campaign": campaign, "column": goal.column}
    del parameters["campaign_ids"]
    for row in connection.execute(VALUES[by], parameters):
        known = row.currency in CURRENCIES
        worth = row.value if row.value is not None and known else read_number(row.cell) if goal.column else None
        if worth is None:
            values[row.grp] += GoalValue(without=row.leads)
            continue
        amount = Money(amount=worth * row.leads, currency=row.currency if known else goal.currency)
        values[row.grp] += GoalValue(amounts=(amount,), leads=row.leads)
    return values


def costs(
    connection: Connection,
    campaigns: Sequence[int],
    period: Period,
    tariffs: Sequence[Tariff],
    by: Dimension | None = None,
) -> tuple[CostRow, ...]:
    """Return what the touches of a period cost, by group, channel, country, source and currency."""
    return _rows(connection, COSTS[by], campaigns, period, tariffs)


def costs_of_leads(
    connection: Connection,
    campaigns: Sequence[int],
    period: Period,
    tariffs: Sequence[Tariff],
    by: Dimension | None = None,
) -> tuple[CostRow, ...]:
    """Return all that was spent on the leads that were enrolled in a period, whenever it was; by a group of leads."""
    return _rows(connection, COSTS_OF_LEADS[by], campaigns, period, tariffs)


def _rows(
    connection: Connection, statement: TextClause, campaigns: Sequence[int], period: Period, tariffs: Sequence[Tariff]
) -> tuple[CostRow, ...]:
    rows = connection.execute(statement, bounds(campaigns, period) | tariff_parameters(tariffs))
    return tuple(
        CostRow(
            group=row.grp,
            source=PriceSource(row.source),
            channel=Channel(row.channel),
            country=row.country,
            currency=row.currency,
            touches=row.touches,
            amount=row.amount,
        )
        for row in rows
    )
