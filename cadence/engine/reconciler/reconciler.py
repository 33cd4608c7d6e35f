"""
What was left undone? Edge: the reconciler's jobs look for it again and again, and do it.

One statement tells whether any job that is due has something to do; a job that has nothing asks nothing. Each job reads
a limited page by an index and does what another process should have done. A job may run twice; many workers may run the
reconciler, but only one at a time works (protocol §2.2). It makes no touches. An item that a job cannot handle is set
aside (`jobs.py`), and the job continues.
"""

import logging
import threading
import time
from datetime import timedelta

from cadence.channels.provider import Carrier
from cadence.domain import CampaignState, Channel
from cadence.domain.errors import UnavailableError
from cadence.domain.payloads import SHORT, CampaignInput
from cadence.engine.alerts.watch import AlertWatch
from cadence.engine.audit.checkpoints import Checkpoints
from cadence.engine.jobs import JobRecords, Jobs
from cadence.engine.journal.keeper import JournalKeeper
from cadence.engine.outbox import LEADS, NEWS, OutboxRelay
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.engine.reconciler import pricing, rebuild, waking
from cadence.engine.reconciler.carrier_states import RECEIPT, TAKE_BACK, TOUCHES, CarrierStates, ago
from cadence.engine.reconciler.deleting import Deleting
from cadence.engine.reconciler.hearing import INBOUND, Hearing
from cadence.engine.reconciler.job import Job
from cadence.engine.reconciler.pricing import Pricing
from cadence.engine.reconciler.rebuild import Rebuilder, place_of
from cadence.engine.reconciler.sealing import Sealing
from cadence.engine.reconciler.waking import HoldWaker
from cadence.engine.retention.job import RetentionJob
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.campaigns import campaigns, enrolment_queue, enrolment_rows
from cadence.ledger.campaigns.campaigns import StoredCampaign
from cadence.ledger.campaigns.enrolment_rows import BEGINNING
from cadence.ledger.db.ledger import one_at_a_time
from cadence.ledger.events import stream
from cadence.ledger.people import strangers
from cadence.ledger.reading.undone import Limits, Undone, what_is_undone
from cadence.ledger.tables.fields import Broken

log = logging.getLogger(__name__)

BREATH = 0.5
"""Real seconds between two checks for due jobs."""
PAGE = 200
"""How many rows one job handles before the others have their turn."""
PAGES = 3
"""How many pages of overdue leads are checked in one round."""
CAMPAIGNS = "start campaigns"
"""The job whose items are set aside, as `doctor` and `review` show them."""


