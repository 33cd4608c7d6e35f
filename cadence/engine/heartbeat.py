"""
How does a running process say that it is alive? Edge: one row of the ledger, every few seconds.

The same look compares this machine's clock with PostgreSQL's. `doctor` reads the rows; nothing else depends on them.
"""

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import replace
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from cadence.domain.clock import off_by, utc_now
from cadence.domain.errors import CadenceError
from cadence.ledger.db import processes
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.processes import ProcessRecord, ProcessRole, RunningProcess

log = logging.getLogger(__name__)

BEAT = 10.0
"""Real seconds between two rows."""


class Heartbeat:
    """
    Says every ten seconds that this process is alive. Ended in order, its row goes.

    `state` says what the process does or waits for, and `details` what it works with; both may be changed at any time.
    """

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

    @contextlib.asynccontextmanager
    async def beating(self) -> AsyncIterator[None]:
        """Beat on this loop inside the block: a process whose loop is stuck falls silent."""
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
        """Take the place of those that ran here before and ended without a word, then beat."""
        try:
            with self._ledger.begin() as tx:
                gone = [one.process.id for one in processes.every(tx) if self._replaces(one)]
                processes.forget(tx, gone)
                processes.forget_old(tx)
        except CadenceError as error:
            _unheard(error)
        self.beat()

    def beat(self) -> None:
        """Write the row. A ledger that does not answer is tried again at the next beat."""
        try:
            with self._ledger.begin() as tx:
                before = utc_now()
                real = processes.server_time(tx)
                ahead = off_by(before, real, utc_now())
                details = {**self.details, "state": self.state()}
                queues = ",".join(sorted(self.queues()))
                self.also(tx)
                processes.beat(tx, replace(self._process, ahead=ahead, queues=queues, details=details))
        except CadenceError as error:
            _unheard(error)

    def end(self) -> None:
        """Say goodbye."""
        try:
            with self._ledger.begin() as tx:
                processes.forget(tx, [self._process.id])
        except CadenceError as error:
            _unheard(error)

    def _replaces(self, other: ProcessRecord) -> bool:
        """Tell whether another row is of a process of this machine that has ended; in a container it had our id."""
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


def _unheard(error: CadenceError) -> None:
    log.warning("no heartbeat: %s", error, extra={"action": "heartbeat_missed"})
