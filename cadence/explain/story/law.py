"""
Under which law does a campaign run, and how does it stand with a ratio of it? Pure: in words and as data.

A file that switches the packs off says so in every report, so that nobody who reads one can miss it.
"""

from cadence.languages import Language, say
from cadence.policy.packs.loading import NamesPacks
from cadence.policy.primitives.ratio import RatioStanding


def law_in_words(campaign: NamesPacks, language: Language = "en") -> str:
    """Return the law of a campaign for people."""
    if campaign.no_jurisdictions:
        return say(language, "law-none")
    words = say(language, "law-of-places")
    if campaign.jurisdictions:
        words += say(language, "law-and-packs", packs=", ".join(campaign.jurisdictions))
    if campaign.without_pack:
        words += say(language, "law-without", countries=", ".join(campaign.without_pack))
    return words


def law_as_data(campaign: NamesPacks) -> str | list[str]:
    """Return the packs that a campaign names, "none" when it switches all off."""
    return "none" if campaign.no_jurisdictions else list(campaign.jurisdictions)


def ratio_in_words(standing: RatioStanding, language: Language = "en", *, dated: bool = True) -> str:
    """Return how a campaign stands with one ratio, since when (`dated`), and what follows when that is too much."""
    part, whole, share = standing.part, standing.whole, standing.share
    line = say(language, "ratio-share", rule=standing.rule, part=part, whole=whole, share=share, most=standing.most)
    if standing.target is not None:
        line += say(language, "ratio-aim", target=standing.target)
    if dated:
        line += say(language, "ratio-since", since=f"{standing.since:%Y-%m-%d %H:%M}")
    if not standing.beyond_target:
        return line
    late = say(language, "ratio-late", seconds=standing.connect_s) if standing.connect_s is not None else ""
    return f"{line}; {say(language, 'ratio-breached' if standing.breached else 'ratio-beyond-aim', late=late)}"