class Reconciler:
    """Runs the jobs that repeat what was left undone."""

    def __init__(  # noqa: PLR0913  the collaborators
        self,
        planner: Planner,
        carrier: Carrier,
        outbox: OutboxRelay,
        temporal_client: TemporalClient,
        keeper: JournalKeeper | None = None,
        *,
        doubt: timedelta = SHORT,
        checkpoints: Checkpoints | None = None,
    ) -> None:
        """Keep the collaborators. `doubt` is how long, in real time, an activity may still be working on a touch."""
        self._planner = planner
        self._carrier = carrier
        self._outbox = outbox
        self._temporal = temporal_client
        self._keeper = keeper or JournalKeeper(planner.ledger, planner.clock)
        self._records = JobRecords(planner.ledger)
        self._overdue = BEGINNING  # where the last check of overdue leads stopped
        self._items = Jobs(planner.ledger, planner.clock)
        self.asking = CarrierStates(planner, carrier, outbox, self._items, doubt)
        self.hearing = Hearing(planner, carrier, self._items, self.asking.follow)
        self.waking = HoldWaker(planner, outbox)
        retention = RetentionJob(planner)
        deleting = Deleting(planner, carrier)
        rebuilder = Rebuilder(planner.ledger, outbox, temporal_client)
        self._jobs = [
            Job(self.deliver, timedelta(seconds=2), 1.0, lambda undone: undone.news),
            Job(self.asking.ask_about_calls, timedelta(seconds=10), 1.0, lambda undone: undone.silent_calls),
            Job(self.asking.take_back, timedelta(seconds=5), 1.0, lambda undone: undone.unwanted_calls),
            Job(self.asking.reconcile_permits, timedelta(seconds=10), 1.0, lambda undone: undone.expired_leases),
            Job(self.asking.ask_about_messages, timedelta(seconds=30), 5.0, lambda undone: undone.silent_messages),
            Job(self.asking.ask_about_receipts, timedelta(seconds=30), 5.0, lambda undone: undone.missing_receipts),
            Job(self.waking.wake_held, timedelta(seconds=2), 0.5, self.waking.may_end),
            Job(self.hear, timedelta(minutes=1), 2.0),
            Job(self.start_enrolments, timedelta(seconds=30), 5.0, lambda undone: undone.unstarted),
            Job(self.start_campaigns, timedelta(seconds=30), 5.0, lambda undone: undone.campaigns),
            Job(rebuilder.compare_temporal, timedelta(seconds=rebuild.LOOK), rebuild.LOOK),
            Job(rebuilder.rebuild_workflows, timedelta(seconds=1), 1.0, lambda _: rebuilder.rebuilding),
            Job(self.start_overdue, timedelta(seconds=20), 20.0),
            Job(self.waking.look_for_lists, timedelta(minutes=15), 30.0),
            Job(self.waking.look_for_openings, timedelta(days=1), 60.0),
            Job(self.retry, timedelta(seconds=30), 2.0, lambda undone: undone.set_aside),
            Job(self.forget_strangers, timedelta(hours=1), 60.0),
            Job(Sealing(planner.ledger, checkpoints).seal, timedelta(seconds=20), 20.0),
            Job(self.forget_events, timedelta(hours=1), 60.0),
            Job(Pricing(planner, carrier).ask_prices, pricing.EVERY, 5.0),
            Job(deleting.delete_at_carrier, timedelta(seconds=30), 2.0, lambda undone: undone.deletions),
            Job(AlertWatch(planner).evaluate_alerts, timedelta(minutes=1), 5.0),
            Job(retention.erase_expired, timedelta(minutes=1), 5.0, lambda _: retention.wanted),
            Job(self.compare_journal, timedelta(seconds=20), 20.0),
        ]

    def run(self, stop: threading.Event) -> None:
        """Run jobs until `stop` is set."""
        while not stop.wait(BREATH):
            try:
                self.turn()
            except UnavailableError as outage:
                log.warning("the reconciler did nothing: %s", outage, extra={"action": "sweep_outage"})
                stop.wait(1.0)
            except Exception:  # if this thread ended, nothing would be reconciled any more
                log.exception("the reconciler did nothing", extra={"action": "sweep_failed"})
                stop.wait(1.0)

    def turn(self) -> None:
        """Run the jobs that are due and have work, unless another process is at it. Raises UnavailableError."""
        due = [job for job in self._jobs if job.due <= time.monotonic()]
        if not due:
            return
        undone = self._undone()
        working = [job for job in due if job.has_work(undone)]
        if working:
            with one_at_a_time(self._planner.ledger, clock=self._planner.clock) as mine:
                if mine:
                    self._work(due, working)
        else:
            self._work(due, [])

    def _undone(self) -> Undone:
        """Return what is left undone: one question for all jobs."""
        limits = Limits(
            now=self._planner.now(),
            fresh=self._outbox.fresh(),
            silent=self.asking.silent(),
            doubtful=self.asking.doubtful(),
            receipts=self.asking.receipt_ages(),
            holds=waking.ENDING,
        )
        with self._planner.ledger.begin() as tx:
            return what_is_undone(tx, limits)

    def _work(self, due: list[Job], working: list[Job]) -> None:
        """Run what has work, and record the results. An outage of one service does not stop the jobs of another."""
        done: set[str] = set()
        failed: dict[str, str] = {}
        for job in due:
            try:
                if job in working:
                    job.work()
            except UnavailableError as outage:
                log.warning("a job waits: %s", outage, extra={"action": "duty_waits", "duty": _name(job)})
                failed[_name(job)] = str(outage)
            except Exception as error:
                log.exception("a job failed", extra={"action": "duty_failed", "duty": _name(job)})
                # Not the error's message: it may contain anything.
                failed[_name(job)] = f"{type(error).__name__}; the worker's log says more (duty_failed)"
            else:
                done.add(_name(job))
            job.next_time(self._planner.clock.speed)
        self._records.note(done, failed)

    def retry(self) -> None:
        """Try again the items that jobs have set aside and that are due."""
        handlers = {
            INBOUND: self.hearing.again,
            TOUCHES: self.asking.look_up,
            RECEIPT: self.asking.receipt,
            TAKE_BACK: lambda sid: self._carrier.cancel(Channel.CALL, sid),
            NEWS: self._outbox.again_news,
            LEADS: self._outbox.again,
            CAMPAIGNS: self._ensure,
        }
        self._items.retry(handlers)

    def deliver(self) -> None:
        """Deliver news that has not been delivered yet."""
        after = 0
        while True:
            page = self._outbox.deliver_page(after=after, limit=PAGE)
            after = page.last
            if not after or page.silent or not (page.done or page.left_out):
                return

    def hear(self) -> None:
        """Record what people wrote to us since the last message seen, whether its webhook arrived or not."""
        self.hearing.hear()

    def forget_strangers(self) -> None:
        """Erase the sender of each stop that matches no lead, 30 days after it came."""
        with self._planner.begin() as unit:
            strangers.forget(unit.tx, now=unit.now)

    def forget_events(self) -> None:
        """Delete the events that were kept for 30 days."""
        with self._planner.begin() as unit:
            stream.forget(unit.tx, now=unit.now)

    def compare_journal(self) -> None:
        """Compare the journal of stops with the ledger: neither may lack what the other has."""
        self._keeper.look()

    def start_enrolments(self) -> None:
        """Start the workflows of committed enrolments whose start was lost."""
        self._outbox.start_page(limit=PAGE)

    def start_campaigns(self) -> None:
        """Start the workflow of every campaign that has something to do."""
        run = self._items.round(CAMPAIGNS)
        with self._planner.begin() as unit:
            wanted = [stored.name for stored in campaigns.every(unit.tx) if _wanted(unit, stored)]
        for name in run.wanted(wanted, str):
            with run.item(name):
                self._ensure(name)

    def _ensure(self, campaign: str) -> None:
        self._temporal.ensure_campaign(CampaignInput(campaign=campaign, clock=self._planner.clock))

    def start_overdue(self) -> None:
        """Start workflows of overdue leads, some pages a round and then on from there; running ones stay."""
        before, run = ago(self._planner.clock, timedelta(seconds=20), 20), self._items.round(LEADS)
        for _ in range(PAGES):
            broken: Broken = {}
            with self._planner.begin() as unit:
                overdue = enrolment_rows.with_past_wakeup(
                    unit.tx, before, after=self._overdue, limit=PAGE, broken=broken
                )
            full = len(overdue) + len(broken) == PAGE
            self._overdue = place_of(overdue[-1]) if full and overdue else BEGINNING
            run.set_aside(broken)
            self._outbox.rebuild(overdue)
            if self._overdue == BEGINNING:
                return


def _wanted(unit: UnitOfWork, campaign: StoredCampaign) -> bool:
    """Return whether a campaign's workflow has something to do: enrol leads, or close."""
    if campaign.state is CampaignState.RUNNING:
        return enrolment_queue.count_waiting(unit.tx, campaign.id) > 0
    return enrolment_rows.count_open(unit.tx, campaign.id) > 0


def _name(job: Job) -> str:
    """Return the name under which the ledger records the job: its method's."""
    return getattr(job.work, "__name__", "")
