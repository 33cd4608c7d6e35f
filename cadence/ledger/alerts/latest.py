"""
What did each alert read last? Edge: rows that the job writes anew each time, so that many may look at them.

To count the figures again for everybody who looks would cost seconds on a large campaign.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from cadence.domain.alert_standing import AlertStanding, AlertState, problem_in_words
from cadence.domain.alerts import ALERT_FIGURES, AlertAction, AlertOrigin, in_unit
from cadence.ledger.db.queries import new, query, sql, writing
from cadence.ledger.tables.alerts import alert_readings

COLUMNS = (
    "campaign_id", "origin", "name", "condition", "does", "figure", "state", "since", "value", "n", "bound", "reason",
    "error", "pause_id", "at",
)  # fmt: skip
KEY = ("campaign_id", "origin", "name")
_INSERT = writing(insert(alert_readings), *COLUMNS)
PUT = query(
    _INSERT.on_conflict_do_update(
        index_elements=KEY,
        set_={name: _INSERT.excluded[name] for name in COLUMNS if name not in KEY},
        where=alert_readings.c.at <= _INSERT.excluded.at,
    ),
    "write what an alert read, unless a later minute was read already",
    index="",
)
FORGET = query(
    delete(alert_readings).where(
        alert_readings.c.campaign_id == bindparam("campaign"), alert_readings.c.at < bindparam("at")
    ),
    "delete the readings of alerts of a campaign that were not read at this minute: they watch it no more",
    index="alert_readings_pkey",
)
READ = sql(
    """
    SELECT c.name AS campaign, to_jsonb(r) AS reading FROM alert_readings r JOIN campaigns c ON c.id = r.campaign_id
    WHERE r.campaign_id = ANY (:campaign_ids) ORDER BY r.campaign_id, r.origin, r.name
    """,
    "what the alerts of campaigns read last",
    index="",
)
COUNT = query(
    select(alert_readings.c.state, alert_readings.c.reason, func.count()).group_by(
        alert_readings.c.state, alert_readings.c.reason
    ),
    "how many alerts stand how",
    index="",
)


def put(connection: Connection, campaign: int, standings: Iterable[AlertStanding], *, at: datetime) -> None:
    """Write what the alerts of a campaign read at a minute; those that do not watch it any more go."""
    rows = [new(_row(campaign, standing)) for standing in standings]
    if rows:
        connection.execute(PUT, rows)
    connection.execute(FORGET, {"campaign": campaign, "at": at})


def of(connection: Connection, campaigns: Collection[int]) -> list[AlertStanding]:
    """Return what the alerts of these campaigns read last."""
    rows = connection.execute(READ, {"campaign_ids": list(campaigns)})
    return [from_json(row.campaign, row.reading) for row in rows]


def counts(connection: Connection) -> dict[tuple[str, str], int]:
    """Return how many alerts stand how: by the state, and why they cannot be judged."""
    return {(state, reason): count for state, reason, count in connection.execute(COUNT)}


def from_json(campaign: str, row: Mapping[str, Any]) -> AlertStanding:
    """Return how an alert stands, from its row as JSON."""
    known = ALERT_FIGURES.get(row["figure"])  # None: of a newer program
    value = row["value"]
    return AlertStanding(
        campaign=campaign,
        name=row["name"],
        origin=AlertOrigin(row["origin"]),
        condition=row["condition"],
        do=tuple(AlertAction(word) for word in row["does"] if word in list(AlertAction)),  # a newer program has more
        figure=row["figure"],
        state=AlertState(row["state"]),
        since=datetime.fromisoformat(row["since"]) if row["since"] is not None else None,
        value=value,
        n=row["n"],
        bound=row["bound"],
        reads=in_unit(value, known.unit) if value is not None and known is not None else "",
        problem=problem_in_words(row["reason"], row["error"]),
        reason=row["reason"],
        error=row["error"],
        pause=row["pause_id"],
        at=datetime.fromisoformat(row["at"]),
    )


def _row(campaign: int, standing: AlertStanding) -> dict[str, Any]:
    same = ("origin", "name", "condition", "figure", "state", "since", "value", "n", "bound", "reason", "error", "at")
    row = {name: getattr(standing, name) for name in same}
    return row | {"campaign_id": campaign, "does": list(standing.do), "pause_id": standing.pause}
