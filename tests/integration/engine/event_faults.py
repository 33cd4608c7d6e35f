"""
Does an endpoint get every event, each lead's in order, whatever fails?

    python -m tests.integration.engine.event_faults --events 10000

The tests do it with 600. Workers are processes that are killed (SIGKILL) between sending and noting, answers are 5xx,
hang and get lost, and for an hour of the Clock the receiver is down.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from cadence.domain.clock import Clock, utc_now
from cadence.domain.events import EventType
from cadence.engine.events.relay import EventRelay, RelayContext
from cadence.engine.events.sending import EventSender
from cadence.engine.events.signing import new_secret
from cadence.ledger.db import clock, set_aside
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.migrate import upgrade
from cadence.ledger.events import endpoints
from cadence.local.stack import Postgres
from tests.integration.engine.killed_relay import KillingReceiver, RelayProcess
from tests.integration.engine.receiver import Behaviour, Receiver, receiving
from tests.integration.ledger.conftest import KEY
from tests.integration.ledger.world import NOON, World

SPEED = 3600.0
"""An hour of the cadence in a second."""


EACH = 20
"""Events of each lead."""


class Office:
    """A ledger with leads, whose consents are the facts of these tests, and the endpoints that hear of them."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.clock = Clock(origin=NOON, started=utc_now(), speed=SPEED)
        with ledger.begin() as tx:
            clock.set_clock(tx, self.clock)
        self.leads = [World(ledger).lead()]

    @property
    def url(self) -> str:
        """Where its ledger is."""
        return self.ledger.engine.url.render_as_string(hide_password=False)

    def people(self, count: int) -> None:
        """Let there be so many leads."""
        with self.ledger.begin() as tx:
            rows = tx.execute(
                text("INSERT INTO leads (id, list, key, imported_at, updated_at) SELECT gen_random_uuid(), 'many', "
                "CAST(n AS text), now(), now() FROM generate_series(1, :count) n RETURNING CAST(id AS text)"),
                {"count": count},
            )  # fmt: skip
            self.leads = list(rows.scalars())

    def consents(self, each: int) -> int:
        """Write so many facts about each lead, in transactions of several leads; return how many facts."""
        write = text(
            "INSERT INTO consents (lead_id, channel, given, at) SELECT CAST(lead AS uuid), 'sms', true, :at "
            "FROM unnest(CAST(:leads AS text[])) AS lead"
        )
        for _ in range(each):
            with self.ledger.begin() as tx:
                tx.execute(write, {"leads": self.leads, "at": self.clock.now()})
        return each * len(self.leads)

    def endpoint(
        self, name: str, receiver: Receiver, types: tuple[EventType, ...] = (EventType.CONSENT_GIVEN,)
    ) -> None:
        """Add an endpoint."""
        receiver.secret = receiver.secret or new_secret()
        with self.ledger.begin() as tx:
            endpoints.put(
                tx, self.ledger.hasher, name, url=receiver.url, types=types, secret=receiver.secret, at=self.clock.now()
            )

    def relay(self) -> EventRelay:
        """What sends, as a worker has it."""
        sender = EventSender(everywhere=True, timeout=0.5)
        return EventRelay(RelayContext(self.ledger, self.clock, sender, "https://cadence.example.com"))

    def waiting(self) -> int:
        """How many events wait."""
        with self.ledger.begin() as tx:
            return int(tx.execute(text("SELECT count(*) FROM deliveries WHERE delivered_at IS NULL")).scalar_one())

    def missing(self) -> int:
        """How many facts the endpoint has not received."""
        statement = """SELECT (SELECT count(*) FROM events WHERE type = 'consent.given')
            - (SELECT count(*) FROM deliveries WHERE delivered_at IS NOT NULL)"""
        with self.ledger.begin() as tx:
            return int(tx.execute(text(statement)).scalar_one())

    def aside(self) -> list[str]:
        """What people are shown."""
        with self.ledger.begin() as tx:
            return [item.item for item in set_aside.every(tx)]

    def disabled(self) -> list[str]:
        """Which endpoints get nothing any more, and why."""
        with self.ledger.begin() as tx:
            every = endpoints.every(tx, self.ledger.hasher, now=self.clock.now())
        return [stored.disabled_because for stored in every if stored.disabled_at]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survived:
    """What arrived."""

    wrong: list[str]  # leads whose events are not 1, 2, 3 ... in order; ids with two contents, or that were lost
    repeated: int  # events that came more than once
    requests: int
    killed: int  # workers
    unanswered: int  # of these, how many died between an event's arrival and its answer


