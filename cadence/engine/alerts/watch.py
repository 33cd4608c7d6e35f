"""
Is an alert to be raised or cleared now? Edge: a job of the reconciler, once a minute of the Clock.

A change is one row, written in the transaction of the pause that it begins, and only once: its number is taken. A
paused campaign is never resumed here. What a person has resumed is not paused again for the same touches: from then
on, only the touches since the end of the pause count.

An alert that fails leaves the others of its campaign, and a campaign that fails the other campaigns.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from cadence.campaign import Campaign
from cadence.domain import CampaignState, PauseScope
from cadence.domain.alerts import (
    ALERT_FIGURES,
    AlertAction,
    AlertCause,
    AlertOrigin,
    AlertReading,
    ArmedAlert,
    after,
    in_unit,
)
from cadence.domain.errors import UnavailableError
from cadence.engine.alerts.readings import AlertReader, WatchedCampaign, watched, whole_minute
from cadence.engine.alerts.rules import may_raise_again, since, stands
from cadence.engine.alerts.standing import standing_of, unread_file
from cadence.engine.outcomes.planner import Planner
from cadence.engine.pausing import begin_pause
from cadence.languages import say
from cadence.ledger.alerts import changes, latest
from cadence.ledger.alerts.changes import NewChange, StoredChange
from cadence.ledger.campaigns import campaigns
from cadence.ledger.campaigns.campaigns import StoredCampaign
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.campaigns.pauses import PauseOrder
from cadence.ledger.db.engine import error_in_words

log = logging.getLogger(__name__)

ACTOR = "alert"
"""Who pauses, as the ledger keeps it."""
BUDGET = 10.0
"""Real seconds for all alerts at once: the reconciler's other jobs, such as taking back calls, wait meanwhile."""
Key = tuple[AlertOrigin, str]


class FailedAlertError(Exception):
    """An alert that could not be read or judged."""


