"""How does each alert of a campaign stand, as data? Edge: for the commands `alerts` and `status`, and for the API."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from cadence.domain import CampaignState
from cadence.domain.alerts import (
    ALERT_FIGURES,
    PROBLEMS,
    AlertAction,
    AlertOrigin,
    AlertReading,
    ArmedAlert,
    in_unit,
)
from cadence.engine.alerts.readings import AlertReader, watched, whole_minute
from cadence.engine.alerts.watch import may_raise_again, since
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.alerts import changes
from cadence.ledger.alerts.changes import StoredChange
from cadence.ledger.campaigns.campaigns import StoredCampaign


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertStanding:
    """An alert that watches a campaign, with what it reads now."""

    campaign: str
    name: str
    origin: AlertOrigin
    condition: str
    do: tuple[AlertAction, ...]
    state: str  # raised, clear, too_few, unjudged
    since: datetime | None  # when it was raised or cleared last; None: never
    value: float | None
    n: int
    bound: float | None
    reads: str  # the value as a condition writes it; "" without one
    problem: str  # why it cannot be judged, in words; "" if it can
    at: datetime  # the minute that was read


def alerts_of(connection: Connection, planner: Planner, campaign: StoredCampaign, now: datetime) -> list[AlertStanding]:
    """Return the alerts of a campaign. One whose version cannot be read has a line that says so."""
    at = whole_minute(now)
    if campaign.state is not CampaignState.RUNNING:
        return []
    seen = watched(connection, planner, campaign)
    watching = seen.armed
    last = changes.last(connection, campaign.id)
    wanted = [(alert.rule.when, since(alert, last.get(alert.key))) for alert in watching]
    readings = AlertReader(planner).read(connection, seen, wanted, at) if watching else []
    rows = [
        _standing(campaign.name, alert, reading, last.get(alert.key))
        for alert, reading in zip(watching, readings, strict=True)
    ]
    return rows if seen.file is not None or not campaign.version else [*rows, _unreadable(campaign.name, at)]


def _standing(campaign: str, alert: ArmedAlert, reading: AlertReading, last: StoredChange | None) -> AlertStanding:
    condition = alert.rule.when
    same = last if last is not None and last.condition == str(condition) else None
    unit = ALERT_FIGURES[condition.figure].unit
    return AlertStanding(
        campaign=campaign,
        name=alert.name,
        origin=alert.origin,
        condition=str(condition),
        do=alert.rule.do,
        state=_state(alert, reading, same),
        since=same.at if same is not None else None,
        value=reading.value,
        n=reading.n,
        bound=reading.bound,
        reads=in_unit(reading.value, unit) if reading.value is not None else "",
        problem=PROBLEMS.get(reading.problem, ""),
        at=reading.at,
    )


def _state(alert: ArmedAlert, reading: AlertReading, last: StoredChange | None) -> str:
    if last is not None and last.raised and not may_raise_again(alert, last):
        return "raised"
    if reading.problem:
        return "unjudged"
    return "too_few" if reading.value is None or reading.n < alert.rule.when.least else "clear"


def _unreadable(campaign: str, at: datetime) -> AlertStanding:
    """Return the line that stands for the alerts of a version that cannot be read."""
    return AlertStanding(
        campaign=campaign,
        name="",
        origin=AlertOrigin.CAMPAIGN,
        condition="",
        do=(),
        state="unjudged",
        since=None,
        value=None,
        n=0,
        bound=None,
        reads="",
        problem=PROBLEMS["unreadable"],
        at=at,
    )
