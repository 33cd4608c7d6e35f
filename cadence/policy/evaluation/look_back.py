"""
How far back do touches to other leads count? Pure: the longest span of any rule, in the file and in today's law.

A number may be shared by a family, or by thousands of people behind one switchboard. All touches to this lead are
always read, so only rules that also count touches by number matter here.
"""

from collections.abc import Iterator
from datetime import timedelta

from cadence.campaign import Campaign, shape
from cadence.domain import Audience
from cadence.policy.packs.law import Law
from cadence.policy.packs.schema import CalendarDays, CalendarMonth, CalendarWeek, LimitEntry, RollingSpan
from cadence.policy.primitives.gaps import SHARED
from cadence.policy.primitives.rest import RESTED

ZONES = timedelta(days=2)
"""More than a clock change, or several zones of one person, can add to a number of local dates."""
WEEK = timedelta(days=7)
MONTH = timedelta(days=31)
LONGEST_CALL = timedelta(days=1)
"""Longer than a call lasts at any carrier."""


def look_back(campaign: Campaign, law: Law) -> timedelta | None:
    """Return how old a touch to another lead may be and still count; None when there is no bound."""
    shared = SHARED if campaign.audience is Audience.CONSUMER else timedelta(0)
    spans = [max(campaign.gap, shared), *_of_house(campaign, law), *_of_file(campaign), *_of_law(campaign, law)]
    known = [span for span in spans if span is not None]
    return max(known) if len(known) == len(spans) else None


def _of_house(campaign: Campaign, law: Law) -> Iterator[timedelta]:
    """Yield how far each rest of the house looks back, and the longest a call lasts: rest counts from its end."""
    if campaign.purpose in RESTED and campaign.audience is Audience.CONSUMER:
        yield law.house.rest_refused + LONGEST_CALL
        yield law.house.rest_conversation + LONGEST_CALL


def _of_file(campaign: Campaign) -> Iterator[timedelta | None]:
    """Yield how far each limit of the file looks. One per campaign counts by number where people are private."""
    for limit in campaign.limits:
        match limit.per:
            case shape.RollingPeriod(seconds=seconds):
                yield timedelta(seconds=seconds)
            case shape.LocalDaysPeriod(days=days):
                yield timedelta(days=days) + ZONES
            case shape.WholeCampaign():
                yield None if campaign.audience is Audience.CONSUMER else timedelta(0)
            case _:
                yield None


def _of_law(campaign: Campaign, law: Law) -> Iterator[timedelta | None]:
    """Yield how far back each limit of the law counts; of all packs, as the lead's place is not known yet."""
    for entry in (rule for pack in law.packs for rule in pack.rules):
        if isinstance(entry, LimitEntry) and campaign.purpose in entry.when.purposes and "lead" not in entry.key:
            yield _span(entry)
            if entry.min_separation is not None:
                yield timedelta(days=entry.min_separation.n) + ZONES


def _span(entry: LimitEntry) -> timedelta | None:
    """Return how far the period of a limit reaches back; None for one that is not known here."""
    match entry.window:
        case RollingSpan(seconds=seconds):
            return timedelta(seconds=seconds)
        case CalendarDays(n=days):
            return timedelta(days=days) + ZONES
        case CalendarWeek():
            return WEEK + ZONES
        case CalendarMonth():
            return MONTH + ZONES
        case _:
            return None
