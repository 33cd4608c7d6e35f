"""
How does a campaign stand with the ratios of the law? Pure: those that bind it, over the people they protect.

A ratio never stops a lead: a breach limits the floor to one call per free agent, which is what the engine does anyway.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import Counted
from cadence.policy.packs.law import Law, law_on, protecting
from cadence.policy.packs.schema import Pack
from cadence.policy.places.jurisdiction import places_of
from cadence.policy.primitives.ratio import RatioEntry, RatioStanding, period_of, standing

Count = Callable[[datetime, float | None], Iterable[Counted]]
"""Counts the touches since an instant, by person; a call is late when its agent came after so many seconds."""


def standings(law: Law, campaign: Campaign, began: datetime, at: datetime, count: Count) -> Iterator[RatioStanding]:
    """
    Yield a campaign's standing for each ratio that binds it, because the pack protects some of its people.

    Only touches to these people count, so calls to another country do not make the share smaller.
    """
    for pack, entry in law.rules_of(RatioEntry):
        if entry.when.binds(campaign) and law_on(pack, entry).include(at):
            since = period_of(entry, began, at)
            mine = [group for group in count(since, entry.connect_s) if _protects(law, pack, group)]
            if mine:
                yield standing(pack.id, entry, mine, since)


def _protects(law: Law, pack: Pack, group: Counted) -> bool:
    """Tell whether a pack protects these people, by address and number as in a judgment."""
    return pack in protecting(law, places_of(group.who, group.who.numbers[0] if group.who.numbers else None))
