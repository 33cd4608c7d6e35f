"""
What does the carrier say of touches that nobody has reported on? Edge: asked again and again; part of the reconciler.

Calls that are silent, messages whose answer was lost, permits whose lease has run out, calls that must not ring. What
cannot be asked about is set aside (`jobs.py`), and the others are asked about all the same.
"""

from datetime import datetime, timedelta

from cadence.channels.provider import Carrier
from cadence.domain import Channel, Outcome, TouchState
from cadence.domain.clock import Clock
from cadence.engine.dispatch import look_up, take_back
from cadence.engine.jobs import JobRun, Jobs
from cadence.engine.outbox import OutboxRelay
from cadence.engine.outcomes import Planner, Settled, record_report
from cadence.ledger.db.rows_read import Broken
from cadence.ledger.touches import inbound, leases, touch_rows
from cadence.ledger.touches.touch_rows import Stored, Unreported

PAGE = 200
"""How many rows one duty handles before the others have their turn."""
RING = timedelta(seconds=85)
"""A call that has been silent for so long, a usual ring and 60 seconds, is asked about."""
STILL_ALIVE = timedelta(minutes=1)
"""A permit whose call is alive is extended by this."""
RECEIPTS = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4), timedelta(hours=11))
"""At these ages a message without a final report is asked about; none is valid for longer than ten hours."""
FIRST_RECEIPTS = timedelta(days=1)
"""How far before such an age the first look goes back."""
TOUCHES, TAKE_BACK, RECEIPT = "look up touches", "take calls back", "ask for receipts"
"""The jobs whose items are set aside, as `doctor` and `review` show them."""


class CarrierStates:
    """Asks the carrier, and has recorded what it answers."""

    def __init__(self, planner: Planner, carrier: Carrier, outbox: OutboxRelay, doubt: timedelta) -> None:
        """Keep what it asks with. `doubt` is how long, in real time, an activity may still be at work on a touch."""
        self._planner = planner
        self._carrier = carrier
        self._outbox = outbox
        self._doubt = doubt
        self._jobs = Jobs(planner.ledger, planner.clock)

    def ask_about_calls(self) -> None:
        """Ask about calls that have rung for too long without a word, or whose end came without an outcome."""
        job = self._jobs.round(TOUCHES, patient=True)
        for stored in self._silent(job, ago(self._planner.clock, RING, 2.0), [Channel.CALL]):
            # One that is in conversation is left to its permit's lease, one just reserved to its own activity.
            talking = stored.status == "in-progress"
            young = stored.touch.state is not TouchState.CARRIED and stored.touch.at > self._doubtful()
            if not talking and not young:
                self._look_up_or_leave(job, stored.touch.id)
        job.end()

    def ask_about_messages(self) -> None:
        """Ask about messages whose answer was lost and whose activity is gone."""
        job = self._jobs.round(TOUCHES, patient=True)
        for stored in self._silent(job, self._doubtful(), [Channel.SMS, Channel.WHATSAPP]):
            self._look_up_or_leave(job, stored.touch.id)
        job.end()

    def ask_about_receipts(self) -> None:
        """
        Ask about messages whose end nobody has reported: a webhook is tried for a few seconds only, and then lost.

        Each is asked about at these ages, a page a round, and no more once its validity is surely over.
        """
        for age in RECEIPTS:
            name = f"receipts {int(age.total_seconds())}"
            before = ago(self._planner.clock, age, 30.0)
            with self._planner.begin() as unit:
                after = inbound.seen_until(unit.tx, name) or before - FIRST_RECEIPTS
                found = touch_rows.unreported(unit.tx, after, before, limit=PAGE)
            job = self._jobs.round(RECEIPT, patient=True)
            for one in job.wanted(found, lambda one: one.touch):
                with job.item(one.touch):
                    self._ask_once(one)
            job.end()
            with self._planner.begin() as unit:
                inbound.mark_seen(unit.tx, found[-1].at if len(found) == PAGE else before, name)

    def receipt(self, touch: str) -> None:
        """Ask about one message that was set aside. Raises UnavailableError."""
        with self._planner.begin() as unit:
            stored = touch_rows.get(unit.tx, touch)
        if stored.sid:
            at = stored.touch.at
            self._ask_once(Unreported(touch=touch, channel=stored.touch.channel, sid=stored.sid, at=at))

    def _ask_once(self, one: Unreported) -> None:
        report = self._carrier.fetch(one.channel, one.sid)
        if report is not None and report.outcome not in {None, Outcome.SENT}:
            self._follow(record_report(self._planner, one.touch, report))

    def reconcile_permits(self) -> None:
        """Ask the carrier about calls whose lease has run out, before their place is used again (protocol §4.1)."""
        job = self._jobs.round(TOUCHES, patient=True)
        with self._planner.begin() as unit:
            expired = leases.expired(unit.tx, unit.now, limit=PAGE)
        for permit in expired:
            self._look_up_or_leave(job, permit.touch)  # frees the permit of a call that has ended
            with self._planner.begin() as unit:
                leases.extend(unit.tx, permit.touch, unit.now + STILL_ALIVE)
        job.end()

    def take_back(self) -> None:
        """Take back what still rings for a closed campaign or for somebody who said stop: whoever tried was in vain."""
        job = self._jobs.round(TAKE_BACK, patient=True)
        with self._planner.begin() as unit:
            ringing = touch_rows.unwanted_calls(unit.tx, limit=PAGE + job.left_out)
        for sid in job.wanted(ringing.values(), str):
            with job.item(sid):
                self._carrier.cancel(Channel.CALL, sid)
        job.end()

    def _silent(self, job: JobRun, before: datetime, channels: list[Channel]) -> list[Stored]:
        """Return touches reserved before this instant whose end nobody reported, but for those set aside."""
        broken: Broken = {}
        limit = PAGE + job.left_out
        with self._planner.begin() as unit:
            found = touch_rows.open_since_before(unit.tx, before, channels=channels, limit=limit, broken=broken)
        job.set_aside(broken)
        return job.wanted(found, lambda one: one.touch.id)

    def _look_up_or_leave(self, job: JobRun, touch: str) -> None:
        """Ask the carrier about a touch; one that this cannot be done for is set aside."""
        for one in job.wanted([touch], str):
            with job.item(one):
                self.look_up(one)

    def look_up(self, touch: str) -> None:
        """Ask the carrier about one touch, and follow what it answers. Raises UnavailableError."""
        settled = look_up(self._planner, self._carrier, touch)
        if settled is not None:
            self._follow(settled)

    def _follow(self, settled: Settled) -> None:
        self._outbox.deliver(settled.news)
        take_back(self._planner, self._carrier, settled.stopped)

    def _doubtful(self) -> datetime:
        """Return the instant before which no activity can still be at work on a touch that it reserved."""
        return self._planner.now() - self._doubt * self._planner.clock.speed


def ago(clock: Clock, span: timedelta, least: float) -> datetime:
    """Return the instant that lies `span` back, and at least `least` real seconds."""
    return clock.now() - max(span, timedelta(seconds=least) * clock.speed)
