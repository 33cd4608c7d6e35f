"""What does the ledger know about a person, also before any enrolment? Edge."""

from uuid import uuid4

from sqlalchemy import Connection

from cadence.domain import Lead
from cadence.ledger.campaigns import campaigns
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.ledger.reading import facts


def known_lead(connection: Connection, lead: str, enrolments: list[StoredEnrolment]) -> Lead | None:
    """Return the person with numbers and zones, also before any enrolment."""
    if enrolments:
        return facts.gather(connection, enrolments[-1].enrolment.id).lead
    for campaign in campaigns.every(connection)[:1]:
        for known in facts.gather_new(
            connection, campaign.name, campaign.version, {str(uuid4()): lead}, at=campaign.launched_at
        ):
            return known.lead
    return None
