"""What should the engine achieve, and how far is it? Pure: the rows of docs/performance.md, and the page itself."""  # noqa: INP001  benchmarks are scripts, not a package

import math
import re
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Figures = Mapping[str, float]
"""What one run of a part measured, by name."""
HEAD = """# Performance

Made by `make bench` from what it measured. `make bench ARGS="--help"` measures single parts, or writes this page again.

## Figures

Each figure stands beside its baseline from the same run, because seconds mean nothing without the machine they were
taken on. CPU seconds are those of processes, so other work on the machine changes them little; only rows that say "a
second" and the demo depend on the wall clock. A figure is the median of its runs, and so is the ratio.
"""
METHOD = """
## Method

* **A touch** (`bench/touch.py`): the first 200 leads of `campaigns/cart-recovery.csv` are carried through two days of
  the Clock at 1,500 times its speed, by the whole stack and the emulator. CPU seconds of every server from the launch
  to the last report, the emulator's left out, are divided by the touches that the carrier took. Statements are counted
  in our programs: reports, replies and the reconciler are in them. The six messages go to 30 people, twenty minutes
  apart; the figure is the median of their histories.
* **The bare loop** (`bench/bare.py`): one timer and one empty activity a touch, six touches each for 200 workflows, on
  the same Temporal server with the same settings. It is not tuned, and it is the baseline of a touch. It runs as fast
  as the machine carries it. The rehearsal carries about four touches a second, and a server that has little to do
  spends more on each: "at the same pace" is the loop at the rehearsal's own touches a second.
* **An opening** (`bench/opening.py`): 10,000 leads are enrolled before nine o'clock and are due at nine; one sender
  carries 25 text messages a second. What left, when, and whether it was lawful is read from the carrier's record, with
  the checks of `cadence/local/proof`. At the end everybody sleeps until the second message, which is days away: the
  memory of the worker is compared with that after an opening of 1,000. Touches a second "when all are due at once" are
  those of an opening of 1,000 with a sender that takes everything.
* **The gate** (`bench/gate.py`): verdicts on a first call, spread over a year, beside the bare arithmetic of the law's
  windows. No verdict is kept from one lead to the next.
* **The rest** is one file each in `bench/`; its first lines say what is measured and against what.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a figure, or its ratio to the baseline, should be."""

    value: float
    at_least: bool = False  # else at most
    of_ratio: bool = False

    def met(self, now: float, ratio: float) -> bool:
        """Return whether the aim is reached."""
        reached = ratio if self.of_ratio else now
        return reached >= self.value if self.at_least else reached <= self.value

    def __str__(self) -> str:
        """Return the aim as the page shows it."""
        return f"{'>=' if self.at_least else '<='} {self.value:,g}{' x' if self.of_ratio else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table."""

    figure: str
    part: str  # which part measures it
    now: str  # the name of the figure there
    baseline: str = ""  # the name of its baseline there
    beside: str = ""  # what the baseline is
    aim: Aim | None = None
    digits: int = 0  # behind the point


def at_most(value: float) -> Aim:
    """Return the aim that a figure is at most this."""
    return Aim(value=value)


def ratio_of(value: float, *, at_least: bool = False) -> Aim:
    """Return the aim that a figure is at most, or at least, so many times its baseline."""
    return Aim(value=value, at_least=at_least, of_ratio=True)


