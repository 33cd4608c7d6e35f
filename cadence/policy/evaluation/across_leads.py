"""
What does the law count across leads? Pure: the ledger reads and counts, as far back as is said here.

A judgment sees one lead and those who share a number: a family's phone, or the switchboard of thousands. A limit over
all people of a portfolio is decided where the touch is reserved, under a lock that all of them take. A ratio never
stops a lead: a breach limits the floor to one call per free agent, which is what the engine does anyway.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cadence.campaign import Campaign
from cadence.domain import Channel, Counted
from cadence.policy.evaluation import from_file, from_house
from cadence.policy.evaluation.conditional import for_everybody
from cadence.policy.hours.periods import RollingSpan
from cadence.policy.packs.law import Law, law_on, protecting
from cadence.policy.packs.schema import Pack
from cadence.policy.places.jurisdiction import places_of
from cadence.policy.primitive import COUNTS_NOTHING
from cadence.policy.primitives.budget import Budget
from cadence.policy.primitives.dated_limit import DatedLimit
from cadence.policy.primitives.limit import Limit, LimitEntry
from cadence.policy.primitives.ratio import RatioEntry, RatioStanding, period_of, standing

EVER = timedelta(days=20_000)
"""Longer than any ledger."""


def look_back(campaign: Campaign, law: Law) -> timedelta | None:
    """
    Return how old a touch to another lead may be and still count; None when there is no bound.

    All touches to this lead are always read, so only rules that also count touches by number matter. The rules are
    those of all packs, as the lead's place is not known yet.
    """
    own = (*from_file.budgets(campaign), *from_file.limits(campaign), *from_house.counted(campaign, law.house))
    packs = (rule for pack in law.packs for rule in pack.rules if campaign.purpose in rule.when.purposes)
    spans = [COUNTS_NOTHING, *(rule.look_back for rule in own), *(rule.look_back() for rule in packs)]
    known = [span for span in spans if span is not None]
    return max(known) if len(known) == len(spans) else None


def account_look_back(campaign: Campaign) -> timedelta | None:
    """Return how old a touch to other people of the account may be and still count; None when no rule asks for them."""
    counted = [for_everybody(rule) for rule in (*from_file.limits(campaign), *from_file.budgets(campaign))]
    limits = (rule.limit if isinstance(rule, DatedLimit) else rule for rule in counted)
    spans = [limit.period.look_back for limit in limits if isinstance(limit, Limit) and limit.by_account]
    spans += [EVER for budget in counted if isinstance(budget, Budget) and budget.by_account]
    listens = campaign.stop_account_on or campaign.account  # what they said is read, whenever they said it
    spans += [COUNTS_NOTHING] if listens else []
    return max(spans, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLimit:
    """At most `most` people of one portfolio in `span`, unless the platform allows the portfolio another number."""

    rule: str
    most: int
    span: timedelta
    basis: dict[str, Any] = field(default_factory=dict)


def shared_limit(campaign: Campaign, law: Law, channel: Channel, at: datetime) -> SharedLimit | None:
    """Return the limit by portfolio that binds a channel on that day, the strictest one; None without any."""
    limits = [
        SharedLimit(
            rule=entry.id,
            most=entry.threshold,
            span=timedelta(seconds=entry.window.seconds),
            basis={"pack": pack.id, "law": entry.source.law},
        )
        for pack, entry in law.rules_of(LimitEntry)
        if isinstance(entry.window, RollingSpan) and "portfolio" in entry.key
        if entry.when.binds(campaign) and law_on(pack, entry).include(at)
        if channel in {form.channel for form in entry.when.channels}
    ]
    return min(limits, key=lambda limit: limit.most, default=None)


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
