"""Whom is an export about? Edge: leads of a campaign, or with facts in a period."""

from datetime import datetime

from sqlalchemy import Connection

from cadence.ledger.db.queries import sql

OF_CAMPAIGN = sql(
    "SELECT DISTINCT CAST(lead_id AS text) FROM enrolments WHERE campaign_id = :campaign ORDER BY 1",
    "who is or was in a campaign, for the auditor",
    index="enrolments_campaign | enrolments_open",
)
IN_PERIOD = sql(
    """
    SELECT CAST(lead_id AS text) FROM (
        SELECT lead_id FROM touches WHERE at >= :since AND at < :until
        UNION SELECT lead_id FROM decisions WHERE at >= :since AND at < :until
        UNION SELECT lead_id FROM inbound WHERE at >= :since AND at < :until
        UNION SELECT lead_id FROM consents WHERE at >= :since AND at < :until
        UNION SELECT person FROM suppressions WHERE since >= :since AND since < :until
    ) AS facts WHERE lead_id IS NOT NULL ORDER BY 1
    """,
    "who was contacted, decided about or heard in a period, for the auditor: a full scan, rarely run",
    index="",
)


def of_campaign(connection: Connection, campaign: int) -> list[str]:
    """Return the ids of everybody who is or was in a campaign."""
    return list(connection.execute(OF_CAMPAIGN, {"campaign": campaign}).scalars())


def in_period(connection: Connection, since: datetime, until: datetime) -> list[str]:
    """Return the ids of everybody with a fact from one instant up to another."""
    return list(connection.execute(IN_PERIOD, {"since": since, "until": until}).scalars())
