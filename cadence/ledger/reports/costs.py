"""What did the touches of campaigns cost? Edge: the carrier's prices, and our tariffs where it has reported none."""

from collections.abc import Sequence

from sqlalchemy import Connection, TextClause

from cadence.domain import Channel
from cadence.domain.amounts import read_number
from cadence.domain.costs import CostRow, GoalValue, PriceSource
from cadence.domain.figures import Dimension, Period
from cadence.domain.money import CURRENCIES, Money, added
from cadence.domain.tariffs import Tariff, TariffUnit, periods
from cadence.ledger.db.queries import sql
from cadence.ledger.reports.counts import FIRST, LAST, OF_TOUCHES, bounds

_COSTS = """
    WITH tariffs AS (
        SELECT * FROM unnest(
            CAST(:channels AS text[]), CAST(:countries AS text[]), CAST(:units AS text[]), CAST(:prices AS numeric[]),
            CAST(:currencies AS text[]), CAST(:firsts AS timestamptz[]), CAST(:lasts AS timestamptz[])
        ) AS tariff (channel, country, unit, price, currency, since, until)
    ), charged AS (  -- the carrier's price of each touch, by currency; `own`: of the touch itself, not only of a leg
        SELECT touch_id, currency, sum(amount) AS amount, bool_or(bool_or(own)) OVER (PARTITION BY touch_id) AS own
        FROM (
            SELECT DISTINCT ON (p.sid) p.touch_id, p.amount, p.currency, p.sid = t.sid AS own
            FROM touches t JOIN prices p ON p.touch_id = t.id
            WHERE t.campaign_id = ANY(:campaign_ids) AND t.at >= :since AND t.at < :until
            ORDER BY p.sid, p.id DESC
        ) AS latest
        GROUP BY touch_id, currency
    ), paid AS (
        SELECT r.*, {group} AS grp FROM report_paid r
        WHERE r.campaign_id = ANY(:campaign_ids) AND r.at >= :since AND r.at < :until
    ), priced AS (
        SELECT paid.grp, paid.channel, paid.country, p.currency AS of_carrier, p.amount, t.currency AS of_tariff,
            p.touch_id IS NULL OR row_number() OVER (PARTITION BY p.touch_id ORDER BY p.currency) = 1 AS first,
            t.price * CASE t.unit
                WHEN '{segment}' THEN paid.segments WHEN '{message}' THEN 1
                WHEN '{minute}' THEN (paid.seconds + 59) / 60 ELSE paid.seconds END AS by_tariff
        FROM paid
            LEFT JOIN charged p ON p.touch_id = paid.touch_id AND p.own
            LEFT JOIN LATERAL (
                SELECT * FROM tariffs
                WHERE p.touch_id IS NULL AND tariffs.channel = paid.channel AND tariffs.country IN (paid.country, '')
                    AND paid.at >= tariffs.since AND paid.at < tariffs.until
                ORDER BY tariffs.country DESC LIMIT 1
            ) AS t ON true
    )
    SELECT grp, channel, country,
        CASE WHEN of_carrier IS NOT NULL THEN '{carrier}' WHEN by_tariff IS NOT NULL THEN '{tariff}'
            WHEN of_tariff IS NULL THEN '{no_tariff}' ELSE '{unknown_size}' END AS source,
        coalesce(of_carrier, CASE WHEN by_tariff IS NOT NULL THEN of_tariff END, '') AS currency,
        count(*) FILTER (WHERE first) AS touches, coalesce(sum(coalesce(amount, by_tariff)), 0) AS amount
    FROM priced GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
"""
_WORDS = {unit.value: unit.value for unit in TariffUnit} | {source.value: source.value for source in PriceSource}
COSTS: dict[Dimension | None, TextClause] = {
    by: sql(
        _COSTS.format(group="''" if by is None else OF_TOUCHES[by], **_WORDS),
        f"add up what the touches of campaigns cost, by {by or 'nothing: all of them'}",
        index="touches_campaign, prices_touch",
    )
    for by in (None, *Dimension)
}


VALUES = sql(
    """
    SELECT reported.value, coalesce(reported.currency, '') AS currency,
        CASE WHEN reported.value IS NULL THEN coalesce(l.attributes ->> :column, '') ELSE '' END AS cell,
        count(*) AS leads
    FROM report_leads r JOIN leads l ON l.id = r.lead_id
        LEFT JOIN LATERAL (
            SELECT x.value, x.currency FROM external_events x
            WHERE x.lead_id = r.lead_id AND x.campaign_id = r.campaign_id AND x.effect = 'finish'
                AND x.target = 'converted' AND x.value IS NOT NULL
            ORDER BY x.at DESC LIMIT 1
        ) AS reported ON true
    WHERE r.campaign_id = :campaign AND r.converted AND r.at >= :since AND r.at < :until
    GROUP BY 1, 2, 3
    """,
    "list what the conversions of a campaign are worth, as other systems said, or as the list has it",
    index="enrolments_campaign | enrolments_lead | enrolments_one_open | enrolments_open, touches_campaign, leads_pkey",
)


def goal_value(
    connection: Connection, campaign: int, period: Period, *, column: str, currency: str
) -> GoalValue | None:
    """
    Return what the conversions of a campaign are worth; None without a column where no event names an amount.

    A cell that is no amount is counted by itself, and not as 0.
    """
    amounts, leads, without = list[Money](), 0, 0
    parameters = {"campaign": campaign, "column": column, "since": period.since or FIRST, "until": period.until or LAST}
    for row in connection.execute(VALUES, parameters):
        known = row.currency in CURRENCIES
        worth = row.value if row.value is not None and known else read_number(row.cell) if column else None
        if worth is None:
            without += row.leads
            continue
        leads += row.leads
        amounts.append(Money(amount=worth * row.leads, currency=row.currency if known else currency))
    return GoalValue(amounts=added(amounts), leads=leads, without=without) if column or leads else None


def costs(
    connection: Connection,
    campaigns: Sequence[int],
    period: Period,
    tariffs: Sequence[Tariff],
    by: Dimension | None = None,
) -> tuple[CostRow, ...]:
    """Return what was spent, by group, channel, country, source and currency."""
    known = list(periods(tariffs))
    values = {
        "channels": [each.tariff.channel.value for each in known],
        "countries": [each.tariff.country for each in known],
        "units": [each.tariff.unit.value for each in known],
        "prices": [each.tariff.price.amount for each in known],
        "currencies": [each.tariff.price.currency for each in known],
        "firsts": [each.since for each in known],
        "lasts": [each.until for each in known],
    }
    rows = connection.execute(COSTS[by], bounds(campaigns, period) | values)
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
