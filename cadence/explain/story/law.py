"""
Under which law does a campaign run? Pure: in words and as data.

A file that switches the packs off says so in every report, so that nobody who reads one can miss it.
"""

from typing import TYPE_CHECKING

from cadence.languages import Language, say

if TYPE_CHECKING:
    from cadence.policy.packs.loading import NamesPacks


def law_in_words(campaign: "NamesPacks", language: Language = "en") -> str:
    """Return the law of a campaign for people."""
    if campaign.no_jurisdictions:
        return say(language, "law-none")
    words = say(language, "law-of-places")
    if campaign.jurisdictions:
        words += say(language, "law-and-packs", packs=", ".join(campaign.jurisdictions))
    if campaign.without_pack:
        words += say(language, "law-without", countries=", ".join(campaign.without_pack))
    return words


def law_as_data(campaign: "NamesPacks") -> str | list[str]:
    """Return the packs that a campaign names, "none" when it switches all off."""
    return "none" if campaign.no_jurisdictions else list(campaign.jurisdictions)