def failing(outage: Callable[[], bool]) -> Behaviour:
    """A receiver that fails now and then, and always for an hour."""
    chance = random.Random(11)  # noqa: S311  the same faults in each run

    def behaviour(_: dict[str, Any]) -> str:
        if outage():
            return "503"
        return chance.choices(["ok", "500", "hang", "drop"], [90, 7, 0.5, 2.5])[0]

    return behaviour


def outage_of(clock: Clock) -> Callable[[], bool]:
    """From an hour after the first request on nothing works, for an hour."""
    first: list[datetime] = []

    def outage() -> bool:
        now = clock.now()
        if not first:
            first.append(now)
        return timedelta(hours=1) < now - first[0] < timedelta(hours=2)

    return outage


async def survive(
    office: Office,
    count: int,
    folder: Path,
    *,
    workers: int,
    kills: int = sys.maxsize,
    every: tuple[int, int] = (20, 60),
) -> Survived:
    """
    Write so many events while everything fails, and wait until they are delivered.

    Of the workers, which are processes, one dies again and again, after so many requests. With a limit of kills another
    one, which is not killed, helps after the first.
    """
    office.people(count // EACH)
    processes = [RelayProcess(office.url, folder / f"relay-{number}.log") for number in range(workers)]
    receiver = KillingReceiver(behaviour=failing(outage_of(office.clock)), workers=processes, most=kills, every=every)
    async with receiving(receiver) as crm, AsyncExitStack() as steady:
        office.endpoint("crm", crm)
        written = asyncio.create_task(asyncio.to_thread(office.consents, EACH))
        helps = kills == sys.maxsize
        try:
            while not written.done() or await asyncio.to_thread(office.missing):
                for process in processes:
                    process.go_on()
                if receiver.killed and not helps:
                    helps = True
                    await steady.enter_async_context(office.relay().running())
                await asyncio.sleep(0.1)
            await written
        finally:
            for process in processes:
                process.kill()
    contents: dict[str, set[str]] = {}
    for event in crm.events:
        contents.setdefault(event["id"], set()).add(str(event))
    expected = {f"leads/{lead}": [*range(1, EACH + 1)] for lead in office.leads}
    wrong = [subject for subject, numbers in expected.items() if crm.first.get(subject) != numbers]
    wrong += [event for event, forms in contents.items() if len(forms) > 1]
    return Survived(
        wrong=wrong + receiver.never_again,
        repeated=len(crm.events) - len(contents),
        requests=crm.requests,
        killed=receiver.killed,
        unanswered=len(receiver.unanswered),
    )


def main() -> int:
    """Run it on an embedded PostgreSQL."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=10_000)
    count = parser.parse_args().events
    with (
        tempfile.TemporaryDirectory() as folder,
        Postgres(Path(folder, "data"), Path(folder, "log"), durable=False) as server,
    ):
        server.run("CREATE DATABASE faults")
        upgrade(server.url("faults"))
        ledger = Ledger(server.url("faults"), KEY, connections=10)
        ledger.check_keys()
        began, often = time.monotonic(), (max(20, count // 100), max(80, count // 25))
        survived = asyncio.run(survive(Office(ledger), count, Path(folder), workers=3, every=often))
        ledger.close()
    sys.stdout.write(
        f"{count} events, {survived.requests} requests, {survived.repeated} came again, {survived.killed} workers "
        f"killed, {survived.unanswered} of them before the answer; {len(survived.wrong)} lost or out of order; "
        f"{time.monotonic() - began:.0f} s\n"
    )
    return bool(survived.wrong or not survived.unanswered)


if __name__ == "__main__":
    sys.exit(main())
