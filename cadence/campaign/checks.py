"""Does the campaign make sense as a whole? Pure."""

from cadence.campaign.mistakes import Report
from cadence.campaign.shape import Campaign
from cadence.campaign.source import Node


def check(campaign: Campaign, tree: Node, report: Report, packs: frozenset[str] | None) -> None:
    """Report what is wrong with the sense of a campaign."""