BARE = "the bare loop"
ROWS = (
    Row(
        figure="CPU of a touch, all servers but the emulator, ms",
        part="touch",
        now="cpu_ms",
        baseline="bare_cpu_ms",
        beside=BARE,
        aim=ratio_of(3),
        digits=1,
    ),
    Row(
        figure="... at the same pace",
        part="touch",
        now="cpu_ms",
        baseline="paced_bare_cpu_ms",
        beside=BARE,
        digits=1,
    ),
    Row(
        figure="SQL statements of a touch, reports and replies included",
        part="touch",
        now="statements",
        aim=at_most(25),
        digits=1,
    ),
    Row(
        figure="history events of a touch",
        part="touch",
        now="events",
        baseline="bare_events",
        beside=BARE,
        aim=at_most(14),
        digits=1,
    ),
    Row(
        figure="workflow tasks of a touch",
        part="touch",
        now="workflow_tasks",
        baseline="bare_workflow_tasks",
        beside=BARE,
        digits=1,
    ),
    Row(
        figure="activities of a touch",
        part="touch",
        now="activities",
        baseline="bare_activities",
        beside=BARE,
        digits=1,
    ),
    Row(
        figure="history events of six text messages to one lead",
        part="six",
        now="events_per_lead",
        baseline="bare_events_per_lead",
        beside=BARE,
        aim=at_most(71),
    ),
    Row(
        figure="touches a second when all are due at once, everything on this machine",
        part="throughput",
        now="per_second",
        baseline="bare_per_second",
        beside=BARE,
        aim=ratio_of(0.3, at_least=True),
        digits=1,
    ),
    Row(
        figure="... CPU of one of them, all servers but the emulator, ms",
        part="throughput",
        now="cpu_ms",
        baseline="bare_cpu_ms",
        beside=BARE,
        aim=ratio_of(3),
        digits=1,
    ),
    Row(
        figure="10,000 leads due at one opening: messages a second",
        part="opening",
        now="per_second",
        baseline="rate",
        beside="the sender's rate",
        aim=ratio_of(0.95, at_least=True),
        digits=1,
    ),
    Row(
        figure="... lateness of half of them, s",
        part="opening",
        now="half_late",
        baseline="half_ideal",
        beside="the sender's rate",
    ),
    Row(
        figure="... lateness of 99 %, s",
        part="opening",
        now="most_late",
        baseline="most_ideal",
        beside="the sender's rate",
    ),
    Row(figure="... early, late, doubled, too fast or against the law", part="opening", now="wrong", aim=at_most(0)),
    Row(figure="... Temporal's memory after them, MiB", part="opening", now="temporal_mib", aim=at_most(400)),
    Row(
        figure="... worker's memory when all sleep again, MiB",
        part="opening",
        now="worker_mib",
        baseline="few_worker_mib",
        beside="1,000 leads",
        aim=ratio_of(1.5),
    ),
    Row(figure="`make demo`, from its start to the proof, min", part="demo", now="minutes", aim=at_most(4), digits=1),
    *(
        Row(
            figure=f"verdicts per CPU second, {place}",
            part="gate",
            now=place,
            baseline=f"bare {place}",
            beside="the bare windows",
            aim=ratio_of(0.5, at_least=True),
        )
        for place in ("Spain", "Florida", "a state nobody knows")
    ),
    Row(
        figure="simulate 100,000 leads for 30 days, two processes, CPU s",
        part="simulate",
        now="cpu_s",
        aim=at_most(100),
    ),
    Row(figure="... the larger process, MiB", part="simulate", now="largest_mib", aim=at_most(400)),
    Row(
        figure="bytes of a touch in PostgreSQL, all tables and indexes",
        part="storage",
        now="per_touch",
        baseline="whole_per_touch",
        beside="decisions stored whole",
        aim=at_most(3000),
    ),
    Row(
        figure="... of a lead's tenth decision",
        part="storage",
        now="tenth",
        baseline="first",
        beside="its first",
        aim=ratio_of(1.1),
    ),
    Row(
        figure="`status`, `lead`, `list`: the dearest of them, CPU s (median of five)",
        part="looking",
        now="dearest",
        baseline="baseline",
        beside="one question to the database",
        aim=at_most(0.5),
        digits=2,
    ),
    Row(
        figure="reports on messages per CPU second of the web server",
        part="webhooks",
        now="per_cpu_second",
        baseline="bare_per_cpu_second",
        beside="a route that checks the signature",
        aim=ratio_of(0.4, at_least=True),
    ),
    Row(
        figure="intake, CPU µs a row",
        part="intake",
        now="row_us",
        baseline="plain_row_us",
        beside="`csv.DictReader`",
    ),
    Row(
        figure="a pause of 2,000 open leads, ms until it has committed",
        part="pause",
        now="many_ms",
        baseline="few_ms",
        beside="50 open leads",
    ),
    Row(figure="... touches reserved after it", part="pause", now="reserved_after", aim=at_most(0)),
    Row(
        figure="touches that one thread reserves a second, each with its leaves of the audit",
        part="audit",
        now="per_second",
        baseline="bare_per_second",
        beside="without leaves",
        aim=ratio_of(0.95, at_least=True),
    ),
    Row(
        figure="touches that one thread reserves a second, with the triggers that write events",
        part="events",
        now="per_second",
        baseline="bare_per_second",
        beside="without those triggers",
        aim=ratio_of(0.95, at_least=True),
    ),
    Row(figure="... the ratio of a quarter of the pairs is lower than", part="events", now="lower", digits=2),
    Row(figure="... and of a quarter higher than", part="events", now="upper", digits=2),
    Row(
        figure="`report` on 1,000,000 touches, PostgreSQL and the command, CPU s",
        part="report",
        now="cpu_s",
        baseline="bare_cpu_s",
        beside="one pass over the touches",
        digits=1,
    ),
    Row(figure="... seconds until it is printed", part="report", now="seconds", aim=at_most(10), digits=1),
    Row(
        figure="first paint of a campaign's page with 1,000,000 touches, nothing counted before, ms",
        part="page",
        now="campaign_ms",
        baseline="form_ms",
        beside="the form to sign in",
        aim=at_most(1000),
    ),
    Row(
        figure="... of the list of campaigns, ms",
        part="page",
        now="overview_ms",
        baseline="form_ms",
        beside="the form to sign in",
        aim=at_most(1000),
    ),
    Row(figure="... seconds until the figures of the campaign are there", part="page", now="complete_s", digits=1),
    Row(figure="... seconds until they are there when they are known", part="page", now="known_s", digits=2),
    Row(
        figure="... CPU of the campaign's page, PostgreSQL and the web server, s",
        part="page",
        now="cpu_s",
        baseline="report_cpu_s",
        beside="the report without a page",
        digits=1,
    ),
)


