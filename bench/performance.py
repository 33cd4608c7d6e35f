"""
How fast and how lean is the engine, all in all? Runs every benchmark, and writes docs/performance.md.

    make bench                                     # everything: about 45 minutes on two processors
    python bench/performance.py --list             # the parts
    python bench/performance.py --part gate touch  # measure two of them, and write the page with what was kept
    python bench/performance.py --missing          # measure what was not measured yet
    python bench/performance.py --page             # only write the page

Every run is a process of its own, so that memory and caches of one do not reach the next. What it measured is kept in
.cadence/bench, a file for each part, so that the whole can be measured in pieces.
"""  # noqa: INP001  a script, not a package

import argparse
import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aims
from aims import Figures

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "performance.md"
KEPT = ROOT / ".cadence" / "bench"
ONE = "--one"
"""The first word of this script's command line when it is one run of a part."""
RATE = 25.0
"""Text messages a second of the sender at the opening."""
EVERYTHING = 5000.0
"""A rate that no machine reaches."""


def touch_figures() -> Figures:
    """Measure a touch beside the bare loop."""
    import bare  # noqa: PLC0415  each part loads only what it measures
    import touch  # noqa: PLC0415

    cost, least = touch.measure(leads=200, days=2, speed=1500), bare.measure()
    paced = bare.measure(leads=60, touches=4, pace=cost.touches / cost.seconds)
    if not cost.holds:
        raise SystemExit("the proof of the rehearsal does not hold")
    return {
        "cpu_ms": 1000 * cost.cpu_per_touch,
        "bare_cpu_ms": 1000 * least.cpu_per_touch,
        "paced_bare_cpu_ms": 1000 * paced.cpu_per_touch,
        "statements": cost.statements_per_touch,
        "events": cost.per_touch(),
        "bare_events": least.events_per_touch,
        "workflow_tasks": cost.per_touch("workflow_task_started"),
        "bare_workflow_tasks": least.workflow_tasks_per_touch,
        "activities": cost.per_touch("activity_task_started"),
        "bare_activities": 1.0,
        "touches": cost.touches,
        **{f"cpu_ms {server}": 1000 * seconds / cost.touches for server, seconds in cost.cpu.items()},
        **{f"statements {program}": count / cost.touches for program, count in cost.statements.items()},
    }


def six_figures() -> Figures:
    """Measure the history of six text messages."""
    import bare  # noqa: PLC0415
    import touch  # noqa: PLC0415

    return {
        "events_per_lead": touch.measure_six().events_per_lead,
        "bare_events_per_lead": bare.measure(leads=20).events_per_lead,
    }


def throughput_figures() -> Figures:
    """Measure how many touches a second this machine carries, everything on it."""
    import bare  # noqa: PLC0415
    import opening  # noqa: PLC0415

    cost, least = opening.measure(leads=1000, rate=EVERYTHING), bare.measure()
    return {
        "per_second": cost.per_second,
        "bare_per_second": least.per_second,
        "cpu_ms": 1000 * cost.cpu / cost.touches,
        "bare_cpu_ms": 1000 * least.cpu_per_touch,
    }


def opening_figures() -> Figures:
    """Measure a large opening, and the memory of a worker after a small one."""
    import opening  # noqa: PLC0415

    few = opening.measure(leads=1000, rate=RATE)
    cost = opening.measure(leads=10_000, rate=RATE)
    half, most = cost.lateness
    return {
        "per_second": cost.per_second,
        "rate": RATE,
        "half_late": half,
        "half_ideal": 0.5 * cost.leads / RATE,
        "most_late": most,
        "most_ideal": 0.99 * cost.leads / RATE,
        "wrong": cost.early + sum(cost.wrong.values()) + cost.too_fast,
        "temporal_mib": cost.temporal_mib,
        "worker_mib": cost.worker_mib,
        "few_worker_mib": few.worker_mib,
        "asleep": cost.asleep,
        "touches": cost.touches,
        "cpu_ms": 1000 * cost.cpu / cost.touches,
        "enrol_cpu_ms": 1000 * cost.enrol_cpu / cost.leads,
    }


def demo_figures() -> Figures:
    """Run the demo as it is shipped."""
    with tempfile.TemporaryDirectory(prefix="cadence-demo-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as another user when we are root
        began = time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "cadence", "demo", "--json"],
            cwd=ROOT,
            env={**os.environ, "CADENCE_STATE_DIR": folder},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return {"minutes": (time.monotonic() - began) / 60}


