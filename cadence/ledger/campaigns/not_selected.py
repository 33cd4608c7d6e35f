"""Who was on a list that was launched, and left out by the campaign's condition? Edge."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from cadence.ledger.db.queries import sql
from cadence.ledger.tables.fields import reader

ADD_IMPORTED = sql(
    """
    INSERT INTO not_selected (campaign_id, lead_id, version, at)
    SELECT :campaign, l.id, :version, :at FROM import_seen s JOIN leads l ON l.id = s.id
    WHERE s.visit IS NULL AND l.erased_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM not_selected n WHERE n.campaign_id = :campaign AND n.lead_id = l.id AND NOT EXISTS (
            SELECT 1 FROM roster r WHERE r.campaign_id = :campaign AND r.lead_id = l.id AND r.added_at > n.at))
    ORDER BY l.id
    ON CONFLICT DO NOTHING
    """,
    "note which people of the list just imported the campaign is not for, unless that is noted already",
    index="leads_pkey, not_selected_pkey, roster_pkey",
)
OF_LEAD = sql(
    """
    SELECT c.name AS campaign, c.current_version AS version, c.ends_on, max(n.at) AS at
    FROM not_selected n JOIN campaigns c ON c.id = n.campaign_id JOIN leads l ON l.id = n.lead_id
    WHERE n.lead_id = :lead AND c.state = 'running' AND l.erased_at IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM roster r WHERE r.campaign_id = n.campaign_id AND r.lead_id = n.lead_id
                AND (r.added_at >= n.at OR r.taken_at IS NULL))
        AND NOT EXISTS (
            SELECT 1 FROM enrolments e
            WHERE e.lead_id = n.lead_id AND e.campaign_id = n.campaign_id AND e.finished IS NULL)
    GROUP BY c.name, c.current_version, c.ends_on ORDER BY c.name
    """,
    "the running campaigns whose condition left a person out when a list was launched",
    index="not_selected_pkey, campaigns_pkey, leads_pkey, roster_pkey, enrolments_one_open | enrolments_lead",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A running campaign that did not take a person of its list, with the version that new people get now."""

    campaign: str
    version: int
    ends_on: date | None
    at: datetime  # of the launch


_left_out = reader(LeftOut)


def add_imported(connection: Connection, campaign: int, version: int, *, at: datetime) -> None:
    """Note who of the list just imported is left out. Call it only as `finish` of `importing.import_leads`."""
    connection.execute(ADD_IMPORTED, {"campaign": campaign, "version": version, "at": at})


def of_lead(connection: Connection, lead: str) -> list[LeftOut]:
    """Return the running campaigns that left a person out, and that they have not come into since."""
    return [_left_out(row) for row in connection.execute(OF_LEAD, {"lead": lead})]
