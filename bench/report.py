"""
What does a report cost? Writes a campaign with a million touches, and reports it.

    python bench/report.py                      # 100,000 leads with ten touches each: three minutes
    python bench/report.py --by segment         # with the figures of each group
    python bench/report.py --leads 10000

The rows have the shape that the engine writes, and are written by SQL (`bench/report.sql`). CPU seconds are those of
the command and of PostgreSQL together. The baseline is from the same run: a program asks PostgreSQL one question that
reads every touch once, and groups the touches by step and outcome. No report can be cheaper.
"""  # noqa: INP001  a script, not a package

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from looking import cpu_seconds
from pause import HMAC_KEY, MONDAY, NAME, ledger_of
from processes import cpu_seconds as server_seconds
from sqlalchemy import Connection, text

from cadence.ledger.db.ledger import Ledger

LEADS, RUNS = 100_000, 3
LAUNCHED = 10
"""Leads that the engine itself enrols, so that the campaign and its version are there."""
FILL = Path(__file__).with_suffix(".sql")
BEGAN = MONDAY - timedelta(days=60)
GROUPED = "SELECT step, outcome, count(*) FROM touches GROUP BY step, outcome"
TARIFFS = """tariffs:
  - {channel: sms, country: ES, price: 0.075 EUR, per: segment}
  - {channel: sms, price: 0.09 EUR, per: segment}
  - {channel: call, country: ES, price: 0.02 EUR, per: minute}
"""
BASELINE = f"""
import sys, psycopg, sqlalchemy
with sqlalchemy.create_engine(sys.argv[1]).connect() as connection:
    print(connection.execute(sqlalchemy.text({GROUPED!r})).all())
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCost:
    """CPU seconds of one report, the medians of the runs; the seconds that it took are the wall clock's."""

    touches: int
    cpu: float
    seconds: float
    baseline: float


def measure(leads: int = LEADS, runs: int = RUNS, by: str = "") -> ReportCost:
    """Report a campaign of so many leads, by what is given."""
    with tempfile.TemporaryDirectory(prefix="cadence-report-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as another user when we are root
        with ledger_of(Path(folder), LAUNCHED) as planner:
            with planner.ledger.begin() as tx:
                fill(tx, leads)
                touches = int(tx.execute(text("SELECT count(*) FROM touches")).scalar_one())
            return _measured(planner.ledger, touches, runs, by)


def fill(connection: Connection, leads: int) -> None:
    """Write the people of the campaign and their touches."""
    values = {"leads": leads, "at": BEGAN, "campaign": NAME}
    for statement in FILL.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            connection.execute(text(statement), {name: values[name] for name in values if f":{name}" in statement})


def _measured(ledger: Ledger, touches: int, runs: int, by: str) -> ReportCost:
    with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
        backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    postmaster = int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
    url = ledger.engine.url.render_as_string(hide_password=False)
    environment = {**os.environ, "CADENCE_DATABASE_URL": url, "CADENCE_HMAC_KEY": HMAC_KEY.hex()}
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", prefix="house-") as house:
        house.write(TARIFFS)
        house.flush()
        cpu_seconds([sys.executable, "-m", "cadence", "house", "apply", house.name], environment)
    ask = [sys.executable, "-c", BASELINE, url]
    report = [sys.executable, "-m", "cadence", "report", NAME, "--json", *(["--by", by] if by else [])]
    costs = [(_cost(report, environment, postmaster), _cost(ask, environment, postmaster)) for _ in range(runs)]
    return ReportCost(
        touches=touches,
        cpu=statistics.median(made[0] for made, _ in costs),
        seconds=statistics.median(made[1] for made, _ in costs),
        baseline=statistics.median(asked[0] for _, asked in costs),
    )


def _cost(command: list[str], environment: Mapping[str, str], postmaster: int) -> tuple[float, float]:
    """Return the CPU seconds of a command and of PostgreSQL, and the seconds that it took."""
    used, began = server_seconds(postmaster), time.monotonic()
    own = cpu_seconds(command, dict(environment))
    return own + server_seconds(postmaster) - used, time.monotonic() - began


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--leads", type=int, default=LEADS)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--by", default="", help="group the report by this")
    given = parser.parse_args()
    cost = measure(given.leads, given.runs, given.by)
    sys.stdout.write(
        f"a report on {cost.touches:,} touches takes {cost.cpu:.1f} CPU s, {cost.seconds:.1f} s; "
        f"one pass over the touches {cost.baseline:.1f} CPU s\n"
    )


if __name__ == "__main__":
    main()
