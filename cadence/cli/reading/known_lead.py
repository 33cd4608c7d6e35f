"""What does the ledger know about a person, also before any enrolment? Edge."""

from typing import TYPE_CHECKING

from cadence.domain import Lead

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment


def known_lead(connection: "Connection", lead: str, enrolments: "list[StoredEnrolment]") -> Lead | None:
    """Return the person with numbers and zones, also before any enrolment."""
    from uuid import uuid4

    from cadence.ledger.campaigns import campaigns
    from cadence.ledger.reading import facts

    if enrolments:
        return facts.gather(connection, enrolments[-1].enrolment.id).lead
    for campaign in campaigns.every(connection)[:1]:
        for known in facts.gather_new(
            connection, campaign.name, campaign.version, {str(uuid4()): lead}, at=campaign.launched_at
        ):
            return known.lead
    return None
