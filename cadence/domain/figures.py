"""
Which figures tell how a campaign performs, and how is each counted? Pure: values only.

A figure is a number with its formula and n. A rate or a mean is kept as two sums, `part` and `whole`, so that the
figures of several groups are added and never averaged. The ledger has a view for each rate: `figure_ID`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from math import ceil, sqrt

from cadence.domain.costs import CostReport
from cadence.domain.firings import AlertFiring
from cadence.domain.journeys import Cohort, StateCount
from cadence.domain.survival import QUANTILES, Durations, quantile


class Unit(StrEnum):
    """What kind of number a figure is."""

    RATE = "rate"  # a share of the whole
    MEAN = "mean"  # so many for each of the whole
    COUNT = "count"  # a number by itself
    DURATION = "duration"  # minutes, as quantiles


class Grain(StrEnum):
    """What is counted, and which instant puts it into a week or a period."""

    TOUCH = "touch"  # touches, and the leads they went to: dated by the touch
    LEAD = "lead"  # leads of the campaign: dated by their enrolment
    ROW = "row"  # rows of the lists: dated by the launch that read them


class Dimension(StrEnum):
    """By what figures can be grouped."""

    CAMPAIGN = "campaign"  # the campaign's name
    VERSION = "version"  # the version that the touch was made with, or that the lead is on
    SEGMENT = "segment"  # the lead's segment
    COHORT = "cohort"  # the week in which the lead was enrolled, by its Monday
    STEP = "step"  # the step of the cadence; "" is a promised call
    CHANNEL = "channel"  # how the touch went
    SENDER = "sender"  # our own number or address
    FLOOR = "floor"  # the group of agents
    AGENT = "agent"  # who reported what came of the conversation
    HOUR = "hour"  # the hour on the person's clock
    WEEKDAY = "weekday"  # the weekday on the person's clock, 1 is Monday
    HOUR_OF_WEEK = "hour_of_week"  # both: 0 is Monday at midnight
    WEEK = "week"  # the week of the touch, by its Monday


OF_LEADS = frozenset({Dimension.CAMPAIGN, Dimension.VERSION, Dimension.SEGMENT, Dimension.COHORT})
"""By what leads can be grouped; touches can be by everything."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: which sums it is made of. Its name and formula are the sentences `figure-ID` and `formula-ID`."""

    id: str
    unit: Unit
    grain: Grain
    part: str = ""  # the sum above the line, as the ledger's counts name it
    whole: str = ""  # the sum below the line: n
    in_order: bool = False  # it needs the order of a lead's attempts, so it has no groups

    def groups_by(self, dimension: Dimension) -> bool:
        """Return whether the figure can be grouped by this."""
        if self.in_order or self.grain is Grain.ROW:
            return False
        return self.grain is Grain.TOUCH or dimension in OF_LEADS


FIGURES = (
    Figure("list_quality", Unit.RATE, Grain.ROW, "rows_usable", "rows_read"),
    Figure("penetration", Unit.RATE, Grain.LEAD, "attempted", "entered"),
    Figure("answer_rate", Unit.RATE, Grain.TOUCH, "answered", "calls_ended"),
    Figure("abandonment_rate", Unit.RATE, Grain.TOUCH, "abandoned", "answered"),
    Figure("contact_rate", Unit.RATE, Grain.TOUCH, "leads_contacted", "leads_attempted"),
    Figure("right_party", Unit.RATE, Grain.TOUCH, "leads_right_party", "leads_attempted"),
    Figure("conversion", Unit.RATE, Grain.LEAD, "converted", "entered"),
    Figure("conversion_of_contacted", Unit.RATE, Grain.TOUCH, "leads_converted", "leads_contacted"),
    Figure("exhausted", Unit.RATE, Grain.LEAD, "exhausted", "entered"),
    Figure("attempts_per_lead", Unit.MEAN, Grain.TOUCH, "attempts", "leads_attempted"),
    Figure("attempts_until_contact", Unit.MEAN, Grain.LEAD, "attempts_in_order", "contacted_in_order", in_order=True),
    Figure("touches_per_conversion", Unit.MEAN, Grain.TOUCH, "attempts", "leads_converted"),
    Figure("time_to_contact", Unit.DURATION, Grain.LEAD),
    Figure("time_between_attempts", Unit.DURATION, Grain.TOUCH),
    Figure("opt_outs_by_message", Unit.RATE, Grain.TOUCH, "opt_outs_of_delivered", "delivered"),
    Figure("opt_outs_by_lead", Unit.RATE, Grain.TOUCH, "leads_opted_out", "leads_attempted"),
    Figure("person_as_machine", Unit.RATE, Grain.TOUCH, "person_as_machine", "detected"),
    Figure("machine_as_person", Unit.RATE, Grain.TOUCH, "machine_as_person", "detected"),
)
"""The figures that are counted touch by touch or lead by lead, in the order of a report."""
BY_ID = {figure.id: figure for figure in FIGURES}

Z = 1.959963984540054
"""The normal quantile of an interval of 95 %."""


