"""How does each alert of a campaign stand, as data? Edge: for the commands `alerts` and `status`, and for the API."""

from datetime import datetime

from sqlalchemy import Connection

from cadence.domain import CampaignState
from cadence.domain.alert_standing import AlertStanding, AlertState, problem_in_words
from cadence.domain.alerts import ALERT_FIGURES, AlertOrigin, AlertReading, ArmedAlert, in_unit
from cadence.engine.alerts.readings import AlertReader, WatchedCampaign, watched, whole_minute
from cadence.engine.alerts.rules import may_raise_again, since
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.alerts import changes
from cadence.ledger.alerts.changes import StoredChange
from cadence.ledger.campaigns.campaigns import StoredCampaign
from cadence.ledger.db.engine import error_in_words


def alerts_of(connection: Connection, planner: Planner, campaign: StoredCampaign, now: datetime) -> list[AlertStanding]:
    """Return the alerts of a campaign, read now. One whose version cannot be read has a line that says so."""
    at = whole_minute(now)
    if campaign.state is not CampaignState.RUNNING:
        return []
    seen = watched(connection, planner, campaign)
    watching = seen.armed
    last = changes.last(connection, campaign.id)
    wanted = [(alert.rule.when, since(alert, last.get(alert.key))) for alert in watching]
    readings = AlertReader(planner).read(connection, seen, wanted, at) if watching else []
    return [
        *(
            standing_of(campaign.name, alert, reading, last.get(alert.key))
            for alert, reading in zip(watching, readings, strict=True)
        ),
        *unread_file(seen, at),
    ]


def standing_of(campaign: str, alert: ArmedAlert, reading: AlertReading, last: StoredChange | None) -> AlertStanding:
    """Return how an alert stands after a reading and its last change."""
    condition = alert.rule.when
    same = last if last is not None and last.condition == str(condition) else None
    state = _state(alert, reading, same)
    error = error_in_words(reading.failure) if reading.failure is not None else ""
    return AlertStanding(
        campaign=campaign,
        name=alert.name,
        origin=alert.origin,
        condition=str(condition),
        do=alert.rule.do,
        figure=condition.figure,
        state=state,
        since=same.at if same is not None else None,
        value=reading.value,
        n=reading.n,
        bound=reading.bound,
        reads=in_unit(reading.value, ALERT_FIGURES[condition.figure].unit) if reading.value is not None else "",
        problem=problem_in_words(reading.problem, error),
        reason=reading.problem,
        error=error,
        pause=same.pause if same is not None and state is AlertState.RAISED else None,
        at=reading.at,
    )


def _state(alert: ArmedAlert, reading: AlertReading, last: StoredChange | None) -> AlertState:
    if last is not None and last.raised and not may_raise_again(alert, last):
        return AlertState.RAISED
    if reading.problem:
        return AlertState.UNJUDGED
    too_few = reading.value is None or reading.n < alert.rule.when.least
    return AlertState.TOO_FEW if too_few else AlertState.CLEAR


def unread_file(seen: WatchedCampaign, at: datetime) -> list[AlertStanding]:
    """Return the line that stands for the alerts of a version that cannot be read; none for one that can."""
    if seen.file is not None or not seen.stored.version:
        return []
    unread = AlertStanding(
        campaign=seen.stored.name,
        name="",
        origin=AlertOrigin.CAMPAIGN,
        condition="",
        do=(),
        figure="",
        state=AlertState.UNJUDGED,
        since=None,
        value=None,
        n=0,
        bound=None,
        reads="",
        problem=problem_in_words("unreadable"),
        reason="unreadable",
        at=at,
    )
    return [unread]
