"""
How does a campaign stand with the ratios of the law? Pure: those that bind it, over the people they protect.

A ratio never stops a lead: a breach limits the floor to one call per free agent, which is what the engine does anyway.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Protocol

from cadence.domain import Audience, Counted, Purpose
from cadence.policy.packs.law import Law, law_on
from cadence.policy.packs.schema import Pack
from cadence.policy.places.jurisdiction import places_of, protecting
from cadence.policy.primitives.ratio import RatioEntry, RatioStanding, period_of, standing


class RatioCampaign(Protocol):
    """What ratios need to know about a campaign."""

    @property
    def purpose(self) -> Purpose:
        """Why it contacts people."""

    @property
    def audience(self) -> Audience:
        """Private people, or people at work."""


Count = Callable[[datetime, float | None], Iterable[Counted]]
"""Counts the touches since an instant, by person; a call is late when its agent came after so many seconds."""


def standings(
    law: Law, campaign: RatioCampaign, began: datetime, at: datetime, count: Count
) -> Iterator[RatioStanding]:
    """
    Yield a campaign's standing for each ratio that binds it, because the pack protects some of its people.

    Only touches to these people count, so calls to another country do not make the share smaller.
    """
    for pack, entry in _entries(law, campaign, at):
        since = period_of(entry, began, at)
        mine = [group for group in count(since, entry.connect_s) if _protects(law, pack, group)]
        if mine:
            yield standing(pack.id, entry, mine, since)


def _entries(law: Law, campaign: RatioCampaign, at: datetime) -> Iterator[tuple[Pack, RatioEntry]]:
    """Yield the ratios about this purpose and audience that are in force."""
    for pack in law.packs:
        for entry in pack.rules:
            if not isinstance(entry, RatioEntry):
                continue
            since, to = law_on(pack, entry)
            about = campaign.purpose in entry.when.purposes and campaign.audience in entry.when.audience
            if about and since <= at.date() and (to is None or at.date() < to):
                yield pack, entry


def _protects(law: Law, pack: Pack, group: Counted) -> bool:
    """Tell whether a pack protects these people, by address and number as in a judgment."""
    return pack in protecting(law.packs, places_of(group.who, group.who.numbers[0] if group.who.numbers else None))
