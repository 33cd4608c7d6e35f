"""
What decides which rules bind a touch? Pure: a key that thousands of people share.

It is where the person may be and what the file says about the step, not who they are, earlier touches or the time. The
rules are made once for each key, from a case that holds nothing else, so no rule can depend on more than the key.
"""

from datetime import UTC, datetime
from typing import NamedTuple

from cadence import domain
from cadence.campaign import Campaign
from cadence.policy.evaluation.case import Case, question_of
from cadence.policy.evaluation.conditional import truths
from cadence.policy.packs.law import Law
from cadence.policy.places.areas import area_of
from cadence.policy.primitives import COLUMNS

SOMEWHEN = datetime.min.replace(tzinfo=UTC)
"""A stand-in: rules are made without an instant, and checked at one."""
REQUESTED = "inbound:"
"""A stand-in for the message in which the person asked: rules do not depend on which it was."""


class _SameFile:
    """A campaign, compared by identity: comparing the contents of two files would cost more than the cache saves."""

    __slots__ = ("campaign",)

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameFile) and other.campaign is self.campaign

    def __hash__(self) -> int:
        return id(self.campaign)


class _NumberArea(NamedTuple):
    """Where a number may belong."""

    area: str  # the first digits, as far as they show a region
    country: str
    region: str
    zones: tuple[domain.ZoneEvidence, ...]
    phone_countries: frozenset[str]


class CacheKey(NamedTuple):
    """Everything that rules are made from. A tuple, because every verdict looks up its rules by one."""

    file: _SameFile
    law: Law
    channel: domain.Channel
    cause: domain.CauseKind
    step: str
    sender: str
    template: bool
    country: str
    region: str
    municipality: str
    segment: str
    zones: tuple[domain.ZoneEvidence, ...]
    columns: tuple[str | None, ...]  # of the lead list, as primitives name them
    closed_days: tuple[domain.ClosedDay, ...]
    number: _NumberArea | None
    requested: bool
    conditions: tuple[bool | None, ...] = ()  # whether each condition of the file's windows holds

    def case(self) -> Case:
        """Return a case that holds this key and nothing else."""
        number = _number_in(self.number) if self.number is not None else None
        lead = domain.Lead(
            id="",
            numbers=(number,) if number is not None else (),
            zones=self.zones,
            country=self.country,
            region=self.region,
            municipality=self.municipality,
            segment=self.segment,
            attributes={name: text for name, text in zip(COLUMNS, self.columns, strict=True) if text},
        )
        campaign = self.file.campaign
        enrolment = domain.Enrolment(id="", campaign=campaign.campaign, version=0, at=SOMEWHEN)
        candidate = domain.Candidate(
            channel=self.channel,
            cause=domain.Cause(kind=self.cause, ref=""),
            step=self.step,
            sender=self.sender,
            template=self.template,
        )
        promises = (domain.Callback(id="", at=SOMEWHEN, ref=REQUESTED),) if self.requested else ()
        facts = domain.Facts(lead=lead, enrolment=enrolment, closed_days=self.closed_days, callbacks=promises)
        question = question_of(campaign, facts, candidate, number)
        return Case(campaign=campaign, law=self.law, at=SOMEWHEN, question=question, conditions=self.conditions)


def cache_key(case: Case) -> CacheKey:
    """Return the key from which the rules of a case are made."""
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
        tuple(map(lead.attributes.get, COLUMNS)),
        question.facts.closed_days,
        _area(number) if number is not None else None,
        case.requested,
        truths(case),
    )


def _area(number: domain.Number) -> _NumberArea:
    area = area_of(number.e164, number.country)
    return _NumberArea(area, number.country, number.region, number.zones, number.phone_countries)


def _number_in(area: _NumberArea) -> domain.Number:
    """Return a number that holds only where it may belong."""
    return domain.Number(
        id=0,
        e164=area.area,
        kind=domain.NumberKind.OTHER,
        country=area.country,
        zones=area.zones,
        region=area.region,
        phone_countries=area.phone_countries,
    )
