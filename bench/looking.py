"""
What does it cost to look? Runs each command that shows something, and counts the CPU seconds of its process.

    python bench/looking.py                    # 200 leads through one day, then looks: three minutes
    python bench/looking.py --runs 9

A list is rehearsed for a day; then our own programs are stopped, and PostgreSQL and Temporal answer. The baseline is a
Python that imports SQLAlchemy and psycopg and asks the same database one question: no command that reads a ledger can
be cheaper. Each round runs the baseline and every command once, and the median counts. Python keeps the compiled form
of what it has imported, as it does wherever the engine is installed; the round that makes it does not count.
"""  # noqa: INP001  a script, not a package

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from cadence.cli.files import read_campaign
from cadence.engine.launch.launch import LaunchOrder
from cadence.local.demo.rehearsal import Rehearsal

ROOT = Path(__file__).parents[1]
CAMPAIGN = Path("campaigns", "cart-recovery.yaml")
SPEED = 2400.0
OURS = ("emulator", "web", "worker-1")
"""The servers that are stopped before looking: the others have the answers."""
COUNT = "SELECT count(*) FROM touches"
BASELINE = f"""
import sys, psycopg, sqlalchemy
with sqlalchemy.create_engine(sys.argv[1]).connect() as connection:
    print(connection.execute(sqlalchemy.text({COUNT!r})).scalar_one())
"""
STORIED = text(
    "SELECT leads.key FROM touches JOIN leads ON leads.id = touches.lead_id "
    "GROUP BY leads.key ORDER BY count(*) DESC, leads.key LIMIT 1"
)
"""The lead with the longest story."""


@dataclass(frozen=True)
class LookingCost:
    """CPU seconds of one process, the median of the runs."""

    baseline: float
    commands: dict[str, float]  # by the words of the command

    @property
    def dearest(self) -> float:
        """The most that `status`, `list` or `lead` costs."""
        return max(
            seconds for words, seconds in self.commands.items() if words.split()[0] in {"status", "list", "lead"}
        )


def measure(leads: int = 200, runs: int = 5) -> LookingCost:
    """Rehearse a list of so many leads for a day, then look at it."""
    with tempfile.TemporaryDirectory(prefix="cadence-looking-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as another user when we are root
        people = folder / CAMPAIGN.with_suffix(".csv").name
        rows = (ROOT / CAMPAIGN.with_suffix(".csv")).read_text(encoding="utf-8").splitlines(keepends=True)
        people.write_text("".join(rows[: leads + 1]), encoding="utf-8")
        order = LaunchOrder(reading=read_campaign(ROOT / CAMPAIGN), leads=people, list_name=people.stem, mapping={})
        rehearsal = Rehearsal(order=order, folder=folder / "stack", speed=SPEED, days=1)
        rehearsal.run()
        try:
            with rehearsal.ledger.begin() as tx:
                lead = str(tx.execute(STORIED).scalar_one())
            for server in OURS:
                rehearsal.stack.processes[server].stop()
            return look(rehearsal.stack.environment, lead, people, folder / "compiled", runs)
        finally:
            rehearsal.stop()


def look(variables: Mapping[str, str], lead: str, people: Path, compiled: Path, runs: int) -> LookingCost:
    """Run every command so often; `variables` find the ledger and Temporal, `compiled` is for Python's own files."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, **variables, "PYTHONPYCACHEPREFIX": str(compiled)}
    cadence = [sys.executable, "-m", "cadence"]
    processes = {
        "": [sys.executable, "-c", BASELINE, variables["CADENCE_DATABASE_URL"]],
        **{" ".join(words): [*cadence, *words] for words in commands(lead, people)},
    }
    rounds = [
        {words: cpu_seconds(command, environment) for words, command in processes.items()} for _ in range(runs + 1)
    ]
    medians = {words: statistics.median(each[words] for each in rounds[1:]) for words in processes}
    return LookingCost(baseline=medians.pop(""), commands=medians)


def commands(lead: str, people: Path) -> Iterator[list[str]]:
    """Yield the commands that show something and change nothing."""
    yield ["status"]
    yield ["list"]
    yield ["lead", lead]
    yield ["history"]
    yield ["review"]
    yield ["check", str(CAMPAIGN)]
    yield ["preview", str(CAMPAIGN), "--leads", str(people)]
    yield ["status", "--help"]
    yield ["--help"]


def cpu_seconds(command: list[str], environment: Mapping[str, str]) -> float:
    """Run a program, and return the CPU seconds it used, user and system."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said)  # noqa: S603  our own
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(command[:4])} failed:\n{said.read().decode()}")
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[1])
    options.add_argument("--leads", type=int, default=200, help="how many of the list's leads, e.g. --leads 60")
    options.add_argument("--runs", type=int, default=5, help="how often each command runs")
    chosen = options.parse_args()
    cost = measure(chosen.leads, chosen.runs)
    print(f"{'':40}{'CPU s':>8}{'x baseline':>12}")  # noqa: T201
    for words, seconds in {"baseline: one question": cost.baseline, **cost.commands}.items():
        shown = words.partition(" --leads")[0]
        print(f"{shown:40}{seconds:8.2f}{seconds / cost.baseline:12.1f}")  # noqa: T201


if __name__ == "__main__":
    main()
