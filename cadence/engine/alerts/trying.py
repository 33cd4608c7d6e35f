"""
When would an alert have been raised? Edge: the ledger's past, read as it was known then, in the steps of a live run.

It assumes that nothing was paused. An alert on a figure that the ledger keeps no past of is named, not tried.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from cadence.domain.alerts import ALERT_FIGURES, PROBLEMS, AlertChange, AlertReading, ArmedAlert, after, in_unit
from cadence.engine.alerts.readings import MINUTE, AlertReader, WatchedCampaign, whole_minute
from cadence.engine.outcomes.planner import Planner

MOST_STEPS = 2000
"""How many instants are read at most; a longer period is read in longer steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedChange:
    """What would have become of an alert."""

    change: AlertChange
    at: datetime
    value: float
    n: int
    bound: float
    reads: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedAlert:
    """An alert that was tried on the past."""

    alert: ArmedAlert
    changes: tuple[TriedChange, ...] = ()
    problem: str = ""  # why it could not be judged, in words: at the end, or at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What alerts would have done in a period."""

    campaign: str
    since: datetime
    until: datetime
    step: timedelta  # from one instant that was read to the next
    alerts: tuple[TriedAlert, ...]


def step_of(since: datetime, until: datetime) -> timedelta:
    """Return the step in which a period is read: a minute, or more so that there are not too many."""
    minutes = (until - since) // MINUTE
    return MINUTE * max(1, -(-minutes // MOST_STEPS))


def try_alerts(
    connection: Connection, planner: Planner, campaign: WatchedCampaign, since: datetime, until: datetime
) -> Trial:
    """Return when the alerts of a campaign and of the house would have been raised and cleared in [since, until]."""
    first, last = whole_minute(since), whole_minute(until)
    alerts = campaign.armed
    step = step_of(first, last)
    possible = [alert for alert in alerts if ALERT_FIGURES[alert.rule.when.figure].past]
    tried = {alert.key: TriedAlert(alert=alert) for alert in alerts}
    reader = AlertReader(planner)
    wanted = [(alert.rule.when, None) for alert in possible]
    for at in _instants(first, last, step) if possible else ():
        for alert, reading in zip(possible, reader.read(connection, campaign, wanted, at), strict=True):
            tried[alert.key] = _next(tried[alert.key], reading)
    rows = (row if row.alert in possible else replace(row, problem=PROBLEMS["past_unknown"]) for row in tried.values())
    return Trial(campaign=campaign.stored.name, since=first, until=last, step=step, alerts=tuple(rows))


def _instants(first: datetime, last: datetime, step: timedelta) -> Iterator[datetime]:
    at = first
    while at <= last:
        yield at
        at += step


def _next(tried: TriedAlert, reading: AlertReading) -> TriedAlert:
    """Return a tried alert after one more reading."""
    condition = tried.alert.rule.when
    raised = bool(tried.changes) and tried.changes[-1].change is AlertChange.RAISED
    now = after(condition, raised=raised, reading=reading)
    tried = replace(tried, problem=PROBLEMS.get(reading.problem, ""))
    if now is raised or reading.value is None or reading.bound is None:
        return tried
    change = TriedChange(
        change=AlertChange.RAISED if now else AlertChange.CLEARED,
        at=reading.at,
        value=reading.value,
        n=reading.n,
        bound=reading.bound,
        reads=in_unit(reading.value, ALERT_FIGURES[condition.figure].unit),
    )
    return replace(tried, changes=(*tried.changes, change))
