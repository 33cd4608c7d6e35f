"""
When was each alert raised and cleared? Edge: rows that are only added.

The changes of an alert are numbered, and raised and cleared come in turn. Of two workers that see the same change, one
writes it: the number is taken.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert

from cadence.domain.alerts import AlertAction, AlertCause, AlertChange, AlertOrigin, AlertReading, ArmedAlert
from cadence.domain.figures import Period
from cadence.ledger.db.queries import new as new_values
from cadence.ledger.db.queries import query, sql, writing
from cadence.ledger.reports.counts import FIRST
from cadence.ledger.reports.counts import LAST as LAST_INSTANT
from cadence.ledger.tables.alerts import alert_changes
from cadence.ledger.tables.fields import reader

LAST = sql(
    """
    SELECT DISTINCT ON (a.origin, a.name) a.*, p.until AS ended_at,
        max(p.until) OVER (PARTITION BY a.origin, a.name) AS resumed_at
    FROM alert_changes a LEFT JOIN pauses p ON p.id = a.pause_id
    WHERE a.campaign_id = :campaign ORDER BY a.origin, a.name, a.nth DESC
    """,
    "the last change of each alert of a campaign, and when a person last resumed what it had paused",
    index="alert_changes_once | alert_changes_at",
)
BETWEEN = sql(
    """
    SELECT a.*, p.until AS ended_at, CAST(NULL AS timestamptz) AS resumed_at
    FROM alert_changes a LEFT JOIN pauses p ON p.id = a.pause_id
    WHERE a.campaign_id = :campaign AND a.at >= :since AND a.at < :until ORDER BY a.at, a.id
    """,
    "the changes of the alerts of a campaign in a period",
    index="alert_changes_at",
)
COLUMNS = (
    "campaign_id", "origin", "name", "nth", "change", "cause", "at", "version", "condition", "does", "figure", "value",
    "n", "bound", "pause_id",
)  # fmt: skip
WRITE = query(
    writing(insert(alert_changes), *COLUMNS)
    .on_conflict_do_nothing(constraint="alert_changes_once")
    .returning(alert_changes.c.id),
    "write a change of an alert, unless somebody else has written it",
    index="",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredChange:
    """A change of an alert."""

    origin: AlertOrigin
    name: str
    nth: int
    change: AlertChange
    cause: AlertCause
    at: datetime
    version: int
    condition: str
    does: tuple[AlertAction, ...]
    figure: str
    value: float | None
    n: int
    bound: float | None
    pause: int | None
    ended_at: datetime | None = None  # when the pause that it began was ended
    resumed_at: datetime | None = None  # when a pause of this alert was last ended

    @property
    def key(self) -> tuple[AlertOrigin, str]:
        """What tells the alert from the others of the campaign."""
        return self.origin, self.name

    @property
    def raised(self) -> bool:
        """Whether the alert is raised after it."""
        return self.change is AlertChange.RAISED


_change = reader(
    StoredChange,
    pause="pause_id",
    value=lambda row: row.value,
    bound=lambda row: row.bound,
    does=lambda row: tuple(map(AlertAction, row.does)),
)


def last(connection: Connection, campaign: int) -> dict[tuple[AlertOrigin, str], StoredChange]:
    """Return the last change of each alert that a campaign ever had."""
    changes = [_change(row) for row in connection.execute(LAST, {"campaign": campaign})]
    return {change.key: change for change in changes}


def between(connection: Connection, campaign: int, period: Period) -> list[StoredChange]:
    """Return the changes of a campaign's alerts in a period, oldest first."""
    parameters = {"campaign": campaign, "since": period.since or FIRST, "until": period.until or LAST_INSTANT}
    return [_change(row) for row in connection.execute(BETWEEN, parameters)]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChange:
    """A change to write."""

    campaign: int
    version: int
    after: StoredChange | None  # the change before it
    cause: AlertCause
    pause: int | None = None


def raise_alert(connection: Connection, new: NewChange, alert: ArmedAlert, reading: AlertReading) -> bool:
    """Write that an alert is raised; False when somebody else has."""
    about = {
        "origin": alert.origin,
        "name": alert.name,
        "condition": str(alert.rule.when),
        "does": list(alert.rule.do),
        "figure": alert.rule.when.figure,
    }
    return _write(connection, new, AlertChange.RAISED, reading, about)


def clear_alert(connection: Connection, new: NewChange, reading: AlertReading) -> bool:
    """Write that an alert is cleared; False when somebody else has. `new.after` is how it was raised."""
    raised = new.after
    if raised is None:
        return False
    about = {name: getattr(raised, name) for name in ("origin", "name", "condition", "figure")}
    return _write(connection, new, AlertChange.CLEARED, reading, about | {"does": list(raised.does)})


def _write(
    connection: Connection, new: NewChange, change: AlertChange, reading: AlertReading, about: dict[str, Any]
) -> bool:
    nth = 1 if new.after is None else new.after.nth + 1
    values = {"campaign_id": new.campaign, "nth": nth, "change": change, "cause": new.cause, "version": new.version}
    values |= {"at": reading.at, "value": reading.value, "n": reading.n, "bound": reading.bound, "pause_id": new.pause}
    return connection.execute(WRITE, new_values(about | values)).scalar() is not None
