"""
Under which law does a campaign run? Pure: in words and as data.

A file that switches the packs off says so in every report, so that nobody who reads one can miss it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cadence.policy.packs.loading import NamesPacks

NONE = "NONE: this file switches every pack off"


def law_in_words(campaign: "NamesPacks") -> str:
    """Return the law of a campaign for people."""
    if campaign.no_jurisdictions:
        return NONE
    named = f", and {', '.join(campaign.jurisdictions)}" if campaign.jurisdictions else ""
    without = f"; none for {', '.join(campaign.without_pack)}" if campaign.without_pack else ""
    return f"of each person's own place{named}{without}"


def law_as_data(campaign: "NamesPacks") -> str | list[str]:
    """Return the packs that a campaign names, "none" when it switches all off."""
    return "none" if campaign.no_jurisdictions else list(campaign.jurisdictions)
