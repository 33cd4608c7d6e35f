"""Where does a call stand in the queue of its floor? Pure: the same for dispatch and the simulation."""

from cadence.campaign import Campaign
from cadence.domain import Attempt, CauseKind, Facts
from cadence.domain.places import QueuePlace


def turn_of(campaign: Campaign, facts: Facts, attempt: Attempt) -> QueuePlace:
    """Return the queue place of a call: promises first, then the campaign's priority, then the lead's score."""
    return QueuePlace(
        promised=0 if attempt.cause.kind is CauseKind.CALLBACK else 1,
        priority=campaign.priority,
        score=-facts.lead.score,
        due=attempt.due or attempt.at,
        enrolment=facts.enrolment.id,
    )
