"""How does a pack say how often is too often? Pure: the limit's and the ratio's shape."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from cadence.policy.packs.schema.rule import Events, Forms, Listed, PackPart, RuleEntry

Key = Literal["lead", "number", "account", "subject", "seller", "campaign", "portfolio"]
"""
What touches may have in common.

The gate counts what the facts of a lead hold: every touch to that lead, and others' touches by a number they share. So
`lead`, `number`, `subject` and `campaign` see all there is of one person. `account` and `seller` see a company's or a
seller's touches to that person, not those to their colleagues: packs use them beside `lead`. `portfolio` is about
everybody: the gate counts what a file tells it, and the ledger counts all where a touch is reserved
(`policy/evaluation/shared.py`).
"""


class RollingSpan(PackPart):
    """Elapsed seconds, (t-w, t]."""

    kind: Literal["rolling"]
    seconds: int = Field(gt=0)


class CalendarDays(PackPart):
    """Local dates, the first being the date of the touch."""

    kind: Literal["calendar_days"]
    n: int = Field(gt=0)


class CalendarWeek(PackPart):
    """The local week of the touch."""

    kind: Literal["calendar_week"]
    starts: Literal["mon", "sun"] = "mon"


class CalendarMonth(PackPart):
    """The local month of the touch."""

    kind: Literal["calendar_month"]


class Count(PackPart):
    """
    What counts: touches of which one of `events` can be said, on `channels`; each left out, what the rule is about.

    With `distinct`, different values count instead: of channel, or of lead.
    """

    events: Events | None = None
    channels: Forms | None = None
    distinct: Literal["channel", "lead"] | None = None


class LocalDates(PackPart):
    """At least so many local dates between one touch and the next: 2 is "the day after tomorrow"."""

    kind: Literal["local_dates"]
    n: int = Field(gt=0)


Period = Annotated[RollingSpan | CalendarDays | CalendarWeek | CalendarMonth, Field(discriminator="kind")]


class LimitEntry(RuleEntry):
    """
    At most `threshold` touches in the window, among those that share all of the keys.

    With `count.distinct`: at most so many different values, the judged touch's own included.
    """

    type: Literal["limit"]
    count: Count | None = None
    threshold: int = Field(gt=0)
    window: Period
    key: Annotated[tuple[Key, ...], Listed] = Field(min_length=1)
    min_separation: LocalDates | None = None

    @model_validator(mode="after")
    def _countable(self) -> Self:
        """Refuse a limit by portfolio that the ledger cannot count: it counts people in elapsed seconds only."""
        people = self.count is not None and self.count.distinct == "lead" and self.count.events is None
        if "portfolio" in self.key and not (
            self.key == ("portfolio",) and people and isinstance(self.window, RollingSpan)
        ):
            raise ValueError("a limit by portfolio counts distinct leads in a rolling window, and has no other key")
        return self


class CampaignPeriods(PackPart):
    """Successive periods of so many days from the campaign's first touch on."""

    kind: Literal["campaign_periods"]
    days: int = Field(gt=0)


class Share(PackPart):
    """The touches of which one of these words can be said."""

    events: Events


class RatioEntry(RuleEntry):
    """
    At most `max` of the numerator in the denominator, per campaign.

    A breach never stops one lead: it slows the floor down to one call per free agent. With `connect_s`, a call that an
    agent takes later than so many seconds after the greeting's end is one of the numerator's, too.
    """

    type: Literal["ratio"]
    numerator: Share
    denominator: Share
    connect_s: float | None = Field(default=None, gt=0)
    max: float = Field(gt=0, lt=1)
    target: float | None = Field(default=None, gt=0, lt=1)  # what pacing aims at, below the cap
    window: Annotated[CampaignPeriods | RollingSpan, Field(discriminator="kind")]
    key: Annotated[tuple[Literal["campaign"], ...], Listed] = ("campaign",)
    on_breach: Literal["pace_1_to_1"] = "pace_1_to_1"
