"""How is a worker process built, and how does it end? Edge: the composition root of the worker."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.enrol import CampaignActivities
from activities.touch import PlanActivities, TouchActivities
from cadence.app.beside import in_a_thread
from cadence.app.bootstrap import checkpoints_of, house_of, rates_of
from cadence.app.carriers import carrier_of
from cadence.app.endpoints import relay_of
from cadence.app.observing import observing_of
from cadence.app.opened_ledger import clock_of, journal_of, open_ledger
from cadence.app.settings import Settings
from cadence.app.startup import patiently
from cadence.app.temporal import connect
from cadence.channels.provider import Carrier
from cadence.domain import names
from cadence.domain.channels import DESCRIPTORS
from cadence.domain.clock import Clock, check_clock
from cadence.domain.errors import UnavailableError
from cadence.domain.house import HouseRules
from cadence.domain.payloads import SHORT
from cadence.engine.audit.checkpoints import Checkpoints
from cadence.engine.dispatch.answers import SenderRates, portfolios_as_data
from cadence.engine.dispatch.attempt import Dispatcher
from cadence.engine.events.relay import EventRelay
from cadence.engine.heartbeat import Heartbeat
from cadence.engine.journal.keeper import JournalKeeper
from cadence.engine.law import shipped_texts
from cadence.engine.outbox import OutboxRelay
from cadence.engine.outcomes.planner import Planner
from cadence.engine.reconciler.reconciler import Reconciler
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.db import processes
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.processes import ProcessRole
from cadence.ledger.law import stored
from cadence.ledger.touches import leases
from cadence.policy.required_registries import every_pack
from workflows.campaign import CampaignWorkflow
from workflows.lead import LeadWorkflow

log = logging.getLogger(__name__)

FAREWELL = timedelta(seconds=30)
"""How long running work may take when a worker ends: an interrupted POST is a lost answer."""
NEW_FLOORS = 2.0
"""Real seconds between two checks for new floors, and of the ledger's revision."""
PLANS = 20
"""Plans and pages of enrolments that one worker makes at once."""
POLLS = 10
"""Questions for workflow tasks that one worker has open at once ..."""
NEW_LEADS = 0.4
"""
... and the part of them that is about leads it does not have in memory, new ones above all. By themselves these are
five and one of them: at an opening the first tasks of new leads then wait for seconds behind those of known ones.
"""
CONNECTIONS = 16
"""Connections to the ledger: a touch holds one only for two short transactions, so fewer than there are threads."""
LAST_THREADS = 0.25
"""Real seconds that threads of Temporal's core may outlive a worker; a process that ends before them crashes."""
RUNNER = UnsandboxedWorkflowRunner()
"""
The sandbox detects what makes a workflow non-deterministic. Our workflows are short orchestration that tests run inside
it and replay from stored histories, so here it would only cost a fifth of a worker's throughput.
"""
RETRY = 2.0
"""Real seconds between two attempts to read the messages that came while no worker ran."""


@dataclass(frozen=True, slots=True)
class Concurrency:
    """How many things one worker process does at the same time."""

    workflows: int
    messages: int
    calls: int


@dataclass(frozen=True, slots=True)
class QueueWorker:
    """A Temporal worker on one task queue, with its threads."""

    worker: Worker
    pool: ThreadPoolExecutor
    running: asyncio.Task[None]

    def check(self) -> None:
        """Raise its error if it has ended by itself: a process that works on half its queues must not go on."""
        if self.running.done():
            self.running.result()

    async def end(self) -> None:
        """Take nothing new, and finish what is under way."""
        if not self.running.done():
            await self.worker.shutdown()
        await asyncio.gather(self.running, return_exceptions=True)
        self.pool.shutdown(wait=False)


