"""
How does a worker die at a chosen point? `python -m tests.chaos.crashing_worker POINT CHANNEL`.

It is the production worker with a carrier, or a dispatcher, that kills its own process by SIGKILL the first time a
touch of this channel reaches the point. With the point `never` it lives.
"""

import asyncio
import os
import signal
import sys
from datetime import timedelta
from typing import Any

from cadence.app.carriers import carrier_of
from cadence.app.opened_ledger import clock_of, open_ledger
from cadence.app.settings import Settings
from cadence.app.temporal import connect
from cadence.app.worker import Concurrency, WorkerProcess
from cadence.channels.provider import Answer, Carrier, Dial, Message
from cadence.domain import Attempt, Channel
from cadence.domain.payloads import TouchResult
from cadence.engine.dispatch.answers import SenderRates
from cadence.engine.dispatch.attempt import Dispatcher, InProgress
from cadence.engine.outcomes.planner import Planner

BEFORE_CARRIER, AFTER_CARRIER, AFTER_RECORD, NEVER = "before_carrier", "after_carrier", "after_record", "never"
LOST_AFTER = timedelta(seconds=5)
"""Tests do not ask for ten minutes."""


def die() -> None:
    """End as a crash would."""
    os.kill(os.getpid(), signal.SIGKILL)


class CrashingCarrier:
    """A carrier in whose hands the process dies."""

    def __init__(self, real: Carrier, point: str, channel: Channel) -> None:
        self._real, self._point, self._channel = real, point, channel

    def send(self, message: Message) -> Answer:
        """Send, and die before or after it."""
        return self._carried(message.channel, lambda: self._real.send(message))

    def dial(self, dial: Dial) -> Answer:
        """Dial, and die before or after it."""
        return self._carried(Channel.CALL, lambda: self._real.dial(dial))

    def _carried(self, channel: Channel, carry: Any) -> Answer:
        if channel is self._channel and self._point == BEFORE_CARRIER:
            die()
        answer: Answer = carry()
        if channel is self._channel and self._point == AFTER_CARRIER:
            die()
        return answer

    def __getattr__(self, name: str) -> Any:
        """Look things up as ever."""
        return getattr(self._real, name)


class CrashingDispatcher(Dispatcher):
    """A door behind which the process dies: all is recorded, and Temporal has not heard of it."""

    def __init__(self, planner: Planner, carrier: Carrier, rates: SenderRates, *, dies_after: Channel | None) -> None:
        super().__init__(planner, carrier, rates, lost_after=LOST_AFTER)
        self._dies_after = dies_after

    def attempt(self, enrolment: str, attempt: Attempt) -> TouchResult | InProgress:
        """Attempt, and die after it."""
        made = super().attempt(enrolment, attempt)
        if attempt.channel is self._dies_after:
            die()
        return made


async def main(point: str, channel: Channel) -> None:
    """Work until killed."""
    settings = Settings.from_env()
    ledger = open_ledger(settings)
    dies_after = channel if point == AFTER_RECORD else None
    worker = WorkerProcess(
        client=await connect(settings),
        ledger=ledger,
        carrier=CrashingCarrier(carrier_of(settings), point, channel),
        clock=clock_of(ledger),
        rates=SenderRates(per_sender={"": 1.0}),
        concurrency=Concurrency(workflows=100, messages=20, calls=20),
        dispatcher=lambda planner, carrier, rates: CrashingDispatcher(planner, carrier, rates, dies_after=dies_after),
    )
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await worker.run(stop)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Channel(sys.argv[2])))
