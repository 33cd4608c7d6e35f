"""
What is an alert, and when is it raised or cleared? Pure: frozen values.

An alert compares one figure with a bound. It is raised once when the condition comes true, and cleared once when the
figure is back behind the bound by a margin, so that a figure that moves around its bound does not raise it again and
again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from cadence.domain.figures import BY_ID, Unit

MARGIN = 0.1
"""A raised alert is cleared when its figure is behind the bound by this share of the bound."""
WEEK = timedelta(days=7)
"""The period of a figure that is compared with earlier weeks, if the condition names none."""


PACE_OVER = timedelta(days=7)
"""So far back is counted how many leads were enrolled: the pace at which a list gets shorter."""


class AlertAction(StrEnum):
    """What an alert does when it is raised, beside being kept in the ledger and shown."""

    LOG = "log"  # a line in the worker's log
    WEBHOOK = "webhook"  # the events alert.raised and alert.cleared
    PAUSE = "pause"  # the campaign is paused, until a person resumes it


class AlertOrigin(StrEnum):
    """Which file defines an alert."""

    CAMPAIGN = "campaign"  # the file of the campaign, in the version that runs
    HOUSE = "house"  # the house file: it watches every campaign


class AlertChange(StrEnum):
    """What became of an alert."""

    RAISED = "raised"  # its condition came true
    CLEARED = "cleared"  # it does not hold any more


class AlertCause(StrEnum):
    """Why an alert was raised or cleared."""

    FIGURE = "figure"  # the figure crossed the bound, or went back behind it
    RESUMED = "resumed"  # a person resumed the campaign that it had paused
    UNARMED = "unarmed"  # it was changed or removed, or the campaign is over


class Base(StrEnum):
    """What a bound may be a share of."""

    P50 = "p50"  # half of the campaign's earlier weeks were not higher
    P80 = "p80"  # four in five were not higher
    CAP = "cap"  # what a law allows at most
    AIM = "aim"  # what the law, or the file, aims at


OF_WEEKS = frozenset({Base.P50, Base.P80})
OF_LAW = frozenset({Base.CAP, Base.AIM})


class Span(StrEnum):
    """Which time a figure is about."""

    TOUCHES = "touches"  # the touches of a period
    NOW = "now"  # this moment


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFigure:
    """A figure that alerts can watch."""

    id: str
    unit: Unit
    span: Span = Span.TOUCHES
    bases: frozenset[Base] = frozenset()
    past: bool = True  # whether the ledger knows what it was at any earlier moment
    aged: bool = False  # whether `over` says for how long at least


def _of_report(figure: str, *more: Base) -> AlertFigure:
    return AlertFigure(id=figure, unit=BY_ID[figure].unit, bases=OF_WEEKS | {*more})


ALERT_FIGURES: Mapping[str, AlertFigure] = {
    figure.id: figure
    for figure in (
        _of_report("answer_rate"),
        _of_report("abandonment_rate", Base.CAP, Base.AIM),
        _of_report("contact_rate"),
        _of_report("right_party"),
        _of_report("conversion_of_contacted"),
        _of_report("attempts_per_lead"),
        _of_report("opt_outs_by_message"),
        _of_report("opt_outs_by_lead"),
        AlertFigure(id="carrier_failures", unit=Unit.RATE),
        AlertFigure(id="callbacks_at_risk", unit=Unit.COUNT, span=Span.NOW),
        AlertFigure(id="list_left", unit=Unit.RATE, span=Span.NOW),
        AlertFigure(id="list_days_left", unit=Unit.COUNT, span=Span.NOW),
        AlertFigure(id="overdue_leads", unit=Unit.COUNT, span=Span.NOW, past=False, aged=True),
    )
}
"""The figures that alerts can watch. What each counts is in docs/alerts.md."""
OTHER_NAMES: Mapping[str, str] = {"opt_out_rate": "opt_outs_by_message"}
"""Other names that a condition may use for a figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCondition:
    """`FIGURE COMPARE BOUND over SPAN and n >= N`."""

    figure: str
    compare: str  # <, <=, >, >=
    bound: float  # a share of 1 for a rate, or the factor of `base`
    base: Base | None = None  # what `bound` is a share of
    over: timedelta | None = None  # None: since the launch, or at this moment; of leads that are overdue: for so long
    least: int = 1  # n: with fewer cases the condition says nothing

    def __str__(self) -> str:
        """Return the condition as it is written."""
        over = f" over {_span(self.over)}" if self.over is not None else ""
        least = f" and n >= {self.least}" if self.least > 1 else ""
        return f"{self.figure} {self.compare} {self._bound()}{over}{least}"

    def _bound(self) -> str:
        if self.base is None:
            return in_unit(self.bound, ALERT_FIGURES[self.figure].unit)
        return str(self.base) if self.bound == 1 else f"{number(self.bound * 100)}% of {self.base}"

    @property
    def upwards(self) -> bool:
        """Whether a high figure raises it."""
        return self.compare.startswith(">")

    def true_of(self, value: float, bound: float) -> bool:
        """Tell whether a value is beyond the bound."""
        match self.compare:
            case "<":
                return value < bound
            case "<=":
                return value <= bound
            case ">":
                return value > bound
            case _:
                return value >= bound

    def back(self, value: float, bound: float) -> bool:
        """Tell whether a value is back behind the bound by the margin."""
        margin = abs(bound) * MARGIN
        clear = max(bound - margin, 0.0) if self.upwards else bound + margin
        if not self.upwards and ALERT_FIGURES[self.figure].unit is Unit.RATE:
            clear = min(clear, 1.0)
        return not self.true_of(value, bound) and (value <= clear if self.upwards else value >= clear)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRule:
    """An alert, as a file defines it under its name."""

    when: AlertCondition
    do: tuple[AlertAction, ...] = (AlertAction.LOG,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmedAlert:
    """An alert that watches a campaign."""

    name: str
    origin: AlertOrigin
    rule: AlertRule

    @property
    def key(self) -> tuple[AlertOrigin, str]:
        """What tells it from the other alerts of a campaign: both files may use the same name."""
        return self.origin, self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertReading:
    """What an alert's figure is at an instant."""

    at: datetime
    value: float | None = None  # None: nothing was counted
    n: int = 0
    bound: float | None = None
    problem: str = ""  # why the condition cannot be judged: a key of PROBLEMS
    failure: Exception | None = field(default=None, compare=False)  # the error that kept the figure from being read


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPart:
    """What the events of an alert say."""

    change: int  # the ledger's id of what has changed
    campaign: str
    version: int  # of the campaign file
    alert: str  # its name in its file
    origin: AlertOrigin
    cause: AlertCause
    condition: str
    figure: str
    value: float | None  # None: the alert was removed, and its figure was not read
    n: int  # how many cases the value is made of
    bound: float | None  # with what the value was compared
    pause: int | None  # the pause that it began, or that held the campaign already


FAILED = "failed"
"""The figure could not be read, because of an error."""
PROBLEMS: Mapping[str, str] = {
    "no_weeks": "there is no earlier week to compare with",
    "no_cap": "no law that applies to the campaign limits this share",
    "no_aim": "nothing that applies to the campaign sets an aim for this share",
    "past_unknown": "the ledger does not keep what this was in the past",
    "unreadable": "the stored version of the campaign cannot be read",
    FAILED: "it cannot be read",
}
"""Why a condition cannot be judged."""


def after(condition: AlertCondition, *, raised: bool, reading: AlertReading) -> bool:
    """
    Return whether an alert is raised after a reading.

    With too few cases, or where the condition cannot be judged, it stays as it was. A number of things of which there
    are none is no case too few: it is back at 0.
    """
    none = raised and not reading.n and ALERT_FIGURES[condition.figure].unit is Unit.COUNT
    if reading.problem or reading.value is None or reading.bound is None or (reading.n < condition.least and not none):
        return raised
    if raised:
        return not condition.back(reading.value, reading.bound)
    return condition.true_of(reading.value, reading.bound)


def in_unit(value: float, unit: Unit) -> str:
    """Return a value as a condition writes it."""
    return f"{number(value * 100)}%" if unit is Unit.RATE else number(value)


def number(value: float) -> str:
    """Return a number with three decimals at most."""
    return f"{round(value, 3):.3f}".rstrip("0").rstrip(".")


_UNITS = (("week", 7 * 86400), ("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


def _span(span: timedelta) -> str:
    """Return a duration in the largest unit that measures it without a rest."""
    seconds = round(span.total_seconds())
    name, size = next((name, size) for name, size in _UNITS if seconds % size == 0)
    count = seconds // size
    return f"{count} {name}{'' if count == 1 else 's'}"
