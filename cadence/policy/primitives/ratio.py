"""
How large is a share, and is it allowed? Pure: the ratio primitive, such as abandoned calls among answered calls.

A ratio never stops a lead: a breach limits the floor to one call per free agent, which is what the engine does anyway.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from cadence.domain import REPLIED, Audience, Counted, Purpose
from cadence.policy.packs.jurisdiction import places_of, protecting
from cadence.policy.packs.law import Law, law_on
from cadence.policy.packs.schema import CampaignPeriods, Pack, RatioEntry

NEXT = timedelta(microseconds=1)
"""The shortest step of an instant: the first one after another."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioStanding:
    """Where a campaign stands with one ratio, in the period that holds an instant."""

    rule: str
    pack: str
    since: datetime  # the first instant that counts
    part: int  # touches of the numerator
    whole: int  # of the denominator
    most: float
    target: float | None
    connect_s: float | None  # a call whose agent comes later than this counts in the numerator

    @property
    def share(self) -> float:
        """The share; 0 when nothing counts."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def breached(self) -> bool:
        """Whether the share is more than the rule allows; a numerator without a denominator is a breach."""
        return self.share > self.most or (self.part > 0 and self.whole == 0)

    @property
    def beyond_target(self) -> bool:
        """Whether pacing has to slow down before the maximum is reached."""
        return self.breached or (self.target is not None and self.share > self.target)


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
            yield standing(pack, entry, mine, since)


def period_of(entry: RatioEntry, began: datetime, at: datetime) -> datetime:
    """
    Return the first instant of the period that holds `at`.

    Successive periods count from the campaign's first touch, so the first one is the whole campaign so far; a rolling
    one is the last seconds, (t-w, t].
    """
    if isinstance(entry.window, CampaignPeriods):
        length = timedelta(days=entry.window.days)
        return began + max(0, (at - began) // length) * length
    return at - timedelta(seconds=entry.window.seconds) + NEXT


def standing(pack: Pack, entry: RatioEntry, counted: Iterable[Counted], since: datetime) -> RatioStanding:
    """Return a campaign's standing for a ratio, from the touches in its period to people the pack protects."""
    channels = {form.channel for form in entry.when.channels}
    mine = [group for group in counted if group.channel in channels]
    return RatioStanding(
        rule=entry.id,
        pack=pack.id,
        since=since,
        part=sum(group.touches for group in mine if group.late or _came_of(group, entry.numerator.events)),
        whole=sum(group.touches for group in mine if _came_of(group, entry.denominator.events)),
        most=entry.max,
        target=entry.target,
        connect_s=entry.connect_s,
    )


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


def _came_of(group: Counted, events: frozenset[str]) -> bool:
    """Tell whether these touches had one of the events."""
    return not events.isdisjoint({group.outcome, REPLIED if group.replied else None, group.disposition})
