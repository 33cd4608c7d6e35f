"""
What does one touch cost? Rehearses a cut list twice: as the parts come, and as we set them up.

    python bench/touch.py                      # 60 leads through one day, twice: under two minutes
    python bench/touch.py --leads 200 --speed 3600

CPU seconds of each server between the launch and the end, divided by the touches the carrier took: other work on the
machine makes a run longer, and hardly dearer. "As they come" is Temporal's sandbox and its own converter in the
workers, a question before each transaction whether the ledger lives, and Temporal and PostgreSQL as they start by
themselves.
"""  # noqa: INP001  a script, not a package

import argparse
import asyncio
import atexit
import os
import runpy
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

CAMPAIGN = Path(__file__).parent.parent / "campaigns" / "cart-recovery.yaml"
TICKS = os.sysconf("SC_CLK_TCK")
CHILD = "--as"
"""The first word of this script's command line when it runs one of our own programs: `--as ours cadence worker`."""


@dataclass
class Cost:
    """What a rehearsal took."""

    seconds: float
    touches: int
    cpu: dict[str, float]
    statements: int
    events: Counter[str]
    temporal_mib: float
    holds: bool


@dataclass
class Meter:
    """Looks at the servers when the campaign has just been launched."""

    before: dict[str, float] = field(default_factory=dict)
    began: float = 0.0

    def __call__(self, run: Any) -> None:  # noqa: ANN401  a Rehearsal, which is imported late
        """Note what starting up has cost."""
        if not self.before:
            self.before, self.began = cpu_of(run), time.monotonic()


def cpu_of(run: Any) -> dict[str, float]:  # noqa: ANN401  a Rehearsal
    """Return the CPU seconds of each server with all its children, living or gone."""
    stats = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            stats[int(file.parent.name)] = file.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended

    def seconds(pid: int) -> float:
        own = sum(int(ticks) for ticks in stats[pid][11:15]) / TICKS
        return own + sum(seconds(child) for child, stat in stats.items() if int(stat[1]) == pid)

    return {name: seconds(process.pid) for name, process in run.stack.processes.items() if process.pid in stats}


def rehearse(how: str, leads: Path, speed: float, days: int) -> Cost:
    """Carry the list through, and return what it took. `how` is "ours" or "plain"."""
    from sqlalchemy import text  # noqa: PLC0415  heavy, and the children need other things first

    from cadence.cli.files import read_campaign  # noqa: PLC0415
    from cadence.engine.launch.launch import LaunchOrder  # noqa: PLC0415
    from cadence.local.demo.outcome import outcome_of  # noqa: PLC0415
    from cadence.local.demo.rehearsal import Rehearsal  # noqa: PLC0415

    order = LaunchOrder(reading=read_campaign(CAMPAIGN), leads=leads, list_name=leads.stem, mapping={})
    with (
        tempfile.TemporaryDirectory(prefix="cadence-touch-") as folder,
        as_they_come() if how == "plain" else as_ours(),
    ):
        Path(folder).chmod(0o755)  # PostgreSQL runs as another user when we are root
        meter = Meter()
        run = Rehearsal(order=order, folder=Path(folder) / how, seed=1, speed=speed, days=days, look=meter)
        run.run()
        try:
            after, seconds = cpu_of(run), time.monotonic() - meter.began
            with run.ledger.begin() as tx:
                touches = tx.execute(text("SELECT count(*) FROM touches WHERE sid IS NOT NULL")).scalar_one()
            events = asyncio.run(events_of(run))
            temporal = resident(run.stack.processes["Temporal"].pid)
            holds = outcome_of(run, seconds).proof.holds
        finally:
            run.stop()
        statements = sum(int(file.read_text()) for file in run.folder.glob("statements.*"))
    cpu = {name: after[name] - meter.before[name] for name in after}
    return Cost(seconds, touches, cpu, statements, events, temporal, holds)


async def events_of(run: Any) -> Counter[str]:  # noqa: ANN401  a Rehearsal
    """Count what stands in the histories of all workflows."""
    from temporalio.api.enums.v1 import EventType  # noqa: PLC0415

    from cadence.app.temporal import connect  # noqa: PLC0415

    client, found = await connect(run.stack.settings()), Counter[str]()
    async for one in client.list_workflows():
        async for event in client.get_workflow_handle(one.id, run_id=one.run_id).fetch_history_events():
            found[EventType.Name(event.event_type)] += 1
    await asyncio.sleep(0.25)  # the threads of Temporal's core must not outlive the loop
    return found


