"""
What is measured, what is promised, and how large must the machines be? Writes three tables of docs/operations.md.

Metrics and objectives come from their declarations; the sizes from the figures of docs/performance.md, and from nothing
else. A test holds the page against both. Run it by `make docs`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cadence.domain.metrics import METRICS
from cadence.domain.objectives import DAY, HOUR, OBJECTIVES, Objective

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "operations.md"
PERFORMANCE = ROOT / "docs" / "performance.md"


def main() -> None:
    """Write the tables."""
    PAGE.write_text(written(PAGE.read_text()))


def written(page: str) -> str:
    """Return the page with the tables as they are now."""
    for name, table in tables().items():
        between = rf"(?<=<!-- {name}: made by `make docs` -->\n).*(?=<!-- end of {name} -->)"
        page = re.sub(between, lambda _, table=table: table, page, flags=re.DOTALL)  # type: ignore[misc]
    return page


def tables() -> dict[str, str]:
    """Return each table by the name of its place in the page."""
    return {"objectives": objectives_table(), "metrics": metrics_table(), "sizes": sizes_table()}


def objectives_table() -> str:
    """Return the table of objectives."""
    lines = ["| objective | what is counted | target | over | from |", "|---|---|---|---|---|"]
    for objective in OBJECTIVES:
        over = {HOUR: "the last hour", DAY: "the last day"}.get(objective.window, "now")
        lines.append(
            f"| `{objective.name}` | {objective.noun} that {objective.words} | {target(objective)} | {over} | "
            f"{objective.least:,} |"
        )
    return "\n".join(lines) + "\n"


def target(objective: Objective) -> str:
    """Return how many should meet an objective."""
    return "none" if objective.allows_none else f"{100 * objective.target:.4g} %"


def metrics_table() -> str:
    """Return the table of metrics."""
    lines = ["| metric | kind | shown by | what it is | labels |", "|---|---|---|---|---|"]
    for metric in METRICS:
        labels = "; ".join(f"`{label.name}`: {label.described}" for label in metric.labels)
        lines.append(f"| `{metric.name}` | {metric.kind} | {metric.source} | {metric.help} | {labels or '-'} |")
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class Size:
    """One line of the table of sizes: what follows from which figure."""

    figure: str  # how its row of docs/performance.md begins
    follows: str  # with {value} for what was computed
    factor: float = 1.0
    inverse: bool = False
    digits: int = 0


SIZES = (
    Size(
        "CPU of a touch, all servers but the emulator, ms",
        "one processor carries {value} touches a second over all servers, when they come one by one",
        1000,
        inverse=True,
    ),
    Size(
        "... CPU of one of them, all servers but the emulator, ms",
        "... and {value} when many are due at once",
        1000,
        inverse=True,
    ),
    Size(
        "touches a second when all are due at once, everything on this machine",
        "two processors with everything on them carry {value} touches a second at the most",
    ),
    Size(
        "touches a second when all are due at once, everything on this machine",
        "... which are {value} million in a working day of eight hours",
        8 * 3600 / 1e6,
        digits=1,
    ),
    Size(
        "reports on messages per CPU second of the web server",
        "one processor of the web server takes {value} reports on messages a second",
    ),
    Size(
        "bytes of a touch in PostgreSQL, all tables and indexes",
        "a million touches take {value} GB in PostgreSQL",
        1e6 / 1e9,
        digits=1,
    ),
    Size("intake, CPU µs a row", "a list of a million rows is read in {value} CPU seconds", 1e6 / 1e6),
    Size("... worker's memory when all sleep again, MiB", "a worker that has opened 10,000 leads has {value} MiB"),
    Size("... Temporal's memory after them, MiB", "... and Temporal's server {value} MiB"),
    Size(
        "touches that one thread reserves a second, each with its leaves of the audit",
        "one of a worker's threads (`CADENCE_MESSAGE_SLOTS`) reserves {value} touches a second",
    ),
)


def sizes_table() -> str:
    """Return the table of what the measured figures mean for the size of machines."""
    figures = measured_figures()
    lines = ["| measured | so |", "|---|---|"]
    for size in SIZES:
        number, row = figures[size.figure]
        value = size.factor / number if size.inverse else size.factor * number
        lines.append(f"| {row}: {number:,g} | {size.follows.format(value=f'{value:,.{size.digits}f}')} |")
    return "\n".join(lines) + "\n"


def measured_figures() -> Mapping[str, tuple[float, str]]:
    """Return the figures of docs/performance.md by their names; one that belongs to the row above says so."""
    figures: dict[str, tuple[float, str]] = {}
    whole = ""
    for name, now in re.findall(r"^\| ([^|]+) \| ([\d,.]+) \|", PERFORMANCE.read_text(), re.MULTILINE):
        whole = whole if name.startswith("...") else name
        row = f"{whole}, {name.removeprefix('... ')}" if name.startswith("...") else name
        figures[name] = (float(now.replace(",", "")), row)
    return figures


if __name__ == "__main__":
    main()