class AlertWatch:
    """Evaluates the alerts of all campaigns."""

    def __init__(self, planner: Planner) -> None:
        """Keep the planner."""
        self._planner = planner
        self._reader = AlertReader(planner)
        self._problems: set[tuple[str, Key, str, str]] = set()  # those that were logged
        self._unwatched: set[int] = set()  # campaigns without an alert, of which no reading is kept
        self._judged: dict[int, float] = {}  # when each campaign was judged last, on the monotonic clock

    def evaluate_alerts(self) -> None:
        """
        Judge each alert once. One that fails leaves the others; the job fails with it, which is shown.

        When the time is up, the campaigns that were not judged come first the next time.
        """
        with self._planner.begin() as unit:
            every = campaigns.every(unit.tx)
            at = whole_minute(unit.now)
        failed: Exception | None = None
        until = time.monotonic() + BUDGET
        for place, campaign in enumerate(sorted(every, key=lambda campaign: self._judged.get(campaign.id, 0.0))):
            if place and time.monotonic() > until:
                log.warning("not all alerts were judged in time", extra={"action": "alerts_late"})
                break
            self._judged[campaign.id] = time.monotonic()
            try:
                failed = self._evaluate(campaign, at) or failed
            except UnavailableError:
                raise
            except Exception as error:
                log.exception("alerts failed", extra={"action": "alerts_failed", "campaign": campaign.name})
                failed = error
        if failed is not None:
            raise failed

    def _evaluate(self, campaign: StoredCampaign, at: datetime) -> FailedAlertError | None:
        """Judge the alerts of a campaign, each change in a transaction of its own; return the last that failed."""
        with self._planner.ledger.begin() as connection:
            seen = watched(connection, self._planner, campaign)
            running = campaign.state is CampaignState.RUNNING
            watching = seen.armed if running else []
            last = changes.last(connection, campaign.id)
            unread = AlertOrigin.CAMPAIGN if running and seen.file is None else None  # nobody knows what it arms
            stale = [
                change
                for change in last.values()
                if change.raised and change.origin is not unread and not stands(change, watching)
            ]
            wanted = [(alert.rule.when, since(alert, last.get(alert.key))) for alert in watching]
            readings = self._reader.read(connection, seen, wanted, at) if watching else []
        for change in stale:
            self._clear(campaign, change, AlertReading(at=at), AlertCause.UNARMED)
        failed: FailedAlertError | None = None
        for alert, reading in zip(watching, readings, strict=True):
            failed = self._judged_alone(seen, alert, reading, last.get(alert.key)) or failed
        if watching or stale or campaign.id not in self._unwatched:
            self._keep(seen, watching, readings, at)
        self._unwatched = self._unwatched - {campaign.id} if watching else self._unwatched | {campaign.id}
        return failed

    def _judged_alone(
        self, campaign: WatchedCampaign, alert: ArmedAlert, reading: AlertReading, before: StoredChange | None
    ) -> FailedAlertError | None:
        """Judge an alert; return its failure, also that of its reading."""
        failure = reading.failure
        try:
            self._judge(campaign, alert, reading, before)
        except UnavailableError:
            raise
        except Exception as error:
            extra = {"action": "alert_failed", "campaign": campaign.stored.name, "alert": alert.name}
            log.exception("an alert failed", extra=extra)
            failure = error
        if failure is None:
            return None
        failed = FailedAlertError(f"{campaign.stored.name}: {alert.name}")
        failed.__cause__ = failure
        return failed

    def _keep(
        self, campaign: WatchedCampaign, watching: Sequence[ArmedAlert], readings: Sequence[AlertReading], at: datetime
    ) -> None:
        """Write how the alerts stand now, for everybody who looks."""
        stored = campaign.stored
        with self._planner.ledger.begin() as connection:
            last = changes.last(connection, stored.id)
            standings = [
                standing_of(stored.name, alert, reading, last.get(alert.key))
                for alert, reading in zip(watching, readings, strict=True)
            ]
            if stored.state is CampaignState.RUNNING:
                standings += unread_file(campaign, at)
            latest.put(connection, stored.id, standings, at=at)

    def _judge(
        self, campaign: WatchedCampaign, alert: ArmedAlert, reading: AlertReading, before: StoredChange | None
    ) -> None:
        """Raise or clear an alert, or leave it as it is."""
        self._note(campaign.stored.name, alert, reading)
        if before is None or not before.raised:
            if after(alert.rule.when, raised=False, reading=reading):
                self._raise(campaign, alert, reading, before)
        elif not stands(before, [alert]):
            return  # it was cleared in this round; the new alert is judged in the next
        elif may_raise_again(alert, before):
            self._clear(campaign.stored, before, reading, AlertCause.RESUMED)
        elif not after(alert.rule.when, raised=True, reading=reading):
            self._clear(campaign.stored, before, reading, AlertCause.FIGURE)

    def _raise(
        self, campaign: WatchedCampaign, alert: ArmedAlert, reading: AlertReading, before: StoredChange | None
    ) -> None:
        stored = campaign.stored
        new = NewChange(campaign=stored.id, version=stored.version, after=before, cause=AlertCause.FIGURE)
        with self._planner.ledger.begin() as connection:
            if AlertAction.PAUSE in alert.rule.do:
                new = replace(new, pause=self._pause(connection, campaign, alert, reading))
            if not changes.raise_alert(connection, new, alert, reading):
                connection.rollback()  # another worker has raised it, and paused
                return
        log.warning("alert raised", extra=_as_log("alert_raised", stored, alert.key, reading))

    def _pause(
        self, connection: Connection, campaign: WatchedCampaign, alert: ArmedAlert, reading: AlertReading
    ) -> int:
        """Pause the campaign, unless it is paused already; return the pause."""
        name, why = campaign.stored.name, pause_reason(campaign.file, alert, reading)
        order = PauseOrder(scope=PauseScope.CAMPAIGN, value=name, actor=ACTOR, reason=why)
        command = Command(
            name="pause",
            actor=ACTOR,
            origin="reconciler",
            why=why,
            campaign=campaign.stored.id,
            args={"scope": PauseScope.CAMPAIGN.value, "value": name},
        )
        _, stands = begin_pause(connection, order, command, at=self._planner.now())
        return stands.id

    def _clear(self, campaign: StoredCampaign, before: StoredChange, reading: AlertReading, cause: AlertCause) -> None:
        new = NewChange(campaign=campaign.id, version=campaign.version, after=before, cause=cause)
        with self._planner.ledger.begin() as connection:
            written = changes.clear_alert(connection, new, reading)
        if written:
            log.info("alert cleared", extra=_as_log("alert_cleared", campaign, before.key, reading) | {"cause": cause})

    def _note(self, campaign: str, alert: ArmedAlert, reading: AlertReading) -> None:
        """Log once that an alert cannot be judged; `cadence status` shows it for as long as it lasts."""
        error = error_in_words(reading.failure) if reading.failure is not None else ""
        problem = (campaign, alert.key, reading.problem, error)
        self._problems = {known for known in self._problems if known[:2] != problem[:2] or known == problem}
        if reading.problem and problem not in self._problems:
            self._problems.add(problem)
            extra = {"action": "alert_unjudged", "campaign": campaign, "alert": alert.name, "problem": reading.problem}
            log.warning("an alert cannot be judged", exc_info=reading.failure, extra=extra)


def pause_reason(file: Campaign | None, alert: ArmedAlert, reading: AlertReading) -> str:
    """Return why an alert pauses a campaign, in the campaign's language."""
    unit = ALERT_FIGURES[alert.rule.when.figure].unit
    return say(
        file.language if file is not None else "en",
        "alert-pause-reason",
        alert=alert.name,
        figure=alert.rule.when.figure,
        value=in_unit(reading.value or 0.0, unit),
        n=reading.n,
        condition=str(alert.rule.when),
    )


def _as_log(action: str, campaign: StoredCampaign, key: Key, reading: AlertReading) -> dict[str, object]:
    origin, name = key
    return {
        "action": action,
        "campaign": campaign.name,
        "alert": name,
        "origin": origin.value,
        "value": reading.value,
        "n": reading.n,
    }
