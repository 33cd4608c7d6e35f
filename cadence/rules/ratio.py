"""
How large is a share, and may it be? Pure: the ratio primitive, such as abandoned among answered calls.

A ratio never stops one lead: a breach slows the floor down to one call per free agent, which cannot abandon.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cadence.model import REPLIED, Touch
from cadence.rules.book import CampaignPeriods, RatioEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a campaign stands with one ratio, in the period that holds an instant."""

    rule: str
    since: datetime
    part: int  # touches of the numerator
    whole: int  # of the denominator
    most: float
    target: float | None

    @property
    def share(self) -> float:
        """The share; nothing of nothing is nothing."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def breached(self) -> bool:
        """Whether the share is more than the rule allows. A part without a whole is all of it."""
        return self.share > self.most or (self.part > 0 and self.whole == 0)

    @property
    def beyond_target(self) -> bool:
        """Whether pacing has to slow down before the cap is met."""
        return self.breached or (self.target is not None and self.share > self.target)


def period_of(entry: RatioEntry, began: datetime, at: datetime) -> datetime:
    """
    Return when the period that holds `at` began.

    Successive periods count from the campaign's first touch, so the first one is the whole campaign so far; a rolling
    one is the last seconds, (t-w, t].
    """
    if isinstance(entry.window, CampaignPeriods):
        length = timedelta(days=entry.window.days)
        return began + max(0, (at - began) // length) * length
    return at - timedelta(seconds=entry.window.seconds)


def standing(entry: RatioEntry, touches: Iterable[Touch], began: datetime, at: datetime) -> Standing:
    """Return where one campaign's touches stand at an instant."""
    since = period_of(entry, began, at)
    first_counts = isinstance(entry.window, CampaignPeriods)
    counted = [one for one in touches if (since <= one.at if first_counts else since < one.at) and one.at <= at]
    return Standing(
        rule=entry.id,
        since=since,
        part=sum(_said(one, entry.numerator.events) for one in counted),
        whole=sum(_said(one, entry.denominator.events) for one in counted),
        most=entry.max,
        target=entry.target,
    )


def _said(touch: Touch, events: frozenset[str]) -> bool:
    """Tell whether one of the events came of a touch."""
    said = {touch.outcome, REPLIED if touch.replied_at else None, touch.disposition}
    return not events.isdisjoint(said)