def simulate_figures() -> Figures:
    """Measure a month of 100,000 leads in virtual time, in two processes."""
    command = [sys.executable, str(Path(__file__).with_name("simulate.py")), "--only"]
    command += ["--leads", "100000", "--processes", "2"]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)  # noqa: S603  our own
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"cpu_s": used.ru_utime + used.ru_stime, "largest_mib": used.ru_maxrss / 1024}


def gate_figures() -> Figures:
    """Measure verdicts in three places."""
    import gate  # noqa: PLC0415

    rates = {place: gate.measure(words) for place, words in gate.PEOPLE.items()}
    lawful = {place: cost.lawful for place, cost in rates.items()}
    return lawful | {f"bare {place}": cost.bare for place, cost in rates.items()}


def storage_figures() -> Figures:
    """Measure what touches take in PostgreSQL, beside decisions that are stored whole."""
    import storage  # noqa: PLC0415

    space = storage.measure()
    first, _ = space.of(1)
    tenth, whole = space.of(10)
    return {
        "per_touch": space.per_touch,
        "whole_per_touch": space.whole_per_touch,
        "first": first,
        "tenth": tenth,
        "whole_tenth": whole,
    }


def looking_figures() -> Figures:
    """Measure the commands that show something: medians of five rounds."""
    import looking  # noqa: PLC0415

    cost = looking.measure()
    return {"dearest": cost.dearest, "baseline": cost.baseline} | cost.commands


def webhooks_figures() -> Figures:
    """Measure the carrier's reports on messages beside a bare route that checks their signature."""
    import webhooks  # noqa: PLC0415

    costs = webhooks.measure(rounds=1)
    return {
        "per_cpu_second": costs.status[0].rate,
        "bare_per_cpu_second": costs.bare[0].rate,
        "inbound_per_cpu_second": costs.inbound[0].rate,
    }


def intake_figures() -> Figures:
    """Measure the reading of a list."""
    import intake  # noqa: PLC0415

    rows = 100_000
    costs = intake.measure(rows)
    return {
        "row_us": 1e6 * costs["intake"].cpu / rows,
        "plain_row_us": 1e6 * costs["csv.DictReader"].cpu / rows,
    }


def pause_figures() -> Figures:
    """Measure pauses of a small and of a large campaign."""
    import pause  # noqa: PLC0415

    few, many = pause.measure(50), pause.measure(2000)
    return {
        "few_ms": 1000 * few.median,
        "many_ms": 1000 * many.median,
        "reserved_after": few.reserved + many.reserved,
    }


def audit_figures() -> Figures:
    """Measure reserves with the leaves of the audit, and without."""
    import audit  # noqa: PLC0415

    cost = audit.measure()
    with_leaves, without = cost.per_second
    return {"per_second": with_leaves, "bare_per_second": without, "leaves": cost.rows}


def event_figures() -> Figures:
    """Measure reserves with the triggers of events, and without."""
    import events  # noqa: PLC0415

    cost = events.measure()
    (triggered, without), (lower, upper) = cost.per_second, cost.spread
    return {"per_second": triggered, "bare_per_second": without, "lower": lower, "upper": upper}


def report_figures() -> Figures:
    """Measure a report on a million touches."""
    import report  # noqa: PLC0415

    cost = report.measure()
    return {"cpu_s": cost.cpu, "bare_cpu_s": cost.baseline, "seconds": cost.seconds, "touches": cost.touches}


def page_figures() -> Figures:
    """Measure what a browser shows of a campaign of a million touches, and when."""
    import page  # noqa: PLC0415

    cost = page.measure()
    return {
        "form_ms": 1000 * cost.form.painted,
        "overview_ms": 1000 * cost.overview.painted,
        "campaign_ms": 1000 * cost.campaign.painted,
        "complete_s": cost.campaign.complete,
        "known_s": cost.known.complete,
        "cpu_s": cost.campaign.cpu,
        "report_cpu_s": cost.report_cpu,
        "touches": cost.touches,
    }


@dataclass(frozen=True)
class Part:
    """Something that is measured by itself."""

    run: Callable[[], Figures]
    runs: int  # how often
    minutes: float  # that a run takes on two processors, about


