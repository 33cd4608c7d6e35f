"""How do several processors simulate one list? Edge: a process for each part of it, with orders through a pipe."""

import gc
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from cadence.domain.errors import CadenceError
from cadence.domain.list_rows import LeadRow
from cadence.simulation.shard import Shard, ShardOrder, ShardResult
from cadence.simulation.tally import SimulationCounts
from cadence.simulation.world import SimulationWorld

WORTH_IT = 2_000
"""Below this many leads, a second process costs more than it saves."""


class Processes:
    """Parts of the list, each in a process of its own; leave it with `with`."""

    def __init__(self, world: SimulationWorld, rows: Sequence[LeadRow], size: int) -> None:
        """Start the processes and deal the list out."""
        self.size = size
        context = get_context("spawn")
        self._pipes: list[Connection] = []
        self._processes = []
        for part in range(size):
            ours, theirs = context.Pipe()
            process = context.Process(target=_carry, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            self._pipes.append(ours)
            self._processes.append(process)
            ours.send((world, [(place, rows[place]) for place in range(part, len(rows), size)]))

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the processes end: a closed pipe tells them."""
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.join(timeout=5)
            if process.is_alive():
                process.terminate()

    def advance(self, orders: Sequence[ShardOrder]) -> list[ShardResult]:
        """Have all parts do their orders at the same time. Raises CadenceError when one of them has died."""
        with _alive():
            for pipe, order in zip(self._pipes, orders, strict=True):
                pipe.send(order)
            return [pipe.recv() for pipe in self._pipes]

    def close(self) -> SimulationCounts:
        """Return the counts of all leads. Raises CadenceError when a process has died."""
        total = SimulationCounts()
        with _alive():
            for pipe in self._pipes:
                pipe.send(None)
                total += pipe.recv()
        return total


@contextmanager
def _alive() -> Iterator[None]:
    """Say so when the other end of a pipe is gone."""
    try:
        yield
    except (EOFError, ConnectionError):
        raise CadenceError("A process of the simulation died; its last message is above.") from None


def _carry(pipe: Connection) -> None:
    """Simulate one part of the list until the pipe closes. The parent handles Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # facts are trees of frozen values: none of them waits for the collector, which would look at all
    with suppress(EOFError, BrokenPipeError):
        world, rows = pipe.recv()
        shard = Shard(world, rows)
        while (order := pipe.recv()) is not None:
            pipe.send(shard.advance(order))
        pipe.send(shard.close())
