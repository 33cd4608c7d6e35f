"""What did the touches of campaigns cost? Edge: the carrier's prices, and our tariffs where it has reported none."""

from collections.abc import Sequence

from sqlalchemy import Connection, TextClause

from cadence.domain import Channel
from cadence.domain.costs import CostRow, PriceSource
from cadence.domain.figures import Dimension, Period
from cadence.domain.tariffs import Tariff, TariffUnit, periods
from cadence.ledger.db.queries import sql
from cadence.ledger.reports.counts import OF_TOUCHES, bounds

_COSTS = """
    WITH tariffs AS (
        SELECT * FROM unnest(
            CAST(:channels AS text[]), CAST(:countries AS text[]), CAST(:units AS text[]), CAST(:prices AS numeric[]),
            CAST(:currencies AS text[]), CAST(:firsts AS timestamptz[]), CAST(:lasts AS timestamptz[])
        ) AS tariff (channel, country, unit, price, currency, since, until)
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
            LEFT JOIN report_prices p ON p.touch_id = paid.touch_id AND p.own
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
