"""
How does a worker die between sending an event and noting it? `python -m tests.integration.engine.killed_relay URL`.

That is the worker: a process that sends events until it is killed. The receiver kills it by SIGKILL, at random moments:
while it waits for an answer, or some milliseconds after the answer.
"""

import asyncio
import json
import os
import random
import signal
import sys
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from cadence.engine.events import relay as relaying
from cadence.engine.events import sending
from cadence.engine.events.relay import EventRelay, RelayContext
from cadence.engine.events.sending import EventSender
from cadence.ledger.db import clock
from cadence.ledger.db.ledger import Ledger
from cadence.local.stack.process import ServerProcess
from cadence.local.stack.programs import python
from tests.integration.engine.receiver import Receiver
from tests.integration.ledger.conftest import KEY

LEASE = 2.0
"""Real seconds after which another worker sends what a killed one had in hand."""
SOON = 0.02
"""Seconds after an answer within which the worker may not have noted it yet."""
AGENT = "cadence-"
"""A worker says its process id behind this."""


class RelayProcess(ServerProcess):
    """A worker that sends the events of a ledger."""

    def __init__(self, url: str, log: Path) -> None:
        super().__init__(name="relay", command=python("tests.integration.engine.killed_relay", url), log=log)

    def go_on(self) -> None:
        """Start it unless it runs. It may end by SIGKILL only."""
        if not self.running:
            assert self.exit_code in {None, -signal.SIGKILL}, self.last_words()
            self.spawn()


@dataclass
class KillingReceiver(Receiver):
    """Kills who has sent it an event: one of the workers, again and again."""

    every: tuple[int, int] = (20, 60)  # so many requests of theirs come between two kills, at least and at most
    most: int = sys.maxsize  # kills
    workers: Collection[ServerProcess] = ()
    killed: int = 0
    unanswered: list[str] = field(default_factory=list)  # events that were accepted: their sender died before it knew
    _left: int = 5  # requests until the next kill
    _chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311  no secret

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer, or kill before or after it."""
        before = len(self.events)
        answer = await super().handle(request)
        sender = int(request.headers["User-Agent"].partition(AGENT)[2] or 0)
        self._left -= any(worker.pid == sender and worker.running for worker in self.workers)
        if self._left > 0 or self.killed >= self.most:
            return answer
        self._left = self._chance.randint(*self.every)
        self.killed += 1
        if self._chance.random() < 0.5:
            end(sender)
            event = json.loads(await request.read())["id"]
            self.unanswered += [event] if event in {accepted["id"] for accepted in self.events[before:]} else []
        else:
            asyncio.get_running_loop().call_later(self._chance.uniform(0, SOON), end, sender)
        return answer

    @property
    def never_again(self) -> list[str]:
        """Events that did not come again, though nobody can have noted that they were received."""
        times = [event["id"] for event in self.events]
        return [event for event in self.unanswered if times.count(event) < 2]


def end(process: int) -> None:
    """End a process as a crash would; it may have ended meanwhile."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


async def main(url: str) -> None:
    """Send events until killed."""
    relaying.LEASE, relaying.LOOK = LEASE, 0.05
    sending.AGENT = f"{AGENT}{os.getpid()}"
    ledger = Ledger(url, KEY, connections=5)
    ledger.check_keys()
    with ledger.begin() as tx:
        shared = clock.read(tx)
    sender = EventSender(everywhere=True, timeout=0.5)
    await EventRelay(RelayContext(ledger, shared, sender, "https://cadence.example.com")).run(asyncio.Event())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
