"""
What makes every promise true in the end? Edge: the sweeper looks, again and again, for what was left undone.

Each duty reads a bounded page by an index and does what somebody else should have done: it may be done twice, and by
several workers, though one at a time has the turn (protocol §2.2). It calls nobody and sends nothing.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cadence.bell import BellRope
from cadence.carrier.port import Carrier
from cadence.courier import Courier
from cadence.door import look_up, take_back
from cadence.errors import UnavailableError
from cadence.job_records import JobRecords
from cadence.ledger import campaigns, enrolment_rows, holds, inbound, permits, registries, roster, services, touch_rows
from cadence.ledger.campaigns import StoredCampaign
from cadence.ledger.enrolment_rows import BEGINNING, Place, StoredEnrolment
from cadence.ledger.services import Service
from cadence.ledger.turns import one_at_a_time
from cadence.model import CampaignState, Channel, HoldName, TouchState
from cadence.orders import SHORT, CampaignInput
from cadence.rules import lists
from cadence.rules.packs import mended
from cadence.settle import Mind, Page, record_inbound

log = logging.getLogger(__name__)

BREATH = 0.25
"""Real seconds between two looks at what is due."""
RING = timedelta(seconds=85)
"""A call that has been silent for so long, a usual ring and 60 seconds, is asked about."""
PAGE = 200
"""How many rows one duty handles before the others have their turn."""
PAGES = 10
"""How many pages of leads that should have moved on are looked at in one round."""
OVERLAP = timedelta(minutes=2)
"""Inbound messages are read again from so long before the last one seen: they are recorded once."""
FIRST_LOOK = timedelta(days=1)
"""How far back they are read the first time."""
STILL_ALIVE = timedelta(minutes=1)
"""A permit whose call is alive is extended by this."""


@dataclass(slots=True)
class Duty:
    """Something to be done every so often of the Clock, but not more often than `least` in real time."""

    work: Callable[[], None]
    every: timedelta
    least: float  # real seconds
    due: float = field(default=0.0)  # on the monotonic clock

    def next_time(self, speed: float) -> None:
        """Put it off until it is due again."""
        self.due = time.monotonic() + max(self.every.total_seconds() / speed, self.least)


class Sweeper:
    """Makes every promise true in the end."""

    def __init__(
        self, mind: Mind, carrier: Carrier, courier: Courier, rope: BellRope, *, doubt: timedelta = SHORT
    ) -> None:
        """Keep what it looks with. `doubt` is how long, in real time, an activity may still be at work on a touch."""
        self._mind = mind
        self._carrier = carrier
        self._courier = courier
        self._rope = rope
        self._doubt = doubt
        self._records = JobRecords(mind.ledger)
        self._overdue = BEGINNING  # where the last look at the overdue stopped
        self._duties = [
            Duty(self.deliver, timedelta(seconds=2), 0.25),
            Duty(self.ask_about_calls, timedelta(seconds=10), 1.0),
            Duty(self.take_back, timedelta(seconds=5), 0.5),
            Duty(self.reconcile_permits, timedelta(seconds=10), 1.0),
            Duty(self.ask_about_messages, timedelta(seconds=30), 5.0),
            Duty(self.wake_held, timedelta(seconds=2), 0.5),
            Duty(self.hear, timedelta(minutes=1), 1.0),
            Duty(self.start_enrolments, timedelta(seconds=30), 5.0),
            Duty(self.start_campaigns, timedelta(seconds=30), 5.0),
            Duty(self.start_overdue, timedelta(minutes=15), 30.0),
            Duty(self.look_for_lists, timedelta(minutes=15), 30.0),
            Duty(self.look_for_openings, timedelta(days=1), 60.0),
        ]

    def run(self, stop: threading.Event) -> None:
        """Sweep until told to stop."""
        while not stop.wait(BREATH):
            try:
                with one_at_a_time(self._mind.ledger, clock=self._mind.clock) as mine:
                    if mine:
                        self.turn()
            except UnavailableError as outage:
                log.warning("nothing was swept: %s", outage, extra={"action": "sweep_outage"})
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
                duty.next_time(self._mind.clock.speed)
        self._records.note(done, failed)

    def deliver(self) -> None:
        """Deliver the news that nobody has delivered."""
        after = 0
        while True:
            after, delivered = self._courier.deliver_page(after=after, limit=PAGE)
            if not after or not delivered:
                return

    def ask_about_calls(self) -> None:
        """Ask about calls that have rung for too long without a word, or whose end came without an outcome."""
        with self._mind.page() as page:
            silent = touch_rows.open_since_before(page.tx, self._before(RING, 2.0), channels=[Channel.CALL], limit=PAGE)
        for stored in silent:
            # One that is in conversation is left to its permit's lease, one just reserved to its own activity.
            talking = stored.status == "in-progress"
            young = stored.touch.state is not TouchState.CARRIED and stored.touch.at > self._doubtful()
            if not talking and not young:
                self._look_up(stored.touch.id)

    def ask_about_messages(self) -> None:
        """Ask about messages whose answer was lost and whose activity is gone."""
        with self._mind.page() as page:
            channels = [Channel.SMS, Channel.WHATSAPP]
            lost = touch_rows.open_since_before(page.tx, self._doubtful(), channels=channels, limit=PAGE)
        for stored in lost:
            self._look_up(stored.touch.id)

    def reconcile_permits(self) -> None:
        """Ask the carrier about calls whose lease has run out, before their place is used again (protocol §4.1)."""
        with self._mind.page() as page:
            expired = permits.expired(page.tx, page.now, limit=PAGE)
        for permit in expired:
            self._look_up(permit.touch)  # frees the permit of a call that has ended
            with self._mind.page() as page:
                permits.extend(page.tx, permit.touch, page.now + STILL_ALIVE)

    def take_back(self) -> None:
        """Take back what still rings for a closed campaign or for somebody who said stop: whoever tried was in vain."""
        with self._mind.page() as page:
            ringing = touch_rows.unwanted_calls(page.tx, limit=PAGE)
        for sid in ringing.values():
            self._carrier.cancel(Channel.CALL, sid)

    def wake_held(self) -> None:
        """Wake those whose pause has ended, and whose pack can be read again. A corrected list brings its own news."""
        with self._mind.page() as page:
            ended = holds.resumed(page.tx, holds.keys_of(page.tx, HoldName.RUNNING))
            readable = [key for key in holds.keys_of(page.tx, HoldName.PACK) if mended(key)]
        for key in ended:
            self._wake_all(HoldName.RUNNING, key)
        for key in readable:
            self._wake_all(HoldName.PACK, key)

    def look_for_lists(self) -> None:
        """
        Wake those who wait for an official list of which there is a young copy: its import may not have reached them.

        Not often: who may be contacted tomorrow only, when the copy will be too old, goes on waiting.
        """
        with self._mind.page() as page:
            copies = registries.copies(page.tx)
            waited = holds.keys_of(page.tx, HoldName.REGISTRY)
        asked = lists.registries(lists.every_pack())
        for key in waited:
            copy = copies.get(key)
            if copy is not None and lists.young(copy.as_of, asked.get(key, ()), self._mind.now()):
                self._wake_all(HoldName.REGISTRY, key)

    def look_for_openings(self) -> None:
        """Wake those for whom no allowed instant was in sight: the calendar has moved on."""
        with self._mind.page() as page:
            keys = holds.keys_of(page.tx, HoldName.OPENING)
        for key in keys:
            self._wake_all(HoldName.OPENING, key)

    def hear(self) -> None:
        """Take in what people wrote to us since the last message seen, whatever became of its webhook."""
        began = self._mind.now()
        with self._mind.page() as page:
            seen = inbound.seen_until(page.tx) or began - FIRST_LOOK
        for received in self._carrier.received(seen - OVERLAP, self._ours()):
            settled = record_inbound(self._mind, received)
            self._courier.deliver(settled.news)
            take_back(self._mind, self._carrier, settled.stopped)
        with self._mind.page() as page:
            inbound.mark_seen(page.tx, began)
            services.heard(page.tx, Service.POLL)

    def start_enrolments(self) -> None:
        """Start enrolments that were committed and whose start was lost."""
        self._courier.start_page(limit=PAGE)

    def start_campaigns(self) -> None:
        """Start the workflow of every campaign that has something to do."""
        with self._mind.page() as page:
            wanted = [one for one in campaigns.every(page.tx) if _wanted(page, one)]
        for campaign in wanted:
            self._rope.ensure_campaign(CampaignInput(campaign=campaign.name, clock=self._mind.clock))

    def start_overdue(self) -> None:
        """
        Start the workflows of leads that should have moved on: a running one, waiting in a queue, is left alone.

        Some pages a round, and the next round goes on where this one stopped: a long queue hides nobody behind it.
        """
        before = self._before(timedelta(minutes=15), 30)
        for _ in range(PAGES):
            with self._mind.page() as page:
                overdue = enrolment_rows.with_past_wakeup(page.tx, before, after=self._overdue, limit=PAGE)
            self._overdue = _place(overdue[-1]) if len(overdue) == PAGE else BEGINNING
            self._courier.start(overdue)
            if self._overdue == BEGINNING:
                return

    def _look_up(self, touch: str) -> None:
        settled = look_up(self._mind, self._carrier, touch)
        if settled is not None:
            self._courier.deliver(settled.news)
            take_back(self._mind, self._carrier, settled.stopped)

    def _wake_all(self, hold: HoldName, key: str) -> None:
        """Wake everybody who waits for one thing, page by page: that is the bounded pace of a resume."""
        after = holds.FIRST
        while True:
            with self._mind.page() as page:
                held = holds.held_by(page.tx, hold, key, after=after, limit=PAGE)
            self._wake(held)
            if len(held) < PAGE:
                return
            after = held[-1]

    def _wake(self, ids: list[str]) -> None:
        if not ids:
            return
        with self._mind.page() as page:
            rows = [enrolment_rows.get(page.tx, one) for one in ids]
        self._courier.wake(rows)

    def _ours(self) -> list[tuple[Channel, str]]:
        """Return our own numbers that people can write to; none when a pool of numbers is among them."""
        with self._mind.page() as page:
            versions = [self._mind.campaign(page.tx, one.name, one.version) for one in campaigns.every(page.tx)]
        found: dict[tuple[Channel, str], None] = {}
        for campaign in versions:
            for channel in (Channel.SMS, Channel.WHATSAPP):
                steps = [step.sender for step in campaign.cadence if step.channel is channel]
                found |= dict.fromkeys((channel, sender) for sender in (campaign.sender.of(channel), *steps) if sender)
        return [] if any(not sender.startswith("+") for _, sender in found) else list(found)

    def _before(self, span: timedelta, least: float) -> datetime:
        """Return the instant that lies `span` back, and at least `least` real seconds."""
        clock = self._mind.clock
        return self._mind.now() - max(span, timedelta(seconds=least) * clock.speed)

    def _doubtful(self) -> datetime:
        """Return the instant before which no activity can still be at work on a touch that it reserved."""
        return self._mind.now() - self._doubt * self._mind.clock.speed


def _wanted(page: Page, campaign: StoredCampaign) -> bool:
    """Tell whether a campaign's workflow has something to do: to let leads in, or to close."""
    if campaign.state is CampaignState.RUNNING:
        return roster.count_waiting(page.tx, campaign.id) > 0
    return enrolment_rows.count_open(page.tx, campaign.id) > 0


def _place(lead: StoredEnrolment) -> Place:
    return (lead.next_at or BEGINNING[0], lead.enrolment.id)


def _name(duty: Duty) -> str:
    return getattr(duty.work, "__name__", "")
