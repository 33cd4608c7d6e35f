"""Whose data does a campaign use? Edge: how many people are on its lists, which lists, and in which countries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from cadence.ledger.db.queries import sql

PEOPLE = sql(
    """
    SELECT e.campaign_id, count(DISTINCT l.id) AS people, array_agg(DISTINCT l.list) AS lists,
        array_remove(array_agg(DISTINCT n.country) || array_agg(DISTINCT l.country), '') AS countries
    FROM (
        SELECT campaign_id, lead_id FROM roster WHERE campaign_id = ANY(:campaign_ids)
        UNION
        SELECT campaign_id, lead_id FROM held_back WHERE campaign_id = ANY(:campaign_ids)
    ) AS e
        JOIN leads l ON l.id = e.lead_id
        LEFT JOIN lead_numbers ln ON ln.lead_id = l.id
        LEFT JOIN numbers n ON n.id = ln.number_id
    WHERE l.erased_at IS NULL
    GROUP BY e.campaign_id
    """,
    "count the people on the lists of campaigns, and name their lists and countries",
    index="roster_pkey, held_back_pkey, leads_pkey, lead_numbers_pkey | lead_numbers_number, numbers_pkey",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """The people of a campaign; erased ones are not counted."""

    people: int = 0
    lists: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


def populations(connection: Connection, campaigns: Sequence[int]) -> Mapping[int, Population]:
    """Return the people of these campaigns, by campaign; one without people is left out."""
    return {
        row.campaign_id: Population(
            people=row.people,
            lists=tuple(sorted(row.lists)),
            countries=tuple(sorted({country for country in row.countries if country})),
        )
        for row in connection.execute(PEOPLE, {"campaign_ids": list(campaigns)})
    }
