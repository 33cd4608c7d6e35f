"""What became of the rows of a list? Edge: one row of counts for each launch of a list, without personal data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, insert

from cadence.domain.figures import ListCount, Period
from cadence.ledger.db.queries import new, query, sql, writing
from cadence.ledger.reports.counts import bounds
from cadence.ledger.tables.campaigns import list_readings
from cadence.ledger.tables.fields import reader

RECORD = query(
    writing(insert(list_readings), "campaign_id", "list", "at", "rows", "usable", "causes"),
    "keep what became of the rows of a list",
    index="",
)
LAST = sql(
    """
    SELECT campaign, list, at, causes, part, whole FROM figure_list_quality
    WHERE campaign_id = ANY(:campaign_ids) AND at >= :since AND at < :until ORDER BY campaign, list
    """,
    "what became of the rows of the lists of campaigns, when each was read last",
    index="list_readings_campaign",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReading:
    """What became of the rows of a list at a launch."""

    list: str
    rows: int
    usable: int  # rows whose lead may be contacted
    causes: Mapping[str, int] = field(default_factory=dict)  # what is wrong with the others


_count = reader(ListCount, causes=lambda row: dict(row.causes))


def record(connection: Connection, campaign: int, reading: ListReading, *, at: datetime) -> None:
    """Keep what became of the rows of a list."""
    values = {"campaign_id": campaign, "list": reading.list, "at": at, "rows": reading.rows, "usable": reading.usable}
    connection.execute(RECORD, new(values | {"causes": dict(reading.causes)}))


def last(connection: Connection, campaigns: Sequence[int], period: Period) -> list[ListCount]:
    """Return what became of the rows of each list that was last read in a period."""
    return [_count(row) for row in connection.execute(LAST, bounds(campaigns, period))]
