"""
How far back do touches to other leads count? Pure: the longest span of any rule, in the file and in today's law.

A number may be shared by a family, or by thousands of people behind one switchboard. All touches to this lead are
always read, so only rules that also count touches by number matter here.
"""

from collections.abc import Iterator
from datetime import timedelta

from cadence.campaign import Campaign
from cadence.policy.evaluation import from_file, from_house
from cadence.policy.packs.law import Law
from cadence.policy.primitive import COUNTS_NOTHING


def look_back(campaign: Campaign, law: Law) -> timedelta | None:
    """Return how old a touch to another lead may be and still count; None when there is no bound."""
    spans = [COUNTS_NOTHING, *_of_file(campaign, law), *_of_law(campaign, law)]
    known = [span for span in spans if span is not None]
    return max(known) if len(known) == len(spans) else None


def _of_file(campaign: Campaign, law: Law) -> Iterator[timedelta | None]:
    """Yield how far back each rule of the file and of the house looks."""
    rules = (*from_file.budgets(campaign), *from_file.limits(campaign), *from_house.counted(campaign, law.house))
    return (rule.look_back for rule in rules)


def _of_law(campaign: Campaign, law: Law) -> Iterator[timedelta | None]:
    """Yield how far back each rule of the law looks; of all packs, as the lead's place is not known yet."""
    return (rule.look_back() for pack in law.packs for rule in pack.rules if campaign.purpose in rule.when.purposes)
