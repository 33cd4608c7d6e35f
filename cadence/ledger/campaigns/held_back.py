"""Who is known, but held back by a pilot until the rest of the list enters? Edge."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from cadence.domain import CampaignState
from cadence.ledger.db.queries import query, sql
from cadence.ledger.tables.campaigns import campaigns, held_back
from cadence.ledger.tables.fields import reader

PAGE = 500
"""How many people are read at once."""
FIRST = "00000000-0000-0000-0000-000000000000"

ADD = sql(
    """
    INSERT INTO held_back (campaign_id, lead_id, added_at)
    SELECT :campaign, l.id, :at FROM leads l WHERE l.id = ANY(:leads) AND l.erased_at IS NULL ORDER BY l.id
    ON CONFLICT DO NOTHING
    """,
    "hold back people of a list whom its pilot does not let in",
    index="leads_pkey",
)
REMOVE_QUEUED = sql(
    """
    DELETE FROM held_back h USING roster r
    WHERE h.campaign_id = :campaign AND r.campaign_id = h.campaign_id AND r.lead_id = h.lead_id AND r.taken_at IS NULL
    """,
    "hold nobody back who has just been put into the enrolment queue",
    index="held_back_pkey, roster_waiting | roster_one_waiting | roster_pkey",
)
REMOVE = sql(
    "DELETE FROM held_back WHERE campaign_id = :campaign AND lead_id = ANY(:leads)",
    "hold a page of people back no longer",
    index="held_back_pkey",
)
COUNT = query(
    select(func.count()).select_from(held_back).where(held_back.c.campaign_id == bindparam("campaign")),
    "how many people a campaign holds back",
    index="held_back_pkey",
)
NEXT = sql(
    """
    SELECT CAST(l.id AS text) AS lead, l.list, l.attributes
    FROM held_back h JOIN leads l ON l.id = h.lead_id
    WHERE h.campaign_id = :campaign AND h.lead_id > CAST(:after AS uuid) AND l.erased_at IS NULL
    ORDER BY h.lead_id LIMIT :limit
    """,
    "a page of the people whom a campaign holds back",
    index="held_back_pkey, leads_pkey",
)
OF_LEAD = query(
    select(campaigns.c.name.label("campaign"), held_back.c.added_at)
    .join_from(held_back, campaigns, campaigns.c.id == held_back.c.campaign_id)
    .where(held_back.c.lead_id == bindparam("lead"), campaigns.c.state == CampaignState.RUNNING.value)
    .order_by(campaigns.c.name),
    "the running campaigns that hold a person back",
    index="held_back_lead, campaigns_pkey",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBackPerson:
    """A person whom a pilot did not let in, as the list named them last."""

    lead: str
    list: str
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingCampaign:
    """A running campaign that holds a person back, and since when."""

    campaign: str
    added_at: datetime


_person, _campaign = reader(HeldBackPerson, lead="lead"), reader(HoldingCampaign)


def add(connection: Connection, campaign: int, leads: Collection[str], *, at: datetime) -> None:
    """Hold people back; those who are held back already stay so. Erased people are left out."""
    connection.execute(ADD, {"campaign": campaign, "leads": sorted(leads), "at": at})


def remove_queued(connection: Connection, campaign: int) -> None:
    """Hold nobody back who is in the enrolment queue."""
    connection.execute(REMOVE_QUEUED, {"campaign": campaign})


def remove(connection: Connection, campaign: int, leads: Collection[str]) -> None:
    """Hold these people back no longer."""
    connection.execute(REMOVE, {"campaign": campaign, "leads": sorted(leads)})


def count(connection: Connection, campaign: int) -> int:
    """Return how many people a campaign holds back."""
    return connection.execute(COUNT, {"campaign": campaign}).scalar_one()


def pages(connection: Connection, campaign: int) -> Iterator[list[HeldBackPerson]]:
    """Yield the people whom a campaign holds back, page by page. The reader may remove the page that it has."""
    after = FIRST
    while rows := connection.execute(NEXT, {"campaign": campaign, "after": after, "limit": PAGE}).all():
        yield [_person(row) for row in rows]
        after = rows[-1].lead


def of_lead(connection: Connection, lead: str) -> list[HoldingCampaign]:
    """Return the running campaigns that hold a person back."""
    return [_campaign(row) for row in connection.execute(OF_LEAD, {"lead": lead})]
