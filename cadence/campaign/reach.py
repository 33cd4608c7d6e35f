"""Which addresses of a person can a campaign use? Pure."""

from dataclasses import replace

from cadence.campaign.shape import Campaign
from cadence.domain import Facts


def in_reach(campaign: Campaign, facts: Facts) -> Facts:
    """
    Return the facts without the addresses that no step of a campaign can use.

    Otherwise a person whose only phone is closed would stay in a campaign of calls because of an address in the list.
    Phones always stay: they show where the person may be.
    """
    unused = campaign.unused_kinds
    if not unused or not any(number.kind in unused for number in facts.lead.numbers):
        return facts
    numbers = tuple(number for number in facts.lead.numbers if number.kind not in unused)
    return replace(facts, lead=replace(facts.lead, numbers=numbers))
