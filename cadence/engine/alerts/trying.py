"""
When would an alert have been raised? Edge: the ledger's past, read as it was known then, in the steps of a live run.

It assumes that nothing was paused. An alert on a figure that the ledger keeps no past of is named, not tried.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import inf

from sqlalchemy import Connection

from cadence.domain.alert_standing import problem_in_words
from cadence.domain.alerts import ALERT_FIGURES, AlertChange, AlertReading, ArmedAlert, after, in_unit
from cadence.engine.alerts.readings import MINUTE, AlertReader, WatchedCampaign, whole_minute
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.db.engine import error_in_words

USUAL = timedelta(days=7)
"""How far back alerts are tried if no beginning is chosen."""
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
    reason: str = ""  # the same as a key of PROBLEMS
    error: str = ""  # what went wrong, if its figure could not be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What alerts would have done in a period."""

    campaign: str
    since: datetime
    until: datetime
    step: timedelta  # from one instant that was read to the next
    alerts: tuple[TriedAlert, ...]


def week_before(until: datetime) -> datetime:
    """Return when the usual period begins that ends at an instant; not before the first one that there is."""
    return max(until, datetime.min.replace(tzinfo=UTC) + USUAL) - USUAL


def step_of(since: datetime, until: datetime, most: int = MOST_STEPS) -> timedelta:
    """Return the step in which a period is read: a minute, or more so that there are not too many."""
    minutes = (until - since) // MINUTE
    return MINUTE * max(1, -(-minutes // most))


def try_alerts(  # noqa: PLR0913  what is tried, and how much of it
    connection: Connection,
    planner: Planner,
    campaign: WatchedCampaign,
    since: datetime,
    until: datetime,
    *,
    most: int = MOST_STEPS,
    seconds: float = inf,
) -> Trial:
    """
    Return when the alerts of a campaign and of the house would have been raised and cleared in [since, until].

    At `most` instants, and for so many real seconds: what was not reached by then is left out, and `until` says so.
    """
    first, last = whole_minute(since), whole_minute(until)
    alerts = campaign.armed
    step = step_of(first, last, most)
    possible = [alert for alert in alerts if ALERT_FIGURES[alert.rule.when.figure].past]
    tried = {alert.key: TriedAlert(alert=alert) for alert in alerts}
    reader = AlertReader(planner)
    wanted = [(alert.rule.when, None) for alert in possible]
    ends = time.monotonic() + seconds
    for at in _instants(first, last, step) if possible else ():
        for alert, reading in zip(possible, reader.read(connection, campaign, wanted, at), strict=True):
            tried[alert.key] = _next(tried[alert.key], reading)
        if time.monotonic() > ends and at + step <= last:
            last = at
            break
    rows = (row if row.alert in possible else _without_past(row) for row in tried.values())
    return Trial(campaign=campaign.stored.name, since=first, until=last, step=step, alerts=tuple(rows))


def _without_past(row: TriedAlert) -> TriedAlert:
    return replace(row, problem=problem_in_words("past_unknown"), reason="past_unknown")


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
    error = error_in_words(reading.failure) if reading.failure is not None else ""
    tried = replace(tried, problem=problem_in_words(reading.problem, error), reason=reading.problem, error=error)
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
