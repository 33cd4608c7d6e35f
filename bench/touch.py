"""
What does one touch cost, from its plan to its last report? Rehearses a cut list beside the bare loop.

    python bench/touch.py                            # 60 leads through one day: about a minute
    python bench/touch.py --leads 200 --days 2 --speed 1500 --runs 5
    python bench/touch.py --six                      # six text messages to each of 30 leads: the length of a history

CPU seconds of each server between the launch and the end, divided by the touches that the carrier took: other work on
the machine makes a run longer, and hardly dearer. Statements are counted in our own programs, reports, replies and the
reconciler included. Each run has its own run of `bare.py` beside it.
"""  # noqa: INP001  a script, not a package

import argparse
import atexit
import os
import runpy
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

if TYPE_CHECKING:
    from bare import BareCost

    from cadence.local.stack.stack import Stack

EXAMPLE = Path(__file__).parent.parent / "campaigns" / "cart-recovery.yaml"
EMULATOR = "emulator"
CHILD = "--as"
"""The first word of this script's command line when it runs one of our own programs: `--as cadence worker`."""
MESSAGES = 6
SIX = """
campaign: six
purpose: marketing
jurisdictions: [es]
country: ES
from: {company: Tienda Sol, sms: "+34910000001"}
windows: [{days: mon-fri, hours: "08:00-20:00"}]
limits: [{max: 6, per: campaign}]
gap: 1 minute
cadence:
""" + "".join(
    f"""
  - step: message_{number}
    after: 20 minutes
    sms: "{{{{ company }}}}: hola. BAJA para no recibir mas"
    on: {{otherwise: {f"message_{number + 1}" if number < MESSAGES else "end"}}}
"""
    for number in range(1, MESSAGES + 1)
)
"""Six text messages to everybody, twenty minutes apart."""


@dataclass(frozen=True, kw_only=True)
class TouchCost:
    """What a rehearsal took."""

    touches: int  # messages and calls that the carrier took
    seconds: float  # from the launch to the end
    cpu: dict[str, float]  # CPU seconds by server
    statements: dict[str, int]  # by program
    events_per_lead: float  # history events, the median
    events: Counter[str]  # history events of leads and the campaign, by type
    temporal_mib: float  # Temporal's memory at the end
    holds: bool  # whether the proof holds

    @property
    def cpu_per_touch(self) -> float:
        """CPU seconds for each touch, without the emulator's: a real carrier has its own machines."""
        return sum(seconds for name, seconds in self.cpu.items() if name != EMULATOR) / self.touches

    @property
    def statements_per_touch(self) -> float:
        """SQL statements for each touch, of all programs."""
        return sum(self.statements.values()) / self.touches

    def per_touch(self, event: str = "") -> float:
        """Return how many history events there are for each touch, of one type or of all."""
        return (self.events[event] if event else self.events.total()) / self.touches


@dataclass
class Meter:
    """Looks at the servers when the campaign has just been launched."""

    before: dict[str, float] = field(default_factory=dict)
    began: float = 0.0

    def __call__(self, run: Any) -> None:  # noqa: ANN401  a Rehearsal, which is imported late
        """Note what starting up has cost."""
        if not self.before:
            self.before, self.began = cpu_of(run.stack), time.monotonic()


def cpu_of(stack: "Stack") -> dict[str, float]:
    """Return the CPU seconds of each server with its children."""
    from processes import cpu_seconds  # noqa: PLC0415  this file also runs our programs, from other folders

    return {name: cpu_seconds(process.pid) for name, process in stack.processes.items()}


def measure(campaign: Path = EXAMPLE, leads: int = 60, days: int = 1, speed: float = 2400) -> TouchCost:
    """Carry the first leads of a campaign's list through so many days, and return what it took."""
    from processes import histories, resident  # noqa: PLC0415  as above
    from sqlalchemy import text  # noqa: PLC0415  heavy, and the children need other things first

    from cadence.cli.files import read_campaign  # noqa: PLC0415
    from cadence.domain.names import campaign_workflow_id, lead_workflow_id  # noqa: PLC0415
    from cadence.engine.launch.launch import LaunchOrder  # noqa: PLC0415
    from cadence.local.demo.outcome import outcome_of  # noqa: PLC0415
    from cadence.local.demo.rehearsal import Rehearsal  # noqa: PLC0415

    reading = read_campaign(campaign)
    with tempfile.TemporaryDirectory(prefix="cadence-touch-") as name, counting():
        folder, meter = Path(name), Meter()
        folder.chmod(0o755)  # PostgreSQL runs as another user when we are root
        rows = campaign.with_suffix(".csv").read_text(encoding="utf-8").splitlines(keepends=True)
        people = folder / "people.csv"
        people.write_text("".join(rows[: leads + 1]), encoding="utf-8")
        order = LaunchOrder(reading=reading, leads=people, list_name="people", mapping={})
        run = Rehearsal(order=order, folder=folder / "run", seed=1, speed=speed, days=days, look=meter)
        run.run()
        try:
            after, seconds = cpu_of(run.stack), time.monotonic() - meter.began
            with run.ledger.begin() as tx:
                touches = tx.execute(text("SELECT count(*) FROM touches WHERE sid IS NOT NULL")).scalar_one()
            address = run.stack.environment["TEMPORAL_ADDRESS"]
            of_leads = histories(address, lead_workflow_id(""))
            of_campaign = histories(address, campaign_workflow_id(order.campaign.campaign))
            temporal_mib = resident(run.stack.processes["Temporal"].pid)
            holds = outcome_of(run, seconds).proof.holds
        finally:
            run.stop()
        statements = {file.suffix[1:]: int(file.read_text()) for file in run.folder.glob("statements.*")}
    return TouchCost(
        touches=touches,
        seconds=seconds,
        cpu={server: after[server] - before for server, before in meter.before.items()},
        statements=statements,
        events_per_lead=statistics.median(events.total() for events in of_leads),
        events=sum(of_leads + of_campaign, Counter[str]()),
        temporal_mib=temporal_mib,
        holds=holds,
    )


