"""How does the engine stand as a whole? Edge: the values of all metrics that are read from the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Connection

from cadence.domain import metrics
from cadence.domain.alerts import FAILED
from cadence.domain.clock import Clock
from cadence.domain.metrics import Metric
from cadence.engine.monitoring.objectives import measure
from cadence.engine.outcomes.reports import CARRIER
from cadence.ledger.alerts import latest
from cadence.ledger.campaigns import enrolment_rows, oversight, pauses, waits
from cadence.ledger.db import jobs, processes, set_aside
from cadence.ledger.operations import objectives

LATE = timedelta(minutes=2)
"""Real time after which a lead that has not moved on is late."""
SILENT = timedelta(minutes=1)
"""A process that has not been heard for so long does not count."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """One value of a metric."""

    metric: Metric
    value: float
    labels: dict[str, str] = field(default_factory=dict)


def gauge(metric: Metric, value: float, *labels: str) -> Gauge:
    """Return one value of a metric, with the values of its labels in their order."""
    return Gauge(metric, value, metric.read(*labels))


def read(connection: Connection, clock: Clock) -> list[Gauge]:
    """Return every value that the ledger tells."""
    return [*_objectives(connection, clock), *_leads(connection, clock), *_touches_and_events(connection, clock),
            *_processes(connection), *_alerts(connection)]  # fmt: skip


def _objectives(connection: Connection, clock: Clock) -> Iterator[Gauge]:
    for measured in measure(connection, clock):
        name = measured.objective.name
        yield gauge(metrics.OBJECTIVE_GOOD, measured.good, name)
        yield gauge(metrics.OBJECTIVE_WHOLE, measured.whole, name)
        yield gauge(metrics.OBJECTIVE_TARGET, measured.objective.target, name)


def _leads(connection: Connection, clock: Clock) -> Iterator[Gauge]:
    yield gauge(metrics.OPEN_LEADS, enrolment_rows.count_all_open(connection))
    held = dict.fromkeys(metrics.HELD_LEADS.labels[0].values, 0)
    for hold in waits.count(connection):
        held[hold.hold] = held.get(hold.hold, 0) + hold.count
    yield from (gauge(metrics.HELD_LEADS, count, hold) for hold, count in held.items())
    now = clock.now()
    late = oversight.late(connection, now - LATE * clock.speed)
    first = clock.real_span(now - late[0].due).total_seconds() if late else 0.0
    yield gauge(metrics.OVERDUE_LEADS, len(late))
    yield gauge(metrics.OVERDUE_SECONDS, first)
    paused = {"carrier": 0, "person": 0}
    for pause in pauses.active(connection):
        paused["carrier" if pause.actor == CARRIER else "person"] += 1
    yield from (gauge(metrics.PAUSES, count, by) for by, count in paused.items())


def _touches_and_events(connection: Connection, clock: Clock) -> Iterator[Gauge]:
    under_way = objectives.under_way(connection)
    for state in metrics.TOUCHES_UNDER_WAY.labels[0].values:
        yield gauge(metrics.TOUCHES_UNDER_WAY, under_way.get(state, 0), state)
    waiting, oldest = objectives.events_waiting(connection)
    age = clock.real_span(clock.now() - oldest).total_seconds() if oldest else 0.0
    yield gauge(metrics.EVENTS_WAITING, waiting)
    yield gauge(metrics.EVENTS_OLDEST_SECONDS, max(age, 0.0))


def _processes(connection: Connection) -> Iterator[Gauge]:
    running = dict.fromkeys(metrics.PROCESSES.labels[0].values, 0)
    for record in processes.every(connection):
        running[record.process.role.value] += record.silent <= SILENT
    yield from (gauge(metrics.PROCESSES, count, role) for role, count in running.items())
    for job in jobs.every(connection):
        yield gauge(metrics.JOB_FAILURES, job.failures, job.name)
        if job.succeeded_at is not None:
            yield gauge(metrics.JOB_IDLE_SECONDS, (job.now - job.succeeded_at).total_seconds(), job.name)
    yield gauge(metrics.SET_ASIDE, set_aside.count(connection))


def _alerts(connection: Connection) -> Iterator[Gauge]:
    alerts = dict.fromkeys(metrics.ALERTS.labels[0].values, 0)
    for (state, reason), count in latest.counts(connection).items():
        alerts["failed" if reason == FAILED else state] += count
    yield from (gauge(metrics.ALERTS, count, state) for state, count in alerts.items())