def cells(row: Row, runs: Sequence[Figures]) -> Iterator[str]:
    """Yield the cells of one line; without a run the figures are missing."""
    yield row.figure
    if not runs:
        yield from ("not measured", row.beside or "-", "-")
    else:
        now = [figures[row.now] for figures in runs]
        yield f"{statistics.median(now):,.{row.digits}f}"
        beside = [figures[row.baseline] for figures in runs] if row.baseline else []
        yield f"{statistics.median(beside):,.{row.digits}f} ({row.beside})" if beside else "-"
        yield f"{ratio(row, runs):.2f} x" if beside else "-"
    yield str(row.aim) if row.aim else "-"
    yield ("yes" if is_met(row, runs) else "no") if row.aim and runs else "-"
    yield str(len(runs))


def ratio(row: Row, runs: Sequence[Figures]) -> float:
    """Return the median of the figure divided by its baseline in the same run."""
    return statistics.median(figures[row.now] / (figures[row.baseline] or math.nan) for figures in runs)


def is_met(row: Row, runs: Sequence[Figures]) -> bool:
    """Return whether the aim of a row is reached by the median of its runs."""
    now = statistics.median(figures[row.now] for figures in runs)
    return row.aim is None or row.aim.met(now, ratio(row, runs) if row.baseline else 0.0)


def table(measured: Mapping[str, Sequence[Figures]], earlier: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of the table; `measured` has the runs of each part, `earlier` the lines of other figures."""
    heads = ("figure", "now", "baseline", "ratio", "aim", "met", "runs")
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in ROWS:
        line = f"| {' | '.join(cells(row, measured.get(row.part, ())))} |"
        yield line if row.part in measured else earlier.get(row.figure, line)


@dataclass(frozen=True, slots=True)
class EarlierPage:
    """What docs/performance.md says: parts that were not measured again keep their lines."""

    lines: Mapping[str, str]  # by figure
    machines: Sequence[str]
    days: Sequence[str]


def read_page(body: str) -> EarlierPage:
    """Return what a page of this module says."""
    machine = body.partition("\n## Machine\n")[2].partition("\n## ")[0]
    return EarlierPage(
        lines={line.split(" | ")[0].removeprefix("| "): line for line in body.splitlines() if line.startswith("| ")},
        machines=[line.removeprefix("* ") for line in machine.splitlines() if line.startswith("* ")],
        days=re.findall(r"\d{4}-\d\d-\d\d", machine.partition("\n*")[0]),
    )


def page(
    measured: Mapping[str, Sequence[Figures]], machines: Iterable[str], days: Iterable[str], earlier: EarlierPage
) -> str:
    """Return docs/performance.md. `machines` describes where it was measured, `days` says when."""
    every_day = sorted({*days, *earlier.days})
    when = every_day[0] if len(every_day) == 1 else f"{every_day[0]} to {every_day[-1]}"
    described = "\n".join(f"* {machine}" for machine in sorted({*machines, *earlier.machines}))
    body = "\n".join(table(measured, earlier.lines))
    return f"{HEAD}\n{body}\n\n## Machine\n\nMeasured {when}.\n\n{described}\n{METHOD}"
