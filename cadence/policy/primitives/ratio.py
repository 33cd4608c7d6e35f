"""How large is a share, and is it allowed? Pure: the ratio primitive, such as abandoned calls among answered calls."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field

from cadence.domain import REPLIED, Counted
from cadence.languages.sentences import span_in_words
from cadence.policy.finding import Rule
from cadence.policy.hours.periods import RollingSpan
from cadence.policy.pack_parts import DayCount, Delay, Events, Listed, PackPart
from cadence.policy.primitive import PackContext, Primitive, RuleEntry
from cadence.policy.source_words import events_in_words

NEXT = timedelta(microseconds=1)
"""The shortest step of an instant: the first one after another."""


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


class CampaignPeriods(PackPart):
    """Successive periods of so many days from the campaign's first touch on."""

    kind: Literal["campaign_periods"]
    days: DayCount = Field(description="The length of a period in days.")


class Share(PackPart):
    """The touches with one of these outcomes."""

    events: Events = Field(description="The outcomes.")


class RatioEntry(RuleEntry):
    """
    At most `max` of the denominator's touches may be in the numerator, per campaign.

    A breach never stops one lead: it slows the floor down to one call per free agent.
    """

    type: Literal["ratio"]
    numerator: Share = Field(description="The touches whose share is limited, such as abandoned calls.")
    denominator: Share = Field(description="The touches among which they are counted, such as answered calls.")
    connect_s: Delay | None = Field(
        default=None,
        description="A call also counts in the numerator when its agent comes more seconds after the greeting's end.",
    )
    max: float = Field(gt=0, lt=1, description="The highest share.")
    target: float | None = Field(default=None, gt=0, lt=1, description="The share that pacing aims at, below `max`.")
    window: Annotated[CampaignPeriods | RollingSpan, Field(discriminator="kind")] = Field(description="The period.")
    key: Annotated[tuple[Literal["campaign"], ...], Listed] = Field(
        default=("campaign",), description="What touches must have in common to count together."
    )
    on_breach: Literal["pace_1_to_1"] = Field(default="pace_1_to_1", description="What a breach leads to.")

    def rules(self, context: PackContext) -> tuple[Rule, ...]:  # noqa: ARG002  one interface for all primitives
        """Return none: a ratio stops no touch."""
        return ()

    def looser_than(self, parent: Self) -> str:
        """Return in what a ratio is looser: a higher share, or agents who may come later."""
        if self.max > parent.max:
            return "a higher ratio"
        later = parent.connect_s and (self.connect_s is None or self.connect_s > parent.connect_s)
        return "a later agent" if later else ""

    def describe(self) -> str:
        """Return the share, among what, over which period."""
        target = f" (aimed at {self.target:.0%})" if self.target else ""
        period = self.window
        over = (
            f"each {period.days} days of a campaign"
            if isinstance(period, CampaignPeriods)
            else span_in_words(period.seconds, "en")
        )
        share = f"{events_in_words(self.numerator.events)} among {events_in_words(self.denominator.events)}"
        late = f", also when an agent comes later than {self.connect_s:g} s" if self.connect_s else ""
        return f"at most {self.max:.0%}{target} {share}{late}, in {over}; a breach means one call per free agent"


PRIMITIVE = Primitive(kind="ratio", part=RatioEntry)


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


def standing(pack: str, entry: RatioEntry, counted: Iterable[Counted], since: datetime) -> RatioStanding:
    """Return a campaign's standing for a ratio, from the touches in its period to people the pack protects."""
    channels = {form.channel for form in entry.when.channels}
    mine = [group for group in counted if group.channel in channels]
    return RatioStanding(
        rule=entry.id,
        pack=pack,
        since=since,
        part=sum(group.touches for group in mine if group.late or _came_of(group, entry.numerator.events)),
        whole=sum(group.touches for group in mine if _came_of(group, entry.denominator.events)),
        most=entry.max,
        target=entry.target,
        connect_s=entry.connect_s,
    )


def _came_of(group: Counted, events: frozenset[str]) -> bool:
    """Tell whether these touches had one of the events."""
    return not events.isdisjoint({group.outcome, REPLIED if group.replied else None, group.disposition})
