"""How does a running process show that it is alive? Edge: one row in the ledger every few seconds, for `doctor`."""

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from cadence.domain.errors import CadenceError
from cadence.engine.monitoring.measures import Counts, Tally
from cadence.ledger.db import processes
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.processes import ProcessRecord, ProcessRole, RunningProcess
from cadence.ledger.operations import objective_counts

log = logging.getLogger(__name__)

BEAT = 10.0
"""Real seconds between two rows."""


class Heartbeat:
    """Writes that this process is alive, with its `state` and `details`; the row goes when it ends properly."""

    def __init__(self, ledger: Ledger, role: ProcessRole, *, version: str = "") -> None:
        """Describe this process."""
        self._ledger = ledger
        self._process = RunningProcess(
            id=str(uuid4()), role=role, host=socket.gethostname(), pid=os.getpid(), version=version
        )
        self.state: Callable[[], str] = lambda: "starting"
        self.details: dict[str, Any] = {}
        self.queues: Callable[[], Collection[str]] = tuple
        self.also: Callable[[Connection], None] = lambda _tx: None  # what else is written in the same transaction
        self.tally = Tally()  # what this process has counted for objectives

    @contextlib.asynccontextmanager
    async def beating(self) -> AsyncIterator[None]:
        """Beat on this loop inside the block, so that a process whose loop is stuck stops beating."""
        stop = asyncio.Event()
        running = asyncio.create_task(self._run(stop))
        try:
            yield
        finally:
            stop.set()
            await running

    async def _run(self, stop: asyncio.Event) -> None:
        await asyncio.to_thread(self.begin)
        while not stop.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), BEAT)
            if not stop.is_set():
                await asyncio.to_thread(self.beat)
        await asyncio.to_thread(self.end)

    def begin(self) -> None:
        """Delete the rows of processes that ran here before and ended without deleting theirs, then beat."""
        with _logged(), self._ledger.begin() as tx:
            processes.forget(tx, [record.process.id for record in processes.every(tx) if self._replaces(record)])
            processes.forget_old(tx)
            objective_counts.forget(tx)
        self.beat()

    def beat(self) -> None:
        """Write the row. If the ledger does not answer, the next beat tries again."""
        with _logged(), self._counted() as counts, self._ledger.begin() as tx:
            ahead = processes.clock_ahead(tx)
            details = {**self.details, "state": self.state()}
            queues = ",".join(sorted(self.queues()))
            self.also(tx)
            objective_counts.add(tx, counts)
            processes.beat(tx, replace(self._process, ahead=ahead, queues=queues, details=details))

    def end(self) -> None:
        """Delete the row."""
        with _logged(), self._counted() as counts, self._ledger.begin() as tx:
            objective_counts.add(tx, counts)
            processes.forget(tx, [self._process.id])

    @contextlib.contextmanager
    def _counted(self) -> Iterator[Counts]:
        """Yield what was counted since the last beat; what is not stored waits for the next one."""
        counts = self.tally.take()
        try:
            yield counts
        except BaseException:
            self.tally.add(counts)
            raise

    def _replaces(self, other: ProcessRecord) -> bool:
        """Return whether a row is of an ended process of this machine; in a container it may have had our id."""
        theirs = other.process
        return theirs.host == self._process.host and (theirs.pid == self._process.pid or not _lives(theirs.pid))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


@contextlib.contextmanager
def _logged() -> Iterator[None]:
    """Log that there is no heartbeat, instead of raising."""
    try:
        yield
    except CadenceError as error:
        log.warning("no heartbeat: %s", error, extra={"action": "heartbeat_missed"})