def interval(part: int, whole: int) -> tuple[float, float] | None:
    """Return between which shares the true one lies, in 95 of 100 cases (Wilson); None without cases."""
    if whole <= 0 or not 0 <= part <= whole:
        return None
    share, spread = part / whole, Z * Z / whole
    middle = (share + spread / 2) / (1 + spread)
    reach = Z / (1 + spread) * sqrt(share * (1 - share) / whole + spread / (4 * whole))
    return max(0.0, middle - reach), min(1.0, middle + reach)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCount:
    """The two sums of a figure, of one group or of everything."""

    figure: Figure
    part: int
    whole: int
    group: str = ""  # "" for everything, and for what has no value

    @property
    def value(self) -> float | None:
        """The rate or the mean; None where nothing was counted."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between which shares a rate lies; None for what is no rate."""
        return interval(self.part, self.whole) if self.figure.unit is Unit.RATE else None


def nearest_rank(values: Sequence[float], share: float) -> float | None:
    """Return the smallest of these values that at least this share of them does not exceed; None of none."""
    return sorted(values)[max(0, ceil(share * len(values)) - 1)] if values else None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierWeeks:
    """A figure in the weeks before: what half of them, and four in five of them, did not exceed."""

    p50: float
    p80: float
    weeks: int


def earlier_weeks(weekly: Sequence[FigureCount]) -> EarlierWeeks | None:
    """Return how a figure was in these weeks; None if nothing was counted in any."""
    values = [count.value for count in weekly if count.value is not None]
    p50, p80 = nearest_rank(values, 0.5), nearest_rank(values, 0.8)
    return EarlierWeeks(p50=p50, p80=p80, weeks=len(values)) if p50 is not None and p80 is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """How long something took, with who still waits for it."""

    figure: Figure
    durations: Durations

    @property
    def minutes(self) -> dict[str, int | None]:
        """The quantiles by name: p50, p80, p90; None for what was not reached."""
        return {f"p{share * 100:.0f}": quantile(self.durations, share) for share in QUANTILES}


class Bucket(StrEnum):
    """Where a lead of a campaign is counted: each lead is in exactly one."""

    HELD_BACK = "held_back"  # a pilot does not let it in
    WAITING = "waiting"  # in line to be enrolled
    NOT_BEGUN = "not_begun"  # enrolled, nothing was sent yet
    UNDER_WAY = "under_way"  # enrolled, something was sent, more is to come
    HELD = "held"  # enrolled, waits under a hold
    ENDED = "ended"  # finished, with a reason
    LEFT_OUT = "left_out"  # taken from the line and not enrolled: erased meanwhile


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketCount:
    """How many leads are in a bucket, by the hold or the end."""

    bucket: Bucket
    reason: str
    leads: int
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCount:
    """How many leads had no attempt so far, by what the last decision about them says."""

    bucket: Bucket
    verdict: str  # allow, defer, hold, refuse; "" when nothing was decided
    rule: str
    hold: str
    key: str  # which pause, registry or error; why an enrolment ended
    leads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackCounts:
    """What came of promised calls."""

    requested: int  # promised because the person asked
    on_time: int  # called within 15 minutes of the promised time
    late: int  # called later than that
    missed: int  # its time has passed, and nobody was called
    withdrawn: int  # taken back, or over because the person's enrolment ended
    ahead: int  # its time has not come
    without_time: int  # requests that named no time
    within_4_hours: int  # of those: called within 4 working hours
    without_time_ahead: int  # of those: the 4 hours are not over

    @property
    def due(self) -> int:
        """How many promises have come to their end."""
        return self.on_time + self.late + self.missed


@dataclass(frozen=True, slots=True, kw_only=True)
class FatigueCount:
    """How many people got so many touches, over all campaigns, and how many of them have said stop."""

    days: int
    touches: int
    people: int
    opted_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCount:
    """What became of the rows of a list when it was read last."""

    campaign: str
    list: str
    at: datetime
    part: int  # rows whose lead may be contacted
    whole: int  # rows read
    causes: Mapping[str, int] = field(default_factory=dict)  # what is wrong with the others


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The half-open time that is reported; None is without a limit."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioCount:
    """A share that a law limits, in its own period."""

    campaign: str
    rule: str
    pack: str
    since: datetime
    part: int
    whole: int
    cap: float
    aim: float | None
    breached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that is reported of one campaign, or of all together."""

    campaigns: tuple[str, ...]
    at: datetime
    period: Period
    by: Dimension | None = None
    counts: tuple[FigureCount, ...]  # of everything
    groups: tuple[FigureCount, ...] = ()  # by group
    durations: tuple[Duration, ...] = ()
    until_contact: Mapping[int, int] = field(default_factory=dict)  # attempts -> leads contacted first with that one
    buckets: tuple[BucketCount, ...] = ()
    reasons: tuple[ReasonCount, ...] = ()
    callbacks: CallbackCounts | None = None
    fatigue: tuple[FatigueCount, ...] = ()
    ratios: tuple[RatioCount, ...] = ()
    lists: tuple[ListCount, ...] = ()
    earlier: Mapping[str, EarlierWeeks] = field(default_factory=dict)  # by figure
    weeks: tuple[FigureCount, ...] = ()  # the rates of touches, by the Monday of each week
    costs: CostReport = field(default_factory=CostReport)
    firings: tuple[AlertFiring, ...] = ()  # of alerts in the period, the newest first
    states: tuple[StateCount, ...] = ()  # the last one is now: its leads are those of the buckets
    cohorts: tuple[Cohort, ...] = ()

    @property
    def leads(self) -> int:
        """All leads of the campaign: the sum of the buckets."""
        return sum(count.leads for count in self.buckets)

    @property
    def entered(self) -> int:
        """The leads that no pilot holds back."""
        return sum(count.leads for count in self.buckets if count.bucket is not Bucket.HELD_BACK)
