"""
On what does it depend which rules bind a touch? Pure: on little, which thousands of people share.

Where somebody may be, and what the file says of the step: not who they are, what was done to them or when it is. A set
of rules is made once for each situation, from a case that shows nothing else, so no rule can be made from more.
"""

from datetime import UTC, datetime
from typing import NamedTuple

from cadence.campaign import Campaign
from cadence.domain import (
    Callback,
    Candidate,
    Cause,
    CauseKind,
    Channel,
    ClosedDay,
    Enrolment,
    Facts,
    Lead,
    Number,
    NumberKind,
    ZoneEvidence,
)
from cadence.policy.evaluation.case import Case, question_of
from cadence.policy.evaluation.requirements import LAST_DEALING
from cadence.policy.packs.areas import area_of
from cadence.policy.packs.law import Law

SOMEWHEN = datetime.min.replace(tzinfo=UTC)
"""No rule is made for an instant: it is asked about one."""


REQUESTED = "inbound:"
"""Whatever the person asked in: no rule is made from which message it was."""


class _SameFile:
    """A campaign known by being that very object: to compare every word of two files would cost more than it saves."""

    __slots__ = ("campaign",)

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameFile) and other.campaign is self.campaign

    def __hash__(self) -> int:
        return id(self.campaign)


class _NumberArea(NamedTuple):
    """Where a number may be at home."""

    area: str  # the first digits, as far as they tell a region
    country: str
    region: str
    zones: tuple[ZoneEvidence, ...]


class CacheKey(NamedTuple):
    """All that rules are made of. A tuple, because every verdict looks for its rules by one."""

    file: _SameFile
    law: Law
    channel: Channel
    cause: CauseKind
    step: str
    sender: str
    template: bool
    country: str
    region: str
    municipality: str
    segment: str
    zones: tuple[ZoneEvidence, ...]
    last_dealing: str
    closed_days: tuple[ClosedDay, ...]
    number: _NumberArea | None
    requested: bool

    def case(self) -> Case:
        """Return the case that shows this and nothing else."""
        number = _number_in(self.number) if self.number is not None else None
        lead = Lead(
            id="",
            numbers=(number,) if number is not None else (),
            zones=self.zones,
            country=self.country,
            region=self.region,
            municipality=self.municipality,
            segment=self.segment,
            attributes={LAST_DEALING: self.last_dealing} if self.last_dealing else {},
        )
        campaign = self.file.campaign
        enrolment = Enrolment(id="", campaign=campaign.campaign, version=0, at=SOMEWHEN)
        candidate = Candidate(
            channel=self.channel,
            cause=Cause(kind=self.cause, ref=""),
            step=self.step,
            sender=self.sender,
            template=self.template,
        )
        promises = (Callback(id="", at=SOMEWHEN, ref=REQUESTED),) if self.requested else ()
        facts = Facts(lead=lead, enrolment=enrolment, closed_days=self.closed_days, callbacks=promises)
        question = question_of(campaign, facts, candidate, number)
        return Case(campaign=campaign, law=self.law, at=SOMEWHEN, question=question)


def cache_key(case: Case) -> CacheKey:
    """Return what the rules of a case are made of."""
    question = case.question
    lead, number, candidate = question.facts.lead, question.number, question.candidate
    return CacheKey(
        _SameFile(case.campaign),
        case.law,
        candidate.channel,
        candidate.cause.kind,
        candidate.step,
        candidate.sender,
        candidate.template,
        lead.country,
        lead.region,
        lead.municipality,
        lead.segment,
        lead.zones,
        lead.attributes.get(LAST_DEALING, ""),
        question.facts.closed_days,
        _area(number) if number is not None else None,
        case.requested,
    )


def _area(number: Number) -> _NumberArea:
    return _NumberArea(area_of(number.e164, number.country), number.country, number.region, number.zones)


def _number_in(area: _NumberArea) -> Number:
    """Return a number that tells where it may be at home, and no more."""
    return Number(
        id=0, e164=area.area, kind=NumberKind.OTHER, country=area.country, zones=area.zones, region=area.region
    )
