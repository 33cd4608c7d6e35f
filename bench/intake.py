"""
How fast and how lean is intake? Reads a generated list, beside a plain pass of `csv.DictReader` over the same file.

    python bench/intake.py                     # 200,000 rows, some twenty seconds
    python bench/intake.py --rows 1000000

Each line is measured in a process of its own, so that peaks do not add up. The peak is above what an empty process has.
"""  # noqa: INP001  a script, not a package

import argparse
import csv
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from cadence.domain import NumberKind
from cadence.domain.list_rows import LeadRow, NumberRow
from cadence.leads.lists import read_leads
from cadence.leads.lists.seen import Seen

HEADERS = (
    *("id", "nombre", "teléfono", "teléfono2", "país", "región", "zona_horaria", "segmento", "puntuación", "cuenta"),
    *("consentimiento_sms", "consentimiento_voz", "fecha_consentimiento", "origen_consentimiento", "total"),
)
NOW = datetime(2027, 3, 8, tzinfo=UTC)
PLACES = (("ES", "", "Europe/Madrid"), ("ES", "Canarias", ""), ("ES", "MD", ""), ("ES", "", ""))


def generate(path: Path, rows: int) -> None:
    """Write a list of fictional people. One row in a hundred has something wrong with it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADERS)
        for i in range(rows):
            phone = f"6{i % 10**8:08}" if i % 100 else "600 00"
            second = f"9100{i % 10**5:05}" if i % 5 == 0 else ""
            writer.writerow(
                [
                    *(f"C-{i}", f"Íñigo Peñalver {i}", phone, second, *PLACES[i % 4], "regular", i % 100, "", "sí"),
                    *("sí" if i % 2 else "", "2027-01-10 10:30", "web checkout", f"{i % 300},50 €"),
                ]
            )


def plain(path: Path, rows: int) -> int:
    """Read the file as the csv module does, and do nothing with it."""
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file, delimiter=";")) if rows else 0


def intake(path: Path, rows: int) -> int:
    """Read the leads, and do nothing with them."""
    with read_leads(path, now=NOW, region="ES") as reading:
        leads = sum(1 for _ in reading.leads())
        done = reading.report.rows
    if done != rows or not leads:
        raise SystemExit(f"{done} rows came out of {rows}")
    return done


def memory_of_keys(path: Path, rows: int) -> int:  # noqa: ARG001  the same shape as the others
    """Remember so many leads: all that grows with a list."""
    seen = Seen()
    number = (NumberRow(e164="+34600000001", kind=NumberKind.MOBILE),)
    for i in range(rows):
        seen.look(LeadRow(line=i + 2, key=f"C-{i}", numbers=number))
    return len(seen)


@dataclass(frozen=True)
class WorkCost:
    """What a piece of work took."""

    cpu: float  # CPU seconds
    peak: float  # MiB above those of an empty process


def in_a_process(work: Callable[[Path, int], int], path: Path, rows: int) -> WorkCost:
    """Return what a piece of work takes in a process of its own."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe(duplex=False)
    child = multiprocessing.get_context("spawn").Process(target=_run, args=(work, path, rows, theirs))
    child.start()
    cost: WorkCost = ours.recv()
    child.join()
    return cost


def _run(work: Callable[[Path, int], int], path: Path, rows: int, result: Connection) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    work(path, rows)
    cpu = time.process_time() - began
    result.send(WorkCost(cpu, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024))


def measure(rows: int) -> dict[str, WorkCost]:
    """Generate a list of so many rows, and return what reading it takes, in three ways."""
    ways = {"csv.DictReader": plain, "intake": intake, "its memory of leads": memory_of_keys}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leads.csv"
        generate(path, rows)
        return {name: in_a_process(work, path, rows) for name, work in ways.items()}


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[1])
    options.add_argument("--rows", type=int, default=200_000, help="rows to generate, e.g. --rows 1000000")
    rows = options.parse_args().rows
    sys.stdout.write(f"{rows:,} rows, Python {sys.version.split()[0]}\n")
    sys.stdout.write(f"{'':24}{'CPU s':>9}{'rows/s':>11}{'peak MiB':>10}{'bytes/row':>11}\n")
    for name, cost in measure(rows).items():
        lean = f"{cost.peak:10.0f}{cost.peak * 2**20 / rows:11.0f}"
        sys.stdout.write(f"{name:24}{cost.cpu:9.1f}{rows / cost.cpu:11,.0f}{lean}\n")


if __name__ == "__main__":
    main()