def measure_six(leads: int = 30) -> TouchCost:
    """Send six text messages to each of so many leads, and return what it took."""
    with tempfile.TemporaryDirectory(prefix="cadence-six-") as folder:
        campaign = Path(folder) / "six.yaml"
        campaign.write_text(SIX, encoding="utf-8")
        rows = (f"L-{i},+346{i:08},yes,2027-01-10,web checkout" for i in range(leads))
        people = "\n".join(["id,phone,consent_sms,consent_at,consent_source", *rows])
        campaign.with_suffix(".csv").write_text(people, encoding="utf-8")
        return measure(campaign, leads, days=1, speed=600)


@contextmanager
def counting() -> Iterator[None]:
    """Run our programs through this script, which counts their statements."""
    with patch("cadence.local.stack.programs.python", lambda *words: [sys.executable, __file__, CHILD, *words]):
        yield


def run_a_program(module: str, words: list[str]) -> None:
    """Be one of our own programs, and leave behind how many statements it has asked the ledger."""
    from sqlalchemy import Engine, event  # noqa: PLC0415

    asked = [0]

    def count(*_: object) -> None:
        asked[0] += 1

    event.listen(Engine, "before_cursor_execute", count)
    file = Path(os.environ["CADENCE_STATE_DIR"], f"statements.{os.getpid()}.{words[0].strip('-')}")
    atexit.register(lambda: file.write_text(str(asked[0])))
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def table(pairs: list[tuple[TouchCost, "BareCost"]]) -> str:
    """Return the lines of the comparison: medians of all runs."""

    def line(label: str, ours: Callable[[TouchCost], float], bare: Callable[["BareCost"], float] | None = None) -> str:
        values = [ours(cost) for cost, _ in pairs]
        text = f"{label:36}{statistics.median(values):10.1f}"
        if bare is None:
            return text
        beside = [bare(cost) for _, cost in pairs]
        ratio = statistics.median(value / of for value, of in zip(values, beside, strict=True))
        return f"{text}{statistics.median(beside):10.1f}{ratio:8.2f}"

    first, _ = pairs[0]
    return "\n".join(
        [
            f"{'':36}{'a touch':>10}{'bare':>10}{'ratio':>8}",
            line("CPU ms without the emulator", lambda c: 1000 * c.cpu_per_touch, lambda c: 1000 * c.cpu_per_touch),
            *(line(f"  {name}", lambda c, name=name: 1000 * c.cpu[name] / c.touches) for name in first.cpu),
            line("statements", lambda c: c.statements_per_touch),
            *(
                line(f"  {name}", lambda c, name=name: c.statements[name] / c.touches)
                for name, count in first.statements.items()
                if count
            ),
            line("history events", lambda c: c.per_touch(), lambda c: c.events_per_touch),
            line(
                "workflow tasks", lambda c: c.per_touch("workflow_task_started"), lambda c: c.workflow_tasks_per_touch
            ),
            line("activities", lambda c: c.per_touch("activity_task_started"), lambda _: 1.0),
            line("history events of a lead", lambda c: c.events_per_lead),
            line("memory of Temporal, MiB", lambda c: c.temporal_mib, lambda c: c.server_mib),
        ]
    )


def main() -> None:
    """Measure and print a table."""
    if sys.argv[1:2] == [CHILD]:
        _, _, module, *words = sys.argv
        run_a_program(module, words)
        return
    import bare  # noqa: PLC0415  as above

    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[1])
    options.add_argument("--leads", type=int, help="how many leads of the list, e.g. --leads 200")
    options.add_argument("--speed", type=float, default=2400, help="how many times faster the Clock runs")
    options.add_argument("--days", type=int, default=1, help="days of the Clock")
    options.add_argument("--runs", type=int, default=1, help="how often; the medians are printed")
    options.add_argument("--six", action="store_true", help="six text messages to each of 30 leads instead")
    chosen = options.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers go with us
    pairs = []
    for _ in range(chosen.runs):
        if chosen.six:
            cost = measure_six(chosen.leads or 30)
        else:
            cost = measure(EXAMPLE, chosen.leads or 60, chosen.days, chosen.speed)
        pairs.append((cost, bare.measure()))
    sys.stdout.write(f"{', '.join(str(cost.touches) for cost, _ in pairs)} touches\n{table(pairs)}\n")
    if not all(cost.holds for cost, _ in pairs):
        raise SystemExit("the proof of a rehearsal does not hold")


if __name__ == "__main__":
    main()
