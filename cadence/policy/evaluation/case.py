"""Which touch is judged, under which campaign file and law? Pure."""

from dataclasses import dataclass
from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import Candidate, CauseKind, Channel, Facts, Number
from cadence.domain.channels import CONTACT_CHANNELS, CONVERSATION_CHANNELS
from cadence.domain.counted import counts
from cadence.domain.zones import candidate_zones, zones_of
from cadence.policy.finding import Question
from cadence.policy.packs.law import Law

NOWHERE = ("Etc/UTC",)
"""The zone of work for our own people when the lead's is unknown: only the campaign's dates are read in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One touch to one number, at the instant it is asked about, with the file and the law that bind it."""

    campaign: Campaign
    law: Law
    at: datetime
    question: Question
    conditions: tuple[bool | None, ...] = ()  # whether each condition of the file's windows holds

    @property
    def channel(self) -> Channel:
        """The channel of the touch."""
        return self.question.candidate.channel

    @property
    def promised(self) -> bool:
        """Whether this is a promised call, at the person's request or not."""
        return self.question.candidate.cause.kind is CauseKind.CALLBACK and self.channel in CONVERSATION_CHANNELS

    @property
    def requested(self) -> bool:
        """Whether this is a promised call that the person asked for, with the evidence on record."""
        if not self.promised:
            return False
        ref = self.question.candidate.cause.ref
        return any(callback.id == ref and callback.requested for callback in self.question.facts.callbacks)


def question_of(campaign: Campaign, facts: Facts, candidate: Candidate, number: Number | None) -> Question:
    """Return the touch as the rules look at it; the judged touch's own row counts for nothing."""
    enrolment, cause, attempt = facts.enrolment.id, candidate.cause, candidate.attempt
    ref = cause.ref
    zones = zones_of(candidate_zones(facts.lead, number))
    return Question(
        campaign=campaign.campaign,
        purpose=campaign.purpose,
        subject=campaign.subject or campaign.campaign,
        seller=campaign.sender.company,
        facts=facts,
        candidate=candidate,
        number=number,
        zones=zones or (() if candidate.channel in CONTACT_CHANNELS else NOWHERE),
        touches=tuple(
            [
                touch
                for touch in facts.touches
                if counts(touch)
                and not (
                    touch.cause.ref == ref
                    and touch.attempt == attempt
                    and touch.enrolment == enrolment
                    and touch.cause == cause
                )
            ]
        ),
        colleagues=tuple(filter(counts, facts.colleagues)) if facts.colleagues else (),
    )
