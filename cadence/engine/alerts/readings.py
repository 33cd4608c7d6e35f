"""
What is the figure of an alert at an instant? Edge: counted by the report's statements, by what was known then.

An instant is a whole minute of the Clock. What was known at it does not change any more, so an alert says the same of
it whenever it is asked, and `cadence alerts try` finds what was found live.

A figure that cannot be read leaves those of the other alerts: its statements are undone by themselves.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar, cast

from sqlalchemy import Connection

from cadence.campaign import Campaign
from cadence.domain.alerts import (
    ALERT_FIGURES,
    FAILED,
    OF_LAW,
    OF_WEEKS,
    AlertCondition,
    AlertOrigin,
    AlertReading,
    ArmedAlert,
    Base,
    Span,
)
from cadence.domain.errors import UnavailableError
from cadence.domain.figures import BY_ID, FigureCount, Period, Unit, earlier_weeks
from cadence.domain.house import HouseRules
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.ratios import ratios_of
from cadence.ledger.alerts import moments
from cadence.ledger.campaigns.campaigns import StoredCampaign
from cadence.ledger.reports import counts

MINUTE = timedelta(minutes=1)
LONGEST = timedelta(seconds=30)
"""Real time that one statement may take: the reconciler's other jobs wait, and so do the other alerts."""
KEPT_WEEKS = 1000
"""Campaigns whose earlier weeks are kept in memory."""
Weeks = Mapping[str, Mapping[str, int]]
Counted = TypeVar("Counted")
OF_MOMENT = {
    "callbacks_at_risk": moments.promises_at_risk,
    "list_left": moments.in_line,
}
"""What counts the figures of this moment that have two sums and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedCampaign:
    """A campaign with its file, and the house whose alerts watch it as well."""

    stored: StoredCampaign
    file: Campaign | None  # None: the stored version cannot be read
    house: HouseRules

    @property
    def armed(self) -> list[ArmedAlert]:
        """The alerts that watch it: its own, and those of the house."""
        own = self.file.alerts if self.file is not None else {}
        return [
            *(ArmedAlert(name=name, origin=AlertOrigin.CAMPAIGN, rule=rule) for name, rule in own.items()),
            *(ArmedAlert(name=name, origin=AlertOrigin.HOUSE, rule=rule) for name, rule in self.house.alerts),
        ]


def watched(connection: Connection, planner: Planner, campaign: StoredCampaign) -> WatchedCampaign:
    """Return a campaign as alerts watch it, in the version that runs."""
    file = planner.readable(connection, campaign.name, campaign.version) if campaign.version else None
    return WatchedCampaign(stored=campaign, file=file, house=planner.today.in_force.house)


def whole_minute(at: datetime) -> datetime:
    """Return the beginning of the minute of an instant: what alerts judge."""
    return at.replace(second=0, microsecond=0)


@dataclass(slots=True)
class _Look:
    """One look at a campaign at an instant; what was counted for one alert serves the others."""

    connection: Connection
    campaign: WatchedCampaign
    at: datetime
    known: dict[object, object] = field(default_factory=dict)  # what was counted, or the error

    def of_touches(self, figure: str, since: datetime | None) -> tuple[int, int]:
        """Return the two sums of a figure of touches."""
        period, identity = Period(since=since, until=self.at), self.campaign.stored.id
        if figure == "carrier_failures":
            return moments.failures(self.connection, identity, period, self.at)
        sums = self.once(since, lambda: counts.touches_known(self.connection, identity, period, self.at))
        return sums[BY_ID[figure].part], sums[BY_ID[figure].whole]

    def once(self, key: object, count: Callable[[], Counted]) -> Counted:
        """Count something once; an error is raised again for each alert that needs the same, and costs once."""
        if key not in self.known:
            try:
                self.known[key] = count()
            except Exception as error:  # noqa: BLE001  it is raised below
                self.known[key] = error
        result = self.known[key]
        if isinstance(result, Exception):
            raise result
        return cast("Counted", result)


class AlertReader:
    """Reads the figures of alerts. What was known in earlier weeks is read once."""

    def __init__(self, planner: Planner) -> None:
        """Keep the planner."""
        self._planner = planner
        self._weeks: dict[tuple[int, datetime], Weeks] = {}

    def read(
        self,
        connection: Connection,
        campaign: WatchedCampaign,
        wanted: Sequence[tuple[AlertCondition, datetime | None]],
        at: datetime,
    ) -> list[AlertReading]:
        """
        Return the reading of each condition at an instant. Raises UnavailableError when nothing can be read.

        Beside a condition may stand an instant from which on touches count: those before were judged already.
        """
        counts.prepare(connection)
        moments.limit(connection, LONGEST)
        look = _Look(connection, campaign, at)
        together = self._attempt(look, lambda: [self._reading(look, *condition) for condition in wanted])
        if not isinstance(together, Exception):
            return together
        return [self._alone(look, *condition) for condition in wanted]

    def _alone(self, look: _Look, condition: AlertCondition, since: datetime | None) -> AlertReading:
        """Return the reading of a condition, or the error that kept its figure from being read."""
        reading = self._attempt(look, lambda: self._reading(look, condition, since))
        if isinstance(reading, Exception):
            return AlertReading(at=look.at, problem=FAILED, failure=reading)
        return reading

    def _attempt(self, look: _Look, read: Callable[[], Counted]) -> Counted | Exception:
        """Read something, or return the error. Raises UnavailableError, and the error of a lost connection."""
        mark = look.connection.begin_nested()
        try:
            result = read()
        except UnavailableError:
            raise
        except Exception as error:
            if look.connection.invalidated:  # the server is gone: nothing can be read
                raise
            mark.rollback()
            return error
        mark.commit()
        return result

    def _reading(self, look: _Look, condition: AlertCondition, since: datetime | None) -> AlertReading:
        if condition.base in OF_LAW:
            return self._of_law(look, condition)
        value, whole = self._value(look, condition, since)
        if condition.base not in OF_WEEKS:
            return AlertReading(at=look.at, value=value, n=whole, bound=condition.bound)
        usual = self._usual(look, condition)
        if usual is None:
            return AlertReading(at=look.at, value=value, n=whole, problem="no_weeks")
        return AlertReading(at=look.at, value=value, n=whole, bound=usual * condition.bound)

    def _value(self, look: _Look, condition: AlertCondition, since: datetime | None) -> tuple[float | None, int]:
        """Return what the figure is, and of how many cases. Two alerts that need the same cost one statement."""
        return look.once((condition.figure, condition.over, since), lambda: self._counted(look, condition, since))

    def _counted(self, look: _Look, condition: AlertCondition, since: datetime | None) -> tuple[float | None, int]:
        figure, identity = ALERT_FIGURES[condition.figure], look.campaign.stored.id
        if figure.id == "list_days_left":
            return moments.days_left(look.connection, identity, look.at)
        if figure.aged:
            part, whole = moments.overdue(look.connection, identity, look.at, condition.over or moments.GRACE)
        elif figure.span is Span.NOW:
            part, whole = OF_MOMENT[figure.id](look.connection, identity, look.at)
        else:
            began = look.at - condition.over if condition.over is not None else None
            start = max((instant for instant in (began, since) if instant is not None), default=None)
            part, whole = look.of_touches(figure.id, start)
        share = part / whole if whole else None
        return float(part) if figure.unit is Unit.COUNT else share, whole

    def _usual(self, look: _Look, condition: AlertCondition) -> float | None:
        """Return what the figure was in the weeks before this one, as it was known when this week began."""
        monday = whole_minute(look.at).replace(hour=0, minute=0) - timedelta(days=look.at.weekday())
        key = look.campaign.stored.id, monday
        if key not in self._weeks:
            if len(self._weeks) >= KEPT_WEEKS:
                self._weeks.clear()
            count = partial(counts.weeks_known, look.connection, look.campaign.stored.id, monday)
            self._weeks[key] = look.once(key, count)
        figure = BY_ID[condition.figure]
        weeks = earlier_weeks(
            [
                FigureCount(figure=figure, part=sums[figure.part], whole=sums[figure.whole])
                for sums in self._weeks[key].values()
            ]
        )
        if weeks is None:
            return None
        return weeks.p50 if condition.base is Base.P50 else weeks.p80

    def _of_law(self, look: _Look, condition: AlertCondition) -> AlertReading:
        """Return the reading of a share that a law limits, in the law's own period: the one nearest to its limit."""
        file = look.campaign.file
        if file is None:
            return AlertReading(at=look.at, problem="unreadable")
        ratios = look.once(
            "law", lambda: ratios_of(look.connection, self._planner, file, look.campaign.stored.id, look.at)
        )
        limited = [
            (standing.part, standing.whole, limit)
            for standing in ratios
            if (limit := standing.most if condition.base is Base.CAP else standing.target)
        ]
        if not limited:
            return AlertReading(at=look.at, problem="no_cap" if condition.base is Base.CAP else "no_aim")
        part, whole, limit = max(limited, key=lambda row: (row[0] / row[1] / row[2] if row[1] else 0.0, row[1]))
        bound = round(limit * condition.bound, 10)
        return AlertReading(at=look.at, value=part / whole if whole else None, n=whole, bound=bound)
