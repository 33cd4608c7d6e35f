"""
What does a touch cost at the least? One timer and one activity a touch, and nothing else, on the same Temporal server.

    python bench/bare.py                          # 200 leads, 6 touches each: half a minute
    python bench/bare.py --leads 500 --touches 3
    python bench/bare.py --leads 60 --touches 4 --pace 4    # at four touches a second: over a minute

The baseline of `touch.py`, `opening.py` and `performance.py`. Nothing here is tuned: the SDK's own defaults, but no
sandbox, as in our worker; one worker process, no database, no carrier. The server has the settings of our stack. What
is left is the price of durability itself, in CPU seconds of the server and of the worker. A server that has little to
do spends more on each touch than one that is busy, so a slow run is compared with the loop at its own pace.
"""  # noqa: INP001  a script, not a package

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from processes import LAST_THREADS, cpu_seconds, histories, resident
from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

QUEUE = "bare"
WAIT = 1.0
"""Seconds before each touch, at full speed."""
AT_ONCE = 20
"""Workflows that the client starts at the same time."""
WARM_UP = 20
"""Leads that are carried through before it counts: by then the worker has loaded."""


@dataclass(frozen=True, kw_only=True)
class BareCost:
    """What the bare loop took."""

    touches: int
    seconds: float  # from the first start to the end of the last workflow
    server_cpu: float  # CPU seconds
    worker_cpu: float  # CPU seconds
    events_per_touch: float  # history events, the start and the end of each workflow included
    workflow_tasks_per_touch: float
    events_per_lead: float
    server_mib: float  # Temporal's memory at the end

    @property
    def cpu_per_touch(self) -> float:
        """CPU seconds of server and worker for each touch."""
        return (self.server_cpu + self.worker_cpu) / self.touches

    @property
    def per_second(self) -> float:
        """Touches a second."""
        return self.touches / self.seconds


@workflow.defn(name="bare")
class BareWorkflow:
    """Wait and touch, a number of times."""

    @workflow.run
    async def run(self, touches: int, wait: float) -> None:
        """Wait so many seconds and run the activity, again and again."""
        for _ in range(touches):
            await workflow.sleep(wait)
            await workflow.execute_activity("bare_touch", start_to_close_timeout=timedelta(seconds=30))


@activity.defn(name="bare_touch")
def bare_touch() -> None:
    """Do nothing."""


async def work(address: str) -> None:
    """Run the worker until the process is ended."""
    worker = Worker(
        await Client.connect(address),
        task_queue=QUEUE,
        workflows=[BareWorkflow],
        activities=[bare_touch],
        activity_executor=ThreadPoolExecutor(100),
        workflow_runner=UnsandboxedWorkflowRunner(),
    )
    await worker.run()


async def carry_through(address: str, name: str, leads: int, touches: int, pace: float | None = None) -> None:
    """Run so many workflows to their end, with so many touches a second, or with as many as the machine carries."""
    client, at_once = await Client.connect(address), asyncio.Semaphore(AT_ONCE)
    wait = leads / pace if pace else WAIT

    async def start(number: int) -> None:
        await asyncio.sleep(number / pace if pace else 0)
        async with at_once:
            await client.start_workflow("bare", args=[touches, wait], id=f"{name}-{number}", task_queue=QUEUE)

    await asyncio.gather(*map(start, range(leads)))
    await asyncio.gather(*(client.get_workflow_handle(f"{name}-{number}").result() for number in range(leads)))
    await asyncio.sleep(LAST_THREADS)


@contextmanager
def servers() -> Iterator[tuple[str, int, int]]:
    """Run Temporal and a worker; yield the server's address and the two process ids."""
    from cadence.local.stack.temporal import TemporalServer  # noqa: PLC0415  the worker needs nothing of the product

    with tempfile.TemporaryDirectory(prefix="cadence-bare-") as folder:
        server = TemporalServer(Path(folder) / "temporal.log", Path(folder) / "temporal.db")
        with server, subprocess.Popen([sys.executable, __file__, "--work", server.address]) as worker:  # noqa: S603
            try:
                yield server.address, int(server.pid or 0), worker.pid
            finally:
                worker.kill()


def measure(leads: int = 200, touches: int = 6, pace: float | None = None) -> BareCost:
    """Run the loop once, with so many touches a second or as fast as it can, and return what it took."""
    with servers() as (address, server, worker):
        asyncio.run(carry_through(address, "warm-up", WARM_UP, 1))
        before = cpu_seconds(server), cpu_seconds(worker)
        began = time.monotonic()
        asyncio.run(carry_through(address, "bare", leads, touches, pace))
        seconds = time.monotonic() - began
        after, server_mib = (cpu_seconds(server), cpu_seconds(worker)), resident(server)
        events = sum(histories(address, "bare-"), Counter[str]())
    return BareCost(
        touches=leads * touches,
        seconds=seconds,
        server_cpu=after[0] - before[0],
        worker_cpu=after[1] - before[1],
        events_per_touch=events.total() / (leads * touches),
        workflow_tasks_per_touch=events["workflow_task_started"] / (leads * touches),
        events_per_lead=events.total() / leads,
        server_mib=server_mib,
    )


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["--work"]:
        asyncio.run(work(sys.argv[2]))
        return
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[1])
    options.add_argument("--leads", type=int, default=200, help="workflows")
    options.add_argument("--touches", type=int, default=6, help="touches of each")
    options.add_argument("--pace", type=float, help="touches a second; without it, as many as the machine carries")
    chosen = options.parse_args()
    cost = measure(chosen.leads, chosen.touches, chosen.pace)
    sys.stdout.write(
        f"{cost.touches} touches of {chosen.leads} leads in {cost.seconds:.1f} s: {cost.per_second:.0f} a second\n"
        f"per touch: CPU          {1000 * cost.cpu_per_touch:8.1f} ms\n"
        f"  of the server         {1000 * cost.server_cpu / cost.touches:8.1f} ms\n"
        f"  of the worker         {1000 * cost.worker_cpu / cost.touches:8.1f} ms\n"
        f"history events          {cost.events_per_touch:8.1f}\n"
        f"workflow tasks          {cost.workflow_tasks_per_touch:8.1f}\n"
        f"history events per lead {cost.events_per_lead:8.1f}\n"
        f"memory of the server    {cost.server_mib:8.0f} MiB\n"
    )


if __name__ == "__main__":
    main()
