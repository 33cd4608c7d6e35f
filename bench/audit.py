"""
What do the leaves of the audit cost? Reserves touches with the triggers that write leaves, and without them.

    python bench/audit.py                      # 2,400 reserves, half of them without: a minute

Both take turns on one ledger, a batch each, so that other work on the machine and the size of the tables meet both.
CPU seconds are those of this program and of PostgreSQL; a batch is one thread's, so that nobody waits for anybody.
"""  # noqa: INP001  a script, not a package

import argparse
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from pause import RATES, ledger_of
from processes import cpu_seconds
from sqlalchemy import Connection, text

from cadence.domain import Attempt
from cadence.engine.dispatch.reserve import reserve
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.audit.fact_tables import TABLES
from cadence.ledger.reading import facts

LEADS, BATCH = 2400, 60


@dataclass(frozen=True, slots=True)
class LeafCost:
    """What reserves took, by batch: with leaves and without."""

    seconds: tuple[list[float], list[float]]
    cpu: tuple[list[float], list[float]]
    leaves: float  # written by each reserve

    @property
    def per_second(self) -> tuple[float, float]:
        """Reserves a second, with leaves and without: those without are so many that the ratio is `throughput`."""
        with_leaves = BATCH / statistics.median(self.seconds[0])
        return with_leaves, with_leaves / self.throughput

    @property
    def throughput(self) -> float:
        """Reserves a second with leaves, divided by those without: the median over pairs of batches."""
        return _ratio(self.seconds)

    @property
    def cpu_ratio(self) -> float:
        """The same for reserves per CPU second."""
        return _ratio(self.cpu)


def _ratio(measured: tuple[list[float], list[float]]) -> float:
    return statistics.median(bare / leafed for leafed, bare in zip(*measured, strict=True))


def switch(connection: Connection, *, on: bool) -> None:
    """Switch the triggers that write leaves on or off."""
    for table in TABLES:
        for name in ("leaf", "changed_leaf"):
            verb = "ENABLE" if on else "DISABLE"
            connection.execute(text(f"ALTER TABLE {table.name} {verb} TRIGGER {table.name}_{name}"))


def measure(leads: int = LEADS) -> LeafCost:
    """Reserve the first touch of so many leads, batch by batch."""
    with tempfile.TemporaryDirectory(prefix="cadence-audit-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as another user when we are root
        with ledger_of(Path(folder), leads) as planner:
            return _measured(planner)


def _measured(planner: Planner) -> LeafCost:
    with planner.begin() as page:
        rows = page.tx.execute(text("SELECT id FROM enrolments ORDER BY id")).scalars()
        known = facts.gather_many(page.tx, [str(row) for row in rows])
    work = [(enrolment, known_facts.planned) for enrolment, known_facts in known.items()]
    batches = [work[start : start + BATCH] for start in range(0, len(work), BATCH)]
    seconds: tuple[list[float], list[float]] = ([], [])
    cpu: tuple[list[float], list[float]] = ([], [])
    with planner.ledger.begin() as tx:
        before = _leaves(tx)
        server = tx.execute(text("SELECT pg_backend_pid()")).scalar_one()
    server = int(Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[1])  # the postmaster
    for place, batch in enumerate(batches):
        without = place % 4 in {1, 2}  # in the order with, without, without, with: a trend meets both
        with planner.ledger.begin() as tx:
            switch(tx, on=not without)
        used, began = time.process_time() + cpu_seconds(server), time.monotonic()
        for enrolment, move in batch:
            assert isinstance(move, Attempt)  # noqa: S101  everybody was enrolled in open hours
            with planner.begin() as page:
                reserve(page, enrolment, move, RATES)
        seconds[without].append(time.monotonic() - began)
        cpu[without].append(time.process_time() + cpu_seconds(server) - used)
    with planner.ledger.begin() as tx:
        written = _leaves(tx) - before
    return LeafCost(seconds, cpu, written / (BATCH * len(seconds[0])))


def _leaves(connection: Connection) -> int:
    return int(connection.execute(text("SELECT count(*) FROM leaves")).scalar_one())


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--leads", type=int, default=LEADS)
    cost = measure(parser.parse_args().leads)
    leafed, bare = (1000 * statistics.median(values) / BATCH for values in cost.seconds)
    sys.stdout.write(
        f"a reserve takes {leafed:.2f} ms with {cost.leaves:.1f} leaves and {bare:.2f} ms without: "
        f"throughput {cost.throughput:.3f}, per CPU second {cost.cpu_ratio:.3f}\n"
    )


if __name__ == "__main__":
    main()
