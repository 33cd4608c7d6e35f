"""
How does a worker come together, and how does it end? Edge: the composition root of everything that works.

Settings in; ledger, carrier, clock, activities and Workers out. A worker may be killed at any point: another one goes
on from the ledger.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.enrol import CampaignActivities
from activities.plan import PlanActivities
from activities.touch import TouchActivities
from cadence.app.bootstrap import carrier_of, clock_of, open_ledger, portfolios_as_data, rates_of
from cadence.app.settings import Settings
from cadence.app.startup import patiently
from cadence.app.temporal import connect
from cadence.campaign.house_file import load_house
from cadence.channels.provider import Carrier
from cadence.domain import Channel, names
from cadence.domain.clock import Clock, check_clock, off_by, utc_now
from cadence.domain.errors import UnavailableError
from cadence.domain.house import HouseRules
from cadence.engine.dispatch import Dispatcher, SenderRates
from cadence.engine.heartbeat import Heartbeat
from cadence.engine.outbox import OutboxRelay
from cadence.engine.outcomes import Planner
from cadence.engine.reconciler.reconciler import Reconciler
from cadence.engine.temporal_client import SyncTemporalClient, TemporalClient
from cadence.ledger.db import processes
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.processes import ProcessRole
from cadence.ledger.touches import leases
from workflows.campaign import CampaignWorkflow
from workflows.lead import LeadWorkflow

log = logging.getLogger(__name__)

FAREWELL = timedelta(seconds=30)
"""How long work under way may take when a worker ends: a POST that is cut off is an answer that is lost."""
NEW_FLOORS = 2.0
"""Real seconds between two looks for floors that have been opened."""
PLANS = 20
"""Plans and pages of enrolments that one worker makes at once."""
CONNECTIONS = 30
"""Connections to the ledger: touches hold one for two short transactions only, so fewer than there are threads."""
LAST_THREADS = 0.25
"""So long the threads of Temporal's core may outlive a worker; a process that ends before them crashes."""
RUNNER = UnsandboxedWorkflowRunner()
"""
The sandbox looks for what makes a workflow unrepeatable. Ours are a page of orchestration that tests run inside it and
replay from stored histories, so here it would only cost: a fifth of what a worker does.
"""
RETRY = 2.0
"""Real seconds between two tries to hear what was missed while no worker ran."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concurrency:
    """How much one worker does at once."""

    workflows: int = 100
    messages: int = 20
    calls: int = 20


@dataclass(frozen=True, slots=True)
class QueueWorker:
    """Work on one queue."""

    worker: Worker
    pool: ThreadPoolExecutor
    running: asyncio.Task[None]

    def check(self) -> None:
        """Raise what ended it, if it has ended by itself: a worker that works on half its queues helps nobody."""
        if self.running.done():
            self.running.result()

    async def end(self) -> None:
        """Take nothing new, and finish what is under way."""
        if not self.running.done():
            await self.worker.shutdown()
        await asyncio.gather(self.running, return_exceptions=True)
        self.pool.shutdown(wait=False)


class WorkerProcess:
    """Everything one worker process does, put together by hand."""

    def __init__(  # noqa: PLR0913  the composition root
        self,
        *,
        client: Client,
        ledger: Ledger,
        carrier: Carrier,
        clock: Clock,
        rates: SenderRates,
        slots: Concurrency | None = None,
        door: Callable[[Planner, Carrier, SenderRates], Dispatcher] = Dispatcher,
        doubt: timedelta | None = None,
        house: HouseRules | None = None,
    ) -> None:
        """Put it together; nothing runs yet. Call it on the event loop that it is to run on."""
        self.client = client
        self.slots = slots or Concurrency()
        self.state = "waiting for the carrier"  # and then "working"
        self._shifts: list[QueueWorker] = []
        self.planner = Planner(ledger, clock, house)
        sync_client = SyncTemporalClient(TemporalClient(client), asyncio.get_running_loop())
        outbox = OutboxRelay(ledger, sync_client, clock)
        patience = {} if doubt is None else {"doubt": doubt}
        self.reconciler = Reconciler(self.planner, carrier, outbox, sync_client, **patience)
        self.touches = TouchActivities(self.planner, door(self.planner, carrier, rates))
        self.plans = PlanActivities(self.planner)
        self.campaigns = CampaignActivities(self.planner, outbox, carrier)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop, then finish what is under way."""
        try:
            self.begin_planning()
            await self._hear_what_was_missed(stop)
            if not stop.is_set():
                async with _in_a_thread(self.reconciler.run):
                    await self._touch(stop)
        finally:
            await self.end()

    def begin_planning(self) -> None:
        """Begin with what touches nobody: workflows, plans, enrolments."""
        self._begin(names.WORKFLOWS, PLANS, [self.plans.plan, self.campaigns.enrol, self.campaigns.close])

    def queues(self) -> list[str]:
        """Return the task queues that this worker works on now."""
        return [shift.worker.task_queue for shift in self._shifts]

    async def end(self) -> None:
        """Take nothing new, and finish what is under way."""
        await asyncio.gather(*(shift.end() for shift in self._shifts))
        await asyncio.sleep(LAST_THREADS)

    async def _touch(self, stop: asyncio.Event) -> None:
        """Make touches: messages and tasks, and the calls of every floor there is or will be."""
        touches = self.touches
        for channel, method in (("sms", touches.sms), ("whatsapp", touches.whatsapp), ("task", touches.task)):
            self._begin(names.touch_queue(channel), self.slots.messages, [method])
        known: set[str] = set()
        self.state = "working"
        log.info("working", extra={"action": "worker_ready"})
        while not stop.is_set():
            for floor in sorted(await self._floors() - known):
                self._begin(names.touch_queue(Channel.CALL, floor), self.slots.calls, [touches.call])
                known.add(floor)
            for shift in self._shifts:
                shift.check()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), NEW_FLOORS)

    def _begin(self, queue: str, slots: int, methods: list[Callable[..., Any]]) -> None:
        """Begin to work on one queue, each activity in a thread."""
        pool = ThreadPoolExecutor(slots, queue)
        workflows = [LeadWorkflow, CampaignWorkflow] if queue == names.WORKFLOWS else []
        worker = Worker(
            self.client,
            task_queue=queue,
            workflows=workflows,
            activities=methods,
            activity_executor=pool,
            workflow_runner=RUNNER,
            max_concurrent_workflow_tasks=self.slots.workflows if workflows else None,
            max_concurrent_activities=slots,
            graceful_shutdown_timeout=FAREWELL,
        )
        self._shifts.append(QueueWorker(worker, pool, asyncio.create_task(worker.run())))

    async def _hear_what_was_missed(self, stop: asyncio.Event) -> None:
        """Take in what people wrote while nobody listened, before any touch leaves: a STOP sent then counts."""
        while not stop.is_set():
            try:
                await asyncio.to_thread(self.reconciler.hear)
            except UnavailableError as outage:
                log.warning("no touch leaves yet: %s", outage, extra={"action": "worker_waits"})
            except Exception:  # no single message comes here: those are set aside
                log.exception("no touch leaves yet", extra={"action": "worker_waits"})
            else:
                return
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), RETRY)

    async def _floors(self) -> set[str]:
        """Return the floors there are; none while the ledger does not answer."""

        def read() -> set[str]:
            with self.planner.begin() as unit:
                return set(leases.floor_names(unit.tx))

        try:
            return await asyncio.to_thread(read)
        except UnavailableError:
            return set()


