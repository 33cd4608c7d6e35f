"""
What do triggers cost a reserve? Reserves touches with them, and without; `audit.py` and `events.py` say which.

Both take turns on one ledger, a batch each, so that other work on the machine and the size of the tables meet both.
CPU seconds are those of this program and of PostgreSQL; a batch is one thread's, so that nobody waits for anybody.
Commits wait for the disk, as they do in use.
"""  # noqa: INP001  a script, not a package

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pause import RATES, ledger_of
from processes import cpu_seconds
from sqlalchemy import Connection, text

from cadence.domain import Attempt
from cadence.engine.dispatch.reserve import reserve
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.reading import facts

BATCH = 60

Switch = Callable[[Connection, bool], None]
"""Switches the triggers on or off."""


@dataclass(frozen=True, slots=True)
class TriggerCost:
    """What reserves took, by batch: with the triggers and without."""

    seconds: tuple[list[float], list[float]]
    cpu: tuple[list[float], list[float]]
    rows: float  # that the triggers wrote for each reserve

    @property
    def per_second(self) -> tuple[float, float]:
        """Reserves a second, with the triggers and without. Those without are what `throughput` makes of those with."""
        triggered = BATCH / statistics.median(self.seconds[0])
        return triggered, triggered / self.throughput

    @property
    def throughput(self) -> float:
        """Reserves a second with the triggers, divided by those without: the median over pairs of batches."""
        return statistics.median(_ratios(self.seconds))

    @property
    def spread(self) -> tuple[float, float]:
        """A quarter of the pairs of batches has a lower ratio, and a quarter a higher one."""
        lower, _, upper = statistics.quantiles(_ratios(self.seconds), n=4)
        return lower, upper

    @property
    def cpu_ratio(self) -> float:
        """As `throughput`, of reserves per CPU second."""
        return statistics.median(_ratios(self.cpu))

    @property
    def milliseconds(self) -> tuple[float, float]:
        """How long a reserve takes, with the triggers and without."""
        triggered, bare = (1000 * statistics.median(values) / BATCH for values in self.seconds)
        return triggered, bare


def _ratios(measured: tuple[list[float], list[float]]) -> list[float]:
    return [bare / triggered for triggered, bare in zip(*measured, strict=True)]


def measure(leads: int, switch: Switch, table: str) -> TriggerCost:
    """Reserve the first touch of so many leads, batch by batch; the triggers write to a table."""
    with tempfile.TemporaryDirectory(prefix="cadence-triggers-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as another user when we are root
        with ledger_of(Path(folder), leads, durable=True) as planner:
            return _measured(planner, switch, table)


def _measured(planner: Planner, switch: Switch, table: str) -> TriggerCost:
    with planner.begin() as page:
        rows = page.tx.execute(text("SELECT id FROM enrolments ORDER BY id")).scalars()
        known = facts.gather_many(page.tx, [str(row) for row in rows])
    work = [(enrolment, known_facts.planned) for enrolment, known_facts in known.items()]
    batches = [work[start : start + BATCH] for start in range(0, len(work), BATCH)]
    seconds: tuple[list[float], list[float]] = ([], [])
    cpu: tuple[list[float], list[float]] = ([], [])
    with planner.ledger.begin() as tx:
        before = _count(tx, table)
        server = tx.execute(text("SELECT pg_backend_pid()")).scalar_one()
    server = int(Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[1])  # the postmaster
    for place, batch in enumerate(batches):
        without = place % 4 in {1, 2}  # in the order with, without, without, with: a trend meets both
        with planner.ledger.begin() as tx:
            switch(tx, not without)
        used, began = time.process_time() + cpu_seconds(server), time.monotonic()
        for enrolment, move in batch:
            assert isinstance(move, Attempt)  # noqa: S101  everybody was enrolled in open hours
            with planner.begin() as page:
                reserve(page, enrolment, move, RATES)
        seconds[without].append(time.monotonic() - began)
        cpu[without].append(time.process_time() + cpu_seconds(server) - used)
    with planner.ledger.begin() as tx:
        written = _count(tx, table) - before
    return TriggerCost(seconds, cpu, written / (BATCH * len(seconds[0])))


def _count(connection: Connection, table: str) -> int:
    return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608  our own words