class WorkerProcess:
    """Everything that one worker process does, wired by hand."""

    def __init__(  # noqa: PLR0913  the composition root
        self,
        *,
        client: Client,
        ledger: Ledger,
        carrier: Carrier,
        clock: Clock,
        rates: SenderRates,
        concurrency: Concurrency,
        dispatcher: Callable[[Planner, Carrier, SenderRates], Dispatcher] = Dispatcher,
        doubt: timedelta = SHORT,
        house: HouseRules | None = None,
        checkpoints: Checkpoints | None = None,
        relay: EventRelay | None = None,
        keeper: JournalKeeper | None = None,
    ) -> None:
        """Wire the parts; nothing runs yet. Call it on the event loop that it will run on."""
        self.client = client
        self._relaying = relay.running() if relay is not None else contextlib.nullcontext()
        self.concurrency = concurrency
        self.state = "waiting for the carrier"  # and then "working"
        self._queue_workers: list[QueueWorker] = []
        planner = self.planner = Planner(ledger, clock, house)
        temporal = TemporalClient(client, asyncio.get_running_loop())
        outbox = OutboxRelay(ledger, temporal, clock)
        keeper = self._keeper = keeper or JournalKeeper(ledger, clock)
        self.reconciler = Reconciler(planner, carrier, outbox, temporal, keeper, doubt=doubt, checkpoints=checkpoints)
        dispatch = dispatcher(self.planner, carrier, rates)
        dispatch.doubted = keeper.doubted
        self.touches = TouchActivities(self.planner, dispatch, lambda: self.state == "working")
        self.plans = PlanActivities(self.planner)
        self.campaigns = CampaignActivities(self.planner, outbox, carrier)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, then finish what is under way."""
        try:
            self.begin_planning()
            await self._read_missed_messages(stop)
            if not stop.is_set():
                async with in_a_thread(self.reconciler.run), self._relaying:
                    await self._touch(stop)
        finally:
            await self.end()

    def begin_planning(self) -> None:
        """Begin with what contacts nobody: workflows, plans, enrolments, and decisions about what leaves nothing."""
        decided = [self.touches.decided(channel) for channel in DESCRIPTORS]
        self._begin(names.WORKFLOWS, PLANS, [self.plans.plan, self.campaigns.enrol, self.campaigns.close, *decided])

    def queues(self) -> list[str]:
        """Return the task queues that this process works on now."""
        return [running.worker.task_queue for running in self._queue_workers]

    async def end(self) -> None:
        """Take nothing new, and finish what is under way."""
        await asyncio.gather(*(running.end() for running in self._queue_workers))
        await asyncio.sleep(LAST_THREADS)

    async def _touch(self, stop: asyncio.Event) -> None:
        """Make touches: messages and tasks, and the calls of every floor, including new floors."""
        touches = self.touches
        by_floor = [channel for channel, descriptor in DESCRIPTORS.items() if descriptor.uses_agents]
        for channel in DESCRIPTORS:
            at_once = self.concurrency.calls if channel in by_floor else self.concurrency.messages
            self._begin(names.touch_queue(channel), at_once, [touches.of(channel)])
        known: set[str] = set()
        self.state = "working"
        log.info("working", extra={"action": "worker_ready"})
        while not stop.is_set():
            await asyncio.to_thread(self._check_ledger)
            for floor in sorted(await self._floors() - known):
                for channel in by_floor:
                    self._begin(names.touch_queue(channel, floor), self.concurrency.calls, [touches.of(channel)])
                known.add(floor)
            for queue_worker in self._queue_workers:
                queue_worker.check()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), NEW_FLOORS)

    def _begin(self, queue: str, at_once: int, methods: list[Callable[..., Any]]) -> None:
        """Begin to work on one queue, each activity in a thread."""
        pool = ThreadPoolExecutor(at_once, queue)
        workflows = [LeadWorkflow, CampaignWorkflow] if queue == names.WORKFLOWS else []
        worker = Worker(
            self.client,
            task_queue=queue,
            workflows=workflows,
            activities=methods,
            activity_executor=pool,
            workflow_runner=RUNNER,
            max_concurrent_workflow_tasks=self.concurrency.workflows if workflows else None,
            max_concurrent_workflow_task_polls=POLLS if workflows else None,
            nonsticky_to_sticky_poll_ratio=NEW_LEADS,
            max_concurrent_activities=at_once,
            max_concurrent_local_activities=at_once,
            graceful_shutdown_timeout=FAREWELL,
        )
        self._queue_workers.append(QueueWorker(worker, pool, asyncio.create_task(worker.run())))

    async def _read_missed_messages(self, stop: asyncio.Event) -> None:
        """Keep the law, and learn of every stop in the journal and of those that came while no worker ran."""
        while not stop.is_set():
            try:
                for learn in (self._keep_law, self.reconciler.compare_journal, self.reconciler.hear):
                    await asyncio.to_thread(learn)
            except UnavailableError as outage:
                log.warning("no touch is sent yet: %s", outage, extra={"action": "worker_waits"})
            except Exception:  # the error of a single message never gets here: such messages are set aside
                log.exception("no touch is sent yet", extra={"action": "worker_waits"})
            else:
                return
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), RETRY)

    def _keep_law(self) -> None:
        """Keep the text of each pack that this program brings, before anybody is contacted by it, and read it once."""
        every_pack()
        with self.planner.begin() as unit:
            stored.keep(unit.tx, shipped_texts(), at=unit.now, shipped=True)

    def _check_ledger(self) -> None:
        """Raise ConflictError, which ends the process, when a later version has upgraded the ledger since the start."""
        with contextlib.suppress(UnavailableError):  # outages are waited out
            self.planner.ledger.check_shape()  # a later version may write stops or law where this one does not look
            self._keeper.learn_doubt()  # that a backup was restored is noticed by one worker

    async def _floors(self) -> set[str]:
        """Return the names of all floors; none while the ledger does not answer."""

        def read() -> set[str]:
            with contextlib.suppress(UnavailableError), self.planner.begin() as unit:
                return set(leases.floor_names(unit.tx))
            return set()

        return await asyncio.to_thread(read)


async def work(settings: Settings, stop: asyncio.Event, *, version: str = "") -> None:
    """Run a worker until `stop` is set; it waits for services. Raises lasting errors: a setting, a key, a revision."""
    settings.required_hmac_key()
    carrier, rates, house = carrier_of(settings), rates_of(settings), house_of(settings)
    observing = observing_of(settings)
    ledger = await patiently(
        "PostgreSQL", lambda: asyncio.to_thread(open_ledger, settings, connections=CONNECTIONS), stop
    )
    if ledger is None:
        return
    heartbeat = Heartbeat(ledger, ProcessRole.WORKER, version=version)
    heartbeat.details = {"portfolios": portfolios_as_data(rates)}
    try:
        heartbeat.tally = observing.measures.tally
        async with heartbeat.beating():
            heartbeat.state = lambda: "waiting for Temporal"
            client = await patiently("Temporal", lambda: connect(settings, runtime=observing.runtime), stop)
            clock = await asyncio.to_thread(clock_of, ledger)
            heartbeat.state = lambda: "waiting for the right time"
            await patiently("the right time", lambda: asyncio.to_thread(right_time, ledger, clock), stop)
            if client is None or stop.is_set():
                return
            process = WorkerProcess(
                client=client,
                ledger=ledger,
                carrier=observing.carrier(carrier),
                clock=clock,
                rates=rates,
                dispatcher=observing.dispatcher(clock),
                concurrency=Concurrency(settings.workflow_slots, settings.message_slots, settings.call_slots),
                house=house,
                checkpoints=checkpoints_of(settings),
                relay=relay_of(settings, ledger, clock),
                keeper=JournalKeeper(ledger, clock, journal_of(settings, ledger)),
            )
            heartbeat.queues = process.queues
            heartbeat.state = lambda: process.state
            await process.run(stop)
    finally:
        ledger.close()
        observing.tracing.end()


def right_time(ledger: Ledger, clock: Clock) -> None:
    """Raise WrongClockError unless this machine's clock is PostgreSQL's."""
    with ledger.begin() as tx:
        check_clock(clock, processes.clock_ahead(tx))
