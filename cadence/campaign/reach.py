"""Which addresses of a person can a campaign use? Pure."""

from dataclasses import replace

from cadence.campaign.shape import Campaign
from cadence.domain import Facts
from cadence.domain.channels import OWN_KINDS, descriptor_of


def in_reach(campaign: Campaign, facts: Facts) -> Facts:
    """
    Return the facts without the addresses that no step of a campaign can use.

    Otherwise a person whose only phone is closed would stay in a campaign of calls because of an address in the list.
    Phones always stay: they show where the person may be.
    """
    if not any(number.kind in OWN_KINDS for number in facts.lead.numbers):
        return facts
    readers = (descriptor_of(step.channel).reader for step in campaign.cadence if step.channel is not None)
    used = {reader.kind for reader in readers if reader is not None}
    numbers = tuple(number for number in facts.lead.numbers if number.kind not in OWN_KINDS - used)
    return replace(facts, lead=replace(facts.lead, numbers=numbers))
