"""
What is the state of touches without a final report? Edge: jobs of the reconciler that ask the carrier.

They ask about calls without reports, messages whose answer was lost, calls whose lease has expired, and calls that must
not ring. A touch that cannot be asked about is set aside (`jobs.py`), and the others are still asked about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cadence.channels.provider import Carrier
from cadence.domain import Channel, Outcome, TouchState
from cadence.domain.channels import CONVERSATION_CHANNELS, MESSAGE_CHANNELS
from cadence.domain.clock import Clock
from cadence.engine.dispatch.lookup import look_up
from cadence.engine.dispatch.takeback import take_back
from cadence.engine.jobs import JobRun, Jobs
from cadence.engine.outbox import OutboxRelay
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.reports import record_report
from cadence.engine.outcomes.writing import EventResult
from cadence.ledger.tables.fields import Broken
from cadence.ledger.touches import inbound, leases, touch_rows
from cadence.ledger.touches.touch_rows import Stored, Unreported

PAGE = 200
"""How many rows one job handles before the others have their turn."""
RING = timedelta(seconds=85)
"""A call without a report for this long, a usual ring time and 60 seconds, is asked about."""
STILL_ALIVE = timedelta(minutes=1)
"""A lease whose call is still running is extended by this."""
RECEIPTS = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4), timedelta(hours=11))
"""At these ages a message without a final report is asked about; no message is valid for more than ten hours."""
FIRST_RECEIPTS = timedelta(days=1)
"""How far before such an age the first query goes back."""
TOUCHES, TAKE_BACK, RECEIPT = "look up touches", "take calls back", "ask for receipts"
"""The jobs whose items are set aside, as `doctor` and `review` show them."""


@dataclass(frozen=True, slots=True)
class CarrierStates:
    """Asks the carrier about touches, and records its answers."""

    planner: Planner
    carrier: Carrier
    outbox: OutboxRelay
    jobs: Jobs
    doubt: timedelta  # how long, in real time, an activity may still be working on a touch

    def silent(self) -> datetime:
        """Return the instant before which a call was reserved that should have been reported on by now."""
        return ago(self.planner.clock, RING, 2.0)

    def doubtful(self) -> datetime:
        """Return the instant before which no activity can still be working on a touch that it reserved."""
        return self.planner.now() - self.doubt * self.planner.clock.speed

    def receipt_ages(self) -> dict[str, datetime]:
        """Return the instants at which a message has one of the ages in RECEIPTS, by the name of its cursor."""
        return {f"receipts {int(age.total_seconds())}": ago(self.planner.clock, age, 30.0) for age in RECEIPTS}

    def ask_about_calls(self) -> None:
        """Ask about calls that have had no report for too long, or whose end was reported without an outcome."""
        job = self.jobs.round(TOUCHES, patient=True)
        for stored in self._silent(job, self.silent(), CONVERSATION_CHANNELS):
            # One that was just reserved is left to its own activity.
            if stored.touch.state is TouchState.CARRIED or stored.touch.at <= self.doubtful():
                self._look_up_or_leave(job, stored.touch.id)
        job.end()

    def ask_about_messages(self) -> None:
        """Ask about messages whose answer was lost and whose activity has ended."""
        job = self.jobs.round(TOUCHES, patient=True)
        for stored in self._silent(job, self.doubtful(), MESSAGE_CHANNELS):
            self._look_up_or_leave(job, stored.touch.id)
        job.end()

    def ask_about_receipts(self) -> None:
        """Ask about messages at each age in RECEIPTS, a page per round: the carrier retries a webhook for seconds."""
        for name, before in self.receipt_ages().items():
            with self.planner.begin() as unit:
                after = inbound.seen_until(unit.tx, name) or before - FIRST_RECEIPTS
                messages = touch_rows.unreported(unit.tx, after, before, limit=PAGE)
            job = self.jobs.round(RECEIPT, patient=True)
            for message in job.wanted(messages, lambda row: row.touch):
                with job.item(message.touch):
                    self._ask_once(message)
            job.end()
            with self.planner.begin() as unit:
                inbound.mark_seen(unit.tx, messages[-1].at if len(messages) == PAGE else before, name)

    def receipt(self, touch: str) -> None:
        """Ask about a message that was set aside. Raises UnavailableError."""
        with self.planner.begin() as unit:
            stored = touch_rows.get(unit.tx, touch)
        if stored.sid:
            at = stored.touch.at
            self._ask_once(Unreported(touch=touch, channel=stored.touch.channel, sid=stored.sid, at=at))

    def _ask_once(self, message: Unreported) -> None:
        report = self.carrier.fetch(message.channel, message.sid)
        if report is not None and report.outcome not in {None, Outcome.SENT}:
            self.follow(record_report(self.planner, message.touch, report))

    def reconcile_permits(self) -> None:
        """Ask the carrier about calls whose lease has expired, before their place is used again (protocol §4.1)."""
        job = self.jobs.round(TOUCHES, patient=True)
        with self.planner.begin() as unit:
            expired = leases.expired(unit.tx, unit.now, limit=PAGE)
        for lease in expired:
            self._look_up_or_leave(job, lease.touch)  # releases the lease of a call that has ended
            with self.planner.begin() as unit:
                leases.extend(unit.tx, lease.touch, unit.now + STILL_ALIVE)
        job.end()

    def take_back(self) -> None:
        """Cancel calls that still ring for a closed campaign or a person who said stop, if that failed before."""
        job = self.jobs.round(TAKE_BACK, patient=True)
        with self.planner.begin() as unit:
            ringing = touch_rows.unwanted_calls(unit.tx, limit=PAGE + job.left_out)
        for sid in job.wanted(ringing.values(), str):
            with job.item(sid):
                self.carrier.cancel(Channel.CALL, sid)
        job.end()

    def _silent(self, job: JobRun, before: datetime, channels: Sequence[Channel]) -> list[Stored]:
        """Return touches reserved before this instant without a final report, except those set aside."""
        broken: Broken = {}
        limit = PAGE + job.left_out
        with self.planner.begin() as unit:
            touches = touch_rows.open_since_before(unit.tx, before, channels=channels, limit=limit, broken=broken)
        job.set_aside(broken)
        return job.wanted(touches, lambda row: row.touch.id)

    def _look_up_or_leave(self, job: JobRun, touch: str) -> None:
        """Ask the carrier about a touch, and set it aside if that fails."""
        for wanted in job.wanted([touch], str):
            with job.item(wanted):
                self.look_up(wanted)

    def look_up(self, touch: str) -> None:
        """Ask the carrier about one touch, and act on its answer. Raises UnavailableError."""
        result = look_up(self.planner, self.carrier, touch)
        if result is not None:
            self.follow(result)

    def follow(self, result: EventResult) -> None:
        """Notify the workflows, and cancel calls that still ring for leads that stopped."""
        self.outbox.deliver(result.news, result.known)
        take_back(self.planner, self.carrier, result.stopped)


def ago(clock: Clock, span: timedelta, least: float) -> datetime:
    """Return the instant `span` ago, and at least `least` real seconds ago."""
    return clock.now() - max(span, timedelta(seconds=least) * clock.speed)