def resident(pid: int | None) -> float:
    """Return how much memory a process holds, in MiB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def as_ours() -> Iterator[None]:
    """Run our programs through this script, which counts their statements."""
    with patch("cadence.local.stack.programs.python", _through_us("ours")):
        yield


@contextmanager
def as_they_come() -> Iterator[None]:
    """Start the servers as their makers set them up."""
    from cadence.local.stack import stack  # noqa: PLC0415
    from cadence.local.stack.postgres import Postgres  # noqa: PLC0415

    def durable(data: Path, log: Path, **_: bool) -> Postgres:
        return Postgres(data, log)

    with (
        patch("cadence.local.stack.programs.python", _through_us("plain")),
        patch("cadence.local.stack.temporal.SETTINGS", ()),
        patch("cadence.local.stack.temporal.GARBAGE", {}),
        patch.object(stack, "Postgres", durable),
    ):
        yield


def _through_us(how: str) -> Any:  # noqa: ANN401  a stand-in for `programs.python`
    return lambda module, *words: [sys.executable, __file__, CHILD, how, module, *words]


def run_a_program(how: str, module: str, words: list[str]) -> None:
    """Be one of our own programs, and leave behind how many statements it has asked the ledger."""
    from sqlalchemy import Engine, event  # noqa: PLC0415

    asked = [0]

    def count(*_: object) -> None:
        asked[0] += 1

    event.listen(Engine, "before_cursor_execute", count)
    atexit.register(
        lambda: Path(os.environ["CADENCE_STATE_DIR"], f"statements.{os.getpid()}").write_text(str(asked[0]))
    )
    if how == "plain":
        _take_back_our_settings()
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _take_back_our_settings() -> None:
    import temporalio.contrib.pydantic  # noqa: PLC0415
    from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions  # noqa: PLC0415

    import cadence.app.temporal  # noqa: PLC0415
    import cadence.ledger.db.engine  # noqa: PLC0415

    cadence.app.temporal.CONVERTER = temporalio.contrib.pydantic.pydantic_data_converter
    cadence.ledger.db.engine.TRUSTED = 0.0  # ask before every transaction
    if "worker" in sys.argv:
        import cadence.app.worker  # noqa: PLC0415

        passed = SandboxRestrictions.default.with_passthrough_modules("cadence", "workflows")
        cadence.app.worker.RUNNER = SandboxedWorkflowRunner(restrictions=passed)


def table(costs: dict[str, Cost]) -> Iterator[str]:
    """Yield the lines of the comparison."""
    plain, ours = costs["plain"], costs["ours"]
    yield f"{'':34}{'as they come':>14}{'as we set up':>14}"
    for name in (*plain.cpu, ""):
        values = [1000 * (one.cpu[name] if name else sum(one.cpu.values())) / one.touches for one in (plain, ours)]
        yield f"{'CPU ms per touch: ' + (name or 'all together'):34}{values[0]:14.1f}{values[1]:14.1f}"
    for label, values in {
        "statements per touch": [one.statements / one.touches for one in (plain, ours)],
        "history events per touch": [one.events.total() / one.touches for one in (plain, ours)],
        "workflow tasks per touch": [
            one.events["EVENT_TYPE_WORKFLOW_TASK_STARTED"] / one.touches for one in (plain, ours)
        ],
        "activities per touch": [one.events["EVENT_TYPE_ACTIVITY_TASK_STARTED"] / one.touches for one in (plain, ours)],
        "touches per second": [one.touches / one.seconds for one in (plain, ours)],
        "touches per CPU second": [one.touches / sum(one.cpu.values()) for one in (plain, ours)],
        "memory of Temporal, MiB": [one.temporal_mib for one in (plain, ours)],
    }.items():
        yield f"{label:34}{values[0]:14.1f}{values[1]:14.1f}"


def main() -> None:
    """Measure and print a table."""
    if sys.argv[1:2] == [CHILD]:
        _, _, how, module, *words = sys.argv
        run_a_program(how, module, words)
        return
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[1])
    options.add_argument("--leads", type=int, default=60, help="how many of the list's leads, e.g. --leads 200")
    options.add_argument("--speed", type=float, default=2400, help="how many times faster the Clock runs")
    options.add_argument("--days", type=int, default=1, help="days of the Clock")
    chosen = options.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers go with us
    with tempfile.TemporaryDirectory(prefix="cadence-touch-") as folder:
        leads = Path(folder) / CAMPAIGN.with_suffix(".csv").name
        rows = CAMPAIGN.with_suffix(".csv").read_text(encoding="utf-8").splitlines(keepends=True)
        leads.write_text("".join(rows[: chosen.leads + 1]), encoding="utf-8")
        costs = {how: rehearse(how, leads, chosen.speed, chosen.days) for how in ("plain", "ours")}
    print(f"{chosen.leads} leads, {chosen.days} day(s) at {chosen.speed:g} x, {costs['ours'].touches} touches")  # noqa: T201
    print("\n".join(table(costs)))  # noqa: T201
    if not all(one.holds for one in costs.values()):
        raise SystemExit("the proof of a rehearsal does not hold")


if __name__ == "__main__":
    main()