async def work(settings: Settings, stop: asyncio.Event, *, version: str = "") -> None:
    """
    Run one worker as the settings say, until told to stop.

    A service that does not answer yet is waited for. Raises what is wrong for good: a setting, a key, a revision.
    """
    settings.required_hmac_key()
    carrier, rates, house = carrier_of(settings), rates_of(settings), load_house(settings.house)
    ledger = await patiently(
        "PostgreSQL", lambda: asyncio.to_thread(open_ledger, settings, connections=CONNECTIONS), stop
    )
    if ledger is None:
        return
    heartbeat = Heartbeat(ledger, ProcessRole.WORKER, version=version)
    heartbeat.details = {"portfolios": portfolios_as_data(rates)}
    try:
        async with heartbeat.beating():
            heartbeat.state = lambda: "waiting for Temporal"
            client = await patiently("Temporal", lambda: connect(settings), stop)
            clock = await asyncio.to_thread(clock_of, ledger)
            heartbeat.state = lambda: "waiting for the right time"
            await patiently("the right time", lambda: asyncio.to_thread(right_time, ledger, clock), stop)
            if client is None or stop.is_set():
                return
            slots = Concurrency(
                workflows=settings.workflow_slots, messages=settings.message_slots, calls=settings.call_slots
            )
            crew = WorkerProcess(
                client=client, ledger=ledger, carrier=carrier, clock=clock, rates=rates, slots=slots, house=house
            )
            heartbeat.queues = crew.queues
            heartbeat.state = lambda: crew.state
            await crew.run(stop)
    finally:
        ledger.close()


def right_time(ledger: Ledger, clock: Clock) -> None:
    """Raise WrongClockError unless this machine's clock is PostgreSQL's."""
    with ledger.begin() as tx:
        before = utc_now()
        real = processes.server_time(tx)
        check_clock(clock, off_by(before, real, utc_now()))


@contextlib.asynccontextmanager
async def _in_a_thread(run: Callable[[threading.Event], None]) -> AsyncIterator[None]:
    """Run something beside us, and have it end with us."""
    stop = threading.Event()
    running = asyncio.create_task(asyncio.to_thread(run, stop))
    try:
        yield
    finally:
        stop.set()
        await running
