"""
What have processes counted for objectives that no row tells? Edge: a row for each objective and minute, in real time.

Each process adds what it has counted since its last heartbeat. Instants are PostgreSQL's own; they decide nothing.
"""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import Connection

from cadence.ledger.db.queries import sql

ADD = sql(
    """
    INSERT INTO objective_counts AS known (objective, minute, good, whole)
    VALUES (:objective, date_trunc('minute', clock_timestamp()), :good, :whole)
    ON CONFLICT (objective, minute)
        DO UPDATE SET good = known.good + excluded.good, whole = known.whole + excluded.whole
    """,
    "add what a process has counted for an objective",
    index="",
)
SUM = sql(
    """
    SELECT CAST(coalesce(sum(good), 0) AS bigint) AS good, CAST(coalesce(sum(whole), 0) AS bigint) AS whole
    FROM objective_counts WHERE objective = :objective AND minute >= clock_timestamp() - CAST(:window AS interval)
    """,
    "what processes have counted for an objective of late",
    index="objective_counts_pkey",
)
FORGET = sql(
    "DELETE FROM objective_counts WHERE minute < clock_timestamp() - CAST(:window AS interval)",
    "forget what was counted for objectives long ago: a full scan, once at the start of a process",
    index="",
)
KEPT = timedelta(days=7)
"""How long counts are kept."""


def add(connection: Connection, counted: Mapping[str, tuple[int, int]]) -> None:
    """Add counts: objective -> how many were good, of how many."""
    for objective, (good, whole) in sorted(counted.items()):
        connection.execute(ADD, {"objective": objective, "good": good, "whole": whole})


def total(connection: Connection, objective: str, window: timedelta) -> tuple[int, int]:
    """Return how many were good within the last `window`, and of how many."""
    row = connection.execute(SUM, {"objective": objective, "window": window}).one()
    return row.good, row.whole


def forget(connection: Connection) -> None:
    """Remove counts of long ago."""
    connection.execute(FORGET, {"window": KEPT})
