"""Are our objectives met? Edge: what the ledger tells of each; the same for metrics and for `doctor`."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from cadence.domain import objectives
from cadence.domain.clock import Clock
from cadence.domain.objectives import OBJECTIVES, Measured, Objective
from cadence.ledger.operations import objective_counts
from cadence.ledger.operations import objectives as rows


def measure(connection: Connection, clock: Clock) -> list[Measured]:
    """Return what each objective counts now, in the order of their list."""
    now = clock.now()
    counted = ((objective, _counted(connection, objective, clock, now)) for objective in OBJECTIVES)
    return [Measured(objective=objective, good=good, whole=whole) for objective, (good, whole) in counted]


def _counted(connection: Connection, objective: Objective, clock: Clock, now: datetime) -> tuple[int, int]:
    """Return how many were good, and of how many: of rows, or of what processes have counted."""
    if objective in COUNTED_BY_ROWS:
        return COUNTED_BY_ROWS[objective](connection, now - objective.window * clock.speed, now, clock)
    return objective_counts.total(connection, objective.name, objective.window)


def _stops(connection: Connection, since: datetime, _now: datetime, _clock: Clock) -> tuple[int, int]:
    return rows.stops(connection, since)


def _unknown(connection: Connection, since: datetime, now: datetime, clock: Clock) -> tuple[int, int]:
    return rows.settled(connection, since, now, objectives.SETTLED_WITHIN * clock.speed)


def _wake_ups(connection: Connection, _since: datetime, _now: datetime, _clock: Clock) -> tuple[int, int]:
    return rows.wake_ups(connection)


def _promises(connection: Connection, since: datetime, now: datetime, _clock: Clock) -> tuple[int, int]:
    """Count promised calls. What a person waits for is counted on their clock, also in a rehearsal."""
    return rows.promises(connection, since, now, objectives.BEGUN_WITHIN)


def _events(connection: Connection, since: datetime, now: datetime, clock: Clock) -> tuple[int, int]:
    return rows.events(connection, since, now, objectives.DELIVERED_WITHIN * clock.speed)


Count = Callable[[Connection, datetime, datetime, Clock], tuple[int, int]]
COUNTED_BY_ROWS: dict[Objective, Count] = {
    objectives.STOPS: _stops,
    objectives.UNKNOWN: _unknown,
    objectives.WAKE_UPS: _wake_ups,
    objectives.PROMISES: _promises,
    objectives.EVENTS: _events,
}
"""How the rows of the ledger are counted; for the others, processes count."""
