"""
Which limit of the law counts over everyone? Pure: finds the limit; the ledger counts.

A judgment sees one lead and those who share a number. A limit over all people of a portfolio is decided where the touch
is reserved, under a lock that all of them take.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cadence.campaign import Campaign
from cadence.domain import Channel
from cadence.policy.hours.periods import RollingSpan
from cadence.policy.packs.law import Law, law_on
from cadence.policy.primitives.limit import LimitEntry


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
