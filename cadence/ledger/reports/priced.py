"""
What did each touch cost? Edge: the SQL that knows it, and the touches of one lead.

The carrier's price counts where it has reported one, with the legs of a call; else our tariff of that day. Every other
statement about money is made of this one.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from cadence.domain import Channel
from cadence.domain.costs import PriceSource, TouchCost
from cadence.domain.tariffs import Tariff, TariffUnit, periods
from cadence.ledger.db.queries import sql

_PRICED = """
    WITH tariffs AS NOT MATERIALIZED (
        SELECT * FROM unnest(
            CAST(:channels AS text[]), CAST(:countries AS text[]), CAST(:units AS text[]), CAST(:prices AS numeric[]),
            CAST(:currencies AS text[]), CAST(:firsts AS timestamptz[]), CAST(:lasts AS timestamptz[])
        ) AS tariff (channel, country, unit, price, currency, since, until)
    ), latest AS NOT MATERIALIZED (  -- a price that the carrier has changed is another row
        SELECT * FROM prices p WHERE NOT EXISTS (SELECT FROM prices later WHERE later.sid = p.sid AND later.id > p.id)
    ), paid AS (
        SELECT r.*, {group} AS grp FROM report_paid r {join} WHERE {scope} {only}
    ), priced AS (
        SELECT paid.touch_id, paid.campaign_id, paid.campaign, paid.lead_id, paid.step, paid.at, paid.grp, paid.channel,
            paid.country, p.currency AS of_carrier, p.amount, p.sid IS NULL OR p.sid = paid.sid AS first,
            coalesce(own.currency, other.currency) AS of_tariff,
            coalesce(own.price, other.price) * CASE coalesce(own.unit, other.unit)
                WHEN '{segment}' THEN paid.segments WHEN '{message}' THEN 1
                WHEN '{minute}' THEN (paid.seconds + 59) / 60 ELSE paid.seconds END AS by_tariff
        FROM paid
            LEFT JOIN latest p ON p.touch_id = paid.touch_id  -- no price of a leg before that of its call
                AND (p.sid = paid.sid OR EXISTS (SELECT FROM prices own WHERE own.sid = paid.sid))
            LEFT JOIN tariffs own ON p.currency IS NULL AND own.channel = paid.channel AND own.country = paid.country
                AND own.country <> ''
                AND paid.at >= own.since AND paid.at < own.until
            LEFT JOIN tariffs other ON p.currency IS NULL AND other.channel = paid.channel AND other.country = ''
                AND paid.at >= other.since AND paid.at < other.until
    ), known AS (
        SELECT touch_id, campaign_id, campaign, lead_id, step, at, grp, channel, country, first,
            CASE WHEN of_carrier IS NOT NULL THEN '{carrier}' WHEN by_tariff IS NOT NULL THEN '{tariff}'
                WHEN of_tariff IS NULL THEN '{no_tariff}' ELSE '{unknown_size}' END AS source,
            coalesce(of_carrier, CASE WHEN by_tariff IS NOT NULL THEN of_tariff END, '') AS currency,
            coalesce(amount, by_tariff) AS amount
        FROM priced
    )
"""
"""`known` has a row for each touch, its `first`, and a further one for each leg of its call that has a price."""
OF_CAMPAIGNS = "r.campaign_id = ANY(:campaign_ids)"
MADE_IN_PERIOD = f"{OF_CAMPAIGNS} AND r.at >= :since AND r.at < :until"
"""The touches that were made in a period."""
_OF_LEAD = "r.lead_id = :lead"
ENROLMENT = """LEFT JOIN report_enrolments e
            ON e.campaign_id = r.campaign_id AND e.lead_id = r.lead_id AND e.campaign_id = ANY(:campaign_ids)"""
"""Joins where the lead of a touch is now."""
ENROLLED_IN_PERIOD = "AND coalesce(e.at, r.at) >= :since AND coalesce(e.at, r.at) < :until"
"""All touches of leads that were enrolled in a period; with `ENROLMENT`."""
_WORDS = {unit.value: unit.value for unit in TariffUnit} | {source.value: source.value for source in PriceSource}


def priced(*, scope: str, group: str = "''", join: str = "", only: str = "") -> str:
    """Return the beginning of a statement that selects from `known`."""
    return _PRICED.format(scope=scope, group=group, join=join, only=only, **_WORDS)


OF_LEAD = sql(
    f"""{priced(scope=_OF_LEAD)}
    SELECT CAST(touch_id AS text) AS touch, coalesce(campaign, '') AS campaign, step, channel, at, source, currency,
        sum(amount) AS amount
    FROM known GROUP BY touch_id, campaign, step, channel, at, source, currency ORDER BY at, touch_id, currency
    """,  # noqa: S608  our own text
    "tell what each touch of a lead cost",
    index="touches_key, prices_touch",
)


def tariff_parameters(tariffs: Sequence[Tariff]) -> dict[str, Any]:
    """Return the tariffs as parameters: each with the instants between which it holds."""
    known = {(each.tariff.channel, each.tariff.country, each.since): each for each in reversed(list(periods(tariffs)))}
    return {
        "channels": [each.tariff.channel.value for each in known.values()],
        "countries": [each.tariff.country for each in known.values()],
        "units": [each.tariff.unit.value for each in known.values()],
        "prices": [each.tariff.price.amount for each in known.values()],
        "currencies": [each.tariff.price.currency for each in known.values()],
        "firsts": [each.since for each in known.values()],
        "lasts": [each.until for each in known.values()],
    }


def of_lead(connection: Connection, lead: str, tariffs: Sequence[Tariff]) -> tuple[TouchCost, ...]:
    """Return what the touches of a lead cost, over all campaigns, oldest first. Trials are left out."""
    rows = connection.execute(OF_LEAD, {"lead": lead, **tariff_parameters(tariffs)})
    return tuple(
        TouchCost(
            touch=row.touch,
            campaign=row.campaign,
            step=row.step,
            channel=Channel(row.channel),
            at=row.at,
            source=PriceSource(row.source),
            currency=row.currency,
            amount=row.amount,
        )
        for row in rows
    )