PARTS = {
    "touch": Part(touch_figures, 3, 4),
    "six": Part(six_figures, 1, 1),
    "throughput": Part(throughput_figures, 3, 1.5),
    "opening": Part(opening_figures, 1, 12),
    "demo": Part(demo_figures, 1, 4),
    "gate": Part(gate_figures, 5, 0.2),
    "simulate": Part(simulate_figures, 1, 2),
    "storage": Part(storage_figures, 1, 1),
    "looking": Part(looking_figures, 1, 1.5),
    "webhooks": Part(webhooks_figures, 5, 0.3),
    "intake": Part(intake_figures, 5, 0.3),
    "pause": Part(pause_figures, 5, 0.3),
    "audit": Part(audit_figures, 3, 1.5),
    "events": Part(event_figures, 3, 2),
    "report": Part(report_figures, 1, 4),
    "page": Part(page_figures, 1, 6),
}


def measure(name: str, runs: int) -> bool:
    """Run a part so many times, each in a process of its own, and keep what it measured; return whether it could."""
    figures = []
    for number in range(1, runs + 1):
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="cadence-figures-") as folder:
            file = Path(folder) / "figures.json"
            if subprocess.run([sys.executable, __file__, ONE, name, str(file)], cwd=ROOT, check=False).returncode:  # noqa: S603
                return False
            figures.append(json.loads(file.read_text(encoding="utf-8")))
        _say(f"{name}: run {number} of {runs} took {time.monotonic() - began:.0f} s")
    kept = {"day": f"{datetime.now(UTC):%Y-%m-%d}", "machine": machine(), "runs": figures}
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"{name}.json").write_text(json.dumps(kept, indent=1), encoding="utf-8")
    return True


def kept_results() -> dict[str, dict[str, Any]]:
    """Return what was measured and kept, by part."""
    files = {name: KEPT / f"{name}.json" for name in PARTS}
    return {name: json.loads(file.read_text(encoding="utf-8")) for name, file in files.items() if file.exists()}


def machine() -> str:
    """Describe this machine in one line: what figures depend on."""
    from cadence.local.stack.postgres import binaries  # noqa: PLC0415
    from cadence.local.stack.temporal import binary  # noqa: PLC0415

    def first(file: str, key: str) -> str:
        text = Path(file).read_text(encoding="utf-8") if Path(file).exists() else ""
        line = re.search(rf"^{key}\s*[:=]\s*(.*)$", text, re.MULTILINE)
        return line[1].strip(' "') if line else "unknown"

    def version(*command: str) -> str:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")[0].strip()  # noqa: S603

    memory = first("/proc/meminfo", "MemTotal").split()[0]
    gib = f"{int(memory) / 2**20:.0f} GiB" if memory.isdigit() else "unknown memory"
    system = first("/etc/os-release", "PRETTY_NAME")
    return ", ".join(
        [
            f"{os.cpu_count()} x {first('/proc/cpuinfo', 'model name')}",
            gib,
            f"{system} ({platform.system()} {platform.release()})",
            f"Python {platform.python_version()}",
            version(str(binaries() / "postgres"), "--version"),
            version(str(binary()), "--version"),
        ]
    )


def write_page() -> None:
    """Write docs/performance.md from what was kept; what was not measured here keeps its line."""
    kept = kept_results()
    runs = {name: result["runs"] for name, result in kept.items()}
    machines, days = [result["machine"] for result in kept.values()], [result["day"] for result in kept.values()]
    earlier = aims.read_page(PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(aims.page(runs, machines, days, earlier), encoding="utf-8")
    _say("\n".join(aims.table(runs, earlier.lines)))
    _say(f"Written to {PAGE}")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure, keep, and write."""
    if sys.argv[1:2] == [ONE]:
        _, _, name, file = sys.argv
        Path(file).write_text(json.dumps(dict(PARTS[name].run())), encoding="utf-8")
        return
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--part", nargs="+", choices=PARTS, help="only these parts")
    options.add_argument("--missing", action="store_true", help="only parts that were not measured yet")
    options.add_argument("--page", action="store_true", help="measure nothing, write the page")
    options.add_argument("--runs", type=int, help="run each part so many times, instead of its own number")
    options.add_argument("--list", action="store_true", help="name the parts, and how long they take")
    chosen = options.parse_args()
    if chosen.list:
        for name, part in PARTS.items():
            _say(f"{name:12} {part.runs} x {part.minutes:g} min")
        return
    names = [] if chosen.page else chosen.part or list(PARTS)
    known = kept_results() if chosen.missing else {}
    failed = [name for name in names if name not in known and not measure(name, chosen.runs or PARTS[name].runs)]
    write_page()
    if failed:
        raise SystemExit(f"could not be measured, see above: {', '.join(failed)}")


if __name__ == "__main__":
    main()
