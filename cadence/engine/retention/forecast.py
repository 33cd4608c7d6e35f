"""What would the next run of retention erase, and when is it? Edge: reads the whole ledger and changes nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from cadence.domain.processing import KeptRecords
from cadence.domain.retention import RetentionClass, RetentionTime
from cadence.engine.outcomes.planner import Planner
from cadence.engine.retention.due import DueTimes, required, retention_of
from cadence.engine.retention.job import PAGE, day_of
from cadence.ledger.people import retention, retention_runs
from cadence.ledger.people.retention_runs import FIRST, RetentionRun
from cadence.policy.hours.local_days import day_begins


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRow:
    """One class of data."""

    name: RetentionClass
    kept_for: RetentionTime | None  # None: until somebody erases it
    due: int  # people or texts that the next run erases


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionForecast:
    """What is set, what the law requires, and what is due."""

    rows: tuple[RetentionRow, ...]
    by_law: int  # people and senders whose time of the house is over, and whom only the law keeps
    required: tuple[KeptRecords, ...]  # the longest time of each pack in force
    next_run: datetime | None  # None: no time is set
    last_run: RetentionRun | None


def forecast(planner: Planner, connection: Connection) -> RetentionForecast:
    """Return what is due now, by the same functions as the run itself."""
    now = planner.now()
    house, last = retention_of(planner.today.in_force), retention_runs.latest(connection)
    people = texts = by_law = 0
    if house.times:
        people, texts, by_law = _due(planner, connection, now)
    counts = {RetentionClass.TEXTS: texts, RetentionClass.PEOPLE: people}
    return RetentionForecast(
        rows=tuple(
            RetentionRow(name=name, kept_for=house.times.get(name), due=count) for name, count in counts.items()
        ),
        by_law=by_law,
        required=required(planner.today.in_force, now),
        next_run=next_run(planner, last, now) if house.times else None,
        last_run=last,
    )


def next_run(planner: Planner, last: RetentionRun | None, now: datetime) -> datetime:
    """Return when the next run begins: now, where that of today has not ended, else with the next day of the house."""
    today = day_of(planner, now)
    if last is None or last.ended_at is None or last.day < today:
        return now
    return day_begins(planner.today.in_force.house.zone, last.day + timedelta(days=1))


def _due(planner: Planner, connection: Connection, now: datetime) -> tuple[int, int, int]:
    """Return how many people and texts are due, and how many people and senders only the law keeps."""
    times = DueTimes(planner, connection, now)
    people = texts = by_law = 0
    after = FIRST
    while after:
        page = retention.page(connection, after=after, young=times.young, now=now, limit=PAGE)
        due = times.of(page.leads)
        people += len(due.people)
        texts += retention.count_texts(connection, due.texts)
        by_law += len(due.by_law)
        after = page.last
    after = FIRST
    while strangers := retention.strangers(connection, after=after, limit=PAGE):
        messages, kept = times.strangers(strangers)
        texts, by_law, after = texts + len(messages), by_law + kept, strangers[-1].message
    return people, texts, by_law
