"""How much have our servers used: processor time, memory, history events? Edge: reads /proc, and asks Temporal."""  # noqa: INP001  benchmarks are scripts, not a package

import asyncio
import os
from collections import Counter
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
LAST_THREADS = 0.25
"""Seconds that threads of Temporal's core may outlive their loop; a process that ends before them crashes."""


def cpu_seconds(pid: int | None) -> float:
    """Return the CPU seconds of a process and of all its children, living or gone."""
    stats = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            stats[int(file.parent.name)] = file.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended

    def seconds(parent: int | None) -> float:
        if parent not in stats:
            return 0.0
        own = sum(int(ticks) for ticks in stats[parent][11:15]) / TICKS
        return own + sum(seconds(child) for child, stat in stats.items() if int(stat[1]) == parent)

    return seconds(pid)


def resident(pid: int | None) -> float:
    """Return how much memory a process holds, in MiB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def histories(address: str, prefix: str, most: int | None = None) -> list[Counter[str]]:
    """Return the history events, by type, of each workflow whose id begins with `prefix`, or of so many of them."""
    return asyncio.run(_histories(address, prefix, most))


async def _histories(address: str, prefix: str, most: int | None) -> list[Counter[str]]:
    from temporalio.api.enums.v1 import EventType  # noqa: PLC0415  heavy
    from temporalio.client import Client  # noqa: PLC0415

    client, of_each = await Client.connect(address), list[Counter[str]]()
    async for workflow in client.list_workflows(f"WorkflowId STARTS_WITH '{prefix}'", limit=most):
        handle = client.get_workflow_handle(workflow.id, run_id=workflow.run_id)
        types = [EventType.Name(event.event_type) async for event in handle.fetch_history_events()]
        of_each.append(Counter(name.removeprefix("EVENT_TYPE_").lower() for name in types))
    await asyncio.sleep(LAST_THREADS)
    return of_each
