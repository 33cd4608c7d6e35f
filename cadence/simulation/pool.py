"""How do several processors simulate one list? Edge: a process for each part of it, with orders through a pipe."""

import gc
import signal
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Self

from cadence.domain.errors import CadenceError
from cadence.domain.list_rows import LeadRow
from cadence.domain.queued import Queued
from cadence.planning.turns import queued
from cadence.simulation.shard import Shard, ShardOrder, ShardResult, part_of
from cadence.simulation.tally import SimulationCounts
from cadence.simulation.world import SimulationWorld

WORTH_IT = 2_000
"""Below this many leads, a second process costs more than it saves."""
HAND = 1_000
"""So many rows are dealt out at once."""


class Processes:
    """Parts of the list, each in a process of its own; leave it with `with`."""

    def __init__(self, world: SimulationWorld, rows: Iterable[LeadRow], size: int) -> None:
        """Start the processes and deal the list out: of rows that are made one by one, none is kept here."""
        self.size = size
        self.scores: list[int] = []
        self.parts: list[int] = []
        self.people: list[Queued] = []
        self._world = world
        context = get_context("fork") if _has_one_thread() else get_context("spawn")
        self._pipes: list[Connection] = []
        self._processes: list[BaseProcess] = []
        for _ in range(size):
            ours, theirs = context.Pipe()
            inherited = (*self._pipes, ours) if context.get_start_method() == "fork" else ()
            process = context.Process(target=_carry, args=(theirs, world, inherited), daemon=True)
            process.start()
            theirs.close()
            self._pipes.append(ours)
            self._processes.append(process)
        self._deal(rows)

    def _deal(self, rows: Iterable[LeadRow]) -> None:
        """Give each row to the process that its part is in."""
        places = enumerate(rows)
        while hand := list(islice(places, HAND)):
            self.scores += [row.score for _, row in hand]
            turns = self._world.campaign.account
            self.people += [queued(turns, place, row) for place, row in hand] if turns else []
            self.parts += [part_of(self._world, place, row, self.size) for place, row in hand]
            for part, pipe in enumerate(self._pipes):
                pipe.send([(place, row) for place, row in hand if self.parts[place] == part])
        for pipe in self._pipes:
            pipe.send(None)

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


def _has_one_thread() -> bool:
    """
    Tell whether this process can be copied with all that it has loaded: no other thread may hold a lock then.

    Where that is not known, each process of the simulation loads everything itself.
    """
    threads = Path("/proc/self/task")
    return threads.is_dir() and len(list(threads.iterdir())) == 1


def _carry(pipe: Connection, world: SimulationWorld, inherited: Iterable[Connection]) -> None:
    """
    Simulate one part of the list until the pipe closes. The parent handles Ctrl-C.

    `inherited` are the parent's ends of pipes that a copy of it has: while one is open, nobody sees the parent end.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # facts are trees of frozen values: none of them waits for the collector, which would look at all
    for end in inherited:
        end.close()
    with suppress(EOFError, BrokenPipeError):
        shard = Shard(world)
        while (hand := pipe.recv()) is not None:
            shard.deal(hand)
        while (order := pipe.recv()) is not None:
            pipe.send(shard.advance(order))
        pipe.send(shard.close())
