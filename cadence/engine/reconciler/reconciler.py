"""
What makes every promise true in the end? Edge: the reconciler looks, again and again, for what was left undone.

Each duty reads a bounded page by an index and does what somebody else should have done: it may be done twice, and by
several workers, though one at a time has the turn (protocol §2.2). It calls nobody and sends nothing. An item that a
duty cannot handle is set aside (`jobs.py`), and the duty goes on.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cadence.channels.provider import Carrier, Received, Unreadable
from cadence.domain import CampaignState, Channel
from cadence.domain.errors import UnavailableError
from cadence.domain.payloads import SHORT, CampaignInput
from cadence.engine.dispatch import take_back
from cadence.engine.jobs import Jobs
from cadence.engine.outbox import LEADS, NEWS, OutboxRelay
from cadence.engine.outcomes import Planner, UnitOfWork, record_inbound
from cadence.engine.reconciler import rebuild
from cadence.engine.reconciler.carrier_states import RECEIPT, TAKE_BACK, TOUCHES, CarrierStates, ago
from cadence.engine.reconciler.job_records import JobRecords
from cadence.engine.reconciler.rebuild import Rebuilder
from cadence.engine.reconciler.waking import HoldWaker
from cadence.engine.temporal_client import SyncTemporalClient
from cadence.ledger.campaigns import campaigns, enrolment_queue, enrolment_rows
from cadence.ledger.campaigns.campaigns import StoredCampaign
from cadence.ledger.campaigns.enrolment_rows import BEGINNING, Place, StoredEnrolment
from cadence.ledger.db import services
from cadence.ledger.db.leader_lock import one_at_a_time
from cadence.ledger.db.rows_read import Broken
from cadence.ledger.db.services import Service
from cadence.ledger.people import strangers
from cadence.ledger.touches import inbound, senders

log = logging.getLogger(__name__)

BREATH = 0.25
"""Real seconds between two looks at what is due."""
PAGE = 200
"""How many rows one duty handles before the others have their turn."""
PAGES = 3
"""How many pages of leads that should have moved on are looked at in one round."""
OVERLAP = timedelta(minutes=2)
"""Inbound messages are read again from so long before the last one seen: they are recorded once."""
FIRST_LOOK = timedelta(days=1)
"""How far back they are read the first time."""
INBOUND, CAMPAIGNS = "hear messages", "start campaigns"
"""The jobs whose items are set aside, as `doctor` and `review` show them."""


@dataclass(slots=True)
class Job:
    """Something to be done every so often of the Clock, but not more often than `least` in real time."""

    work: Callable[[], None]
    every: timedelta
    least: float  # real seconds
    due: float = field(default=0.0)  # on the monotonic clock

    def next_time(self, speed: float) -> None:
        """Put it off until it is due again."""
        self.due = time.monotonic() + max(self.every.total_seconds() / speed, self.least)


class Reconciler:
    """Makes every promise true in the end."""

    def __init__(
        self,
        planner: Planner,
        carrier: Carrier,
        outbox: OutboxRelay,
        sync_client: SyncTemporalClient,
        *,
        doubt: timedelta = SHORT,
    ) -> None:
        """Keep what it looks with. `doubt` is how long, in real time, an activity may still be at work on a touch."""
        self._planner = planner
        self._carrier = carrier
        self._outbox = outbox
        self._temporal = sync_client
        self._records = JobRecords(planner.ledger)
        self._overdue = BEGINNING  # where the last look at the overdue stopped
        self._jobs = Jobs(planner.ledger, planner.clock)
        self.asking = CarrierStates(planner, carrier, outbox, doubt)
        self.waking = HoldWaker(planner, outbox)
        rebuilder = Rebuilder(planner.ledger, outbox, sync_client)
        self._duties = [
            Job(self.deliver, timedelta(seconds=2), 0.25),
            Job(self.asking.ask_about_calls, timedelta(seconds=10), 1.0),
            Job(self.asking.take_back, timedelta(seconds=5), 0.5),
            Job(self.asking.reconcile_permits, timedelta(seconds=10), 1.0),
            Job(self.asking.ask_about_messages, timedelta(seconds=30), 5.0),
            Job(self.asking.ask_about_receipts, timedelta(seconds=30), 5.0),
            Job(self.waking.wake_held, timedelta(seconds=2), 0.5),
            Job(self.hear, timedelta(minutes=1), 1.0),
            Job(self.start_enrolments, timedelta(seconds=30), 5.0),
            Job(self.start_campaigns, timedelta(seconds=30), 5.0),
            Job(rebuilder.compare_temporal, timedelta(seconds=rebuild.LOOK), rebuild.LOOK),
            Job(rebuilder.rebuild_workflows, timedelta(seconds=1), 1.0),
            Job(self.start_overdue, timedelta(seconds=20), 20.0),
            Job(self.waking.look_for_lists, timedelta(minutes=15), 30.0),
            Job(self.waking.look_for_openings, timedelta(days=1), 60.0),
            Job(self.retry, timedelta(seconds=30), 2.0),
            Job(self.forget_strangers, timedelta(hours=1), 60.0),
        ]

    def run(self, stop: threading.Event) -> None:
        """Sweep until told to stop."""
        while not stop.wait(BREATH):
            try:
                with one_at_a_time(self._planner.ledger, clock=self._planner.clock) as mine:
                    if mine:
                        self.turn()
            except UnavailableError as outage:
                log.warning("nothing was swept: %s", outage, extra={"action": "sweep_outage"})
                stop.wait(1.0)
            except Exception:  # a thread that ends in silence would sweep no more
                log.exception("nothing was swept", extra={"action": "sweep_failed"})
                stop.wait(1.0)

    def turn(self) -> None:
        """Do what is due, and write down how it went. An outage of one neighbour keeps nothing else from being done."""
        done: set[str] = set()
        failed: dict[str, str] = {}
        for duty in self._duties:
            if duty.due <= time.monotonic():
                try:
                    duty.work()
                except UnavailableError as outage:
                    log.warning("a duty waits: %s", outage, extra={"action": "duty_waits", "duty": _name(duty)})
                    failed[_name(duty)] = str(outage)
                except Exception as error:
                    log.exception("a duty failed", extra={"action": "duty_failed", "duty": _name(duty)})
                    # Not its words: they may hold anything.
                    failed[_name(duty)] = f"{type(error).__name__}; the worker's log says more (duty_failed)"
                else:
                    done.add(_name(duty))
                duty.next_time(self._planner.clock.speed)
        self._records.note(done, failed)

    def retry(self) -> None:
        """Try again what jobs have set aside and is due."""
        ways = {
            INBOUND: self._receive_again,
            TOUCHES: self.asking.look_up,
            RECEIPT: self.asking.receipt,
            TAKE_BACK: lambda sid: self._carrier.cancel(Channel.CALL, sid),
            NEWS: self._outbox.again_news,
            LEADS: self._outbox.again,
            CAMPAIGNS: self._ensure,
        }
        self._jobs.retry(ways)

    def deliver(self) -> None:
        """Deliver the news that nobody has delivered."""
        after = 0
        while True:
            page = self._outbox.deliver_page(after=after, limit=PAGE)
            after = page.last
            if not after or page.silent or not (page.done or page.left_out):
                return

    def hear(self) -> None:
        """Take in what people wrote to us since the last message seen, whatever became of its webhook."""
        began = self._planner.now()
        with self._planner.begin() as unit:
            seen = inbound.seen_until(unit.tx) or began - FIRST_LOOK
        job = self._jobs.round(INBOUND)
        for received in self._carrier.received(seen - OVERLAP, self._ours()):
            if not job.wanted([received], lambda one: one.sid):
                continue
            with job.item(received.sid):
                if isinstance(received, Unreadable):
                    raise received.error
                self._take_in(received)
        with self._planner.begin() as unit:
            inbound.mark_seen(unit.tx, began)
            services.heard(unit.tx, Service.POLL)

    def _take_in(self, received: Received) -> None:
        settled = record_inbound(self._planner, received)
        self._outbox.deliver(settled.news)
        take_back(self._planner, self._carrier, settled.stopped)

    def _receive_again(self, sid: str) -> None:
        """Take in a message that was set aside. The carrier is asked for it again: we keep no text of it."""
        received = self._carrier.receive(sid)
        if received is not None:
            self._take_in(received)

    def forget_strangers(self) -> None:
        """Erase where stops came from that match no lead, once they have been kept for 30 days."""
        with self._planner.begin() as unit:
            strangers.forget(unit.tx, now=unit.now)

    def start_enrolments(self) -> None:
        """Start enrolments that were committed and whose start was lost."""
        self._outbox.start_page(limit=PAGE)

    def start_campaigns(self) -> None:
        """Start the workflow of every campaign that has something to do."""
        job = self._jobs.round(CAMPAIGNS)
        with self._planner.begin() as unit:
            wanted = [one.name for one in campaigns.every(unit.tx) if _wanted(unit, one)]
        for name in job.wanted(wanted, str):
            with job.item(name):
                self._ensure(name)

    def _ensure(self, campaign: str) -> None:
        self._temporal.ensure_campaign(CampaignInput(campaign=campaign, clock=self._planner.clock))

    def start_overdue(self) -> None:
        """
        Start the workflows of leads that should have moved on: a running one, waiting in a queue, is left alone.

        Some pages a round, and the next round goes on where this one stopped: a long queue hides nobody behind it.
        """
        before, job = self._before(timedelta(seconds=20), 20), self._jobs.round(LEADS)
        for _ in range(PAGES):
            broken: Broken = {}
            with self._planner.begin() as unit:
                overdue = enrolment_rows.with_past_wakeup(
                    unit.tx, before, after=self._overdue, limit=PAGE, broken=broken
                )
            full = len(overdue) + len(broken) == PAGE
            self._overdue = _place(overdue[-1]) if full and overdue else BEGINNING
            job.set_aside(broken)
            self._outbox.rebuild(overdue)
            if self._overdue == BEGINNING:
                return

    def _ours(self) -> list[tuple[Channel, str]]:
        """
        Return our own numbers that people can write to, or could; none when a pool of numbers is among them.

        None, too, when a campaign cannot be read: then every message of the account is, so that no stop is missed.
        """
        try:
            with self._planner.begin() as unit:
                versions = [self._planner.campaign(unit.tx, one.name, one.version) for one in campaigns.every(unit.tx)]
                used = senders.every(unit.tx)
        except UnavailableError:
            raise
        except Exception:
            log.exception("a campaign cannot be read", extra={"action": "campaign_unreadable"})
            return []
        found: dict[tuple[Channel, str], None] = {}
        for campaign in versions:
            for channel in (Channel.SMS, Channel.WHATSAPP):
                steps = [step.sender for step in campaign.cadence if step.channel is channel]
                found |= dict.fromkeys((channel, sender) for sender in (campaign.sender.of(channel), *steps) if sender)
        # What earlier versions of a campaign sent from is answered, too.
        found |= dict.fromkeys((channel, one) for one in used for channel in (Channel.SMS, Channel.WHATSAPP))
        return [] if any(not sender.startswith("+") for _, sender in found) else list(found)

    def _before(self, span: timedelta, least: float) -> datetime:
        """Return the instant that lies `span` back, and at least `least` real seconds."""
        return ago(self._planner.clock, span, least)


def _wanted(unit: UnitOfWork, campaign: StoredCampaign) -> bool:
    """Tell whether a campaign's workflow has something to do: to let leads in, or to close."""
    if campaign.state is CampaignState.RUNNING:
        return enrolment_queue.count_waiting(unit.tx, campaign.id) > 0
    return enrolment_rows.count_open(unit.tx, campaign.id) > 0


def _place(lead: StoredEnrolment) -> Place:
    return (lead.next_at or BEGINNING[0], lead.enrolment.id)


def _name(duty: Job) -> str:
    return getattr(duty.work, "__name__", "")
