"""
How does what stands in the ledger reach the workflows? Edge: news is delivered and enrolments are started from here.

Whoever wrote the news may deliver it at once; the sweeper delivers what is left. Delivering twice does no harm: a
workflow that is woken looks into the ledger, and a call that was completed is not waited for any more.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TypeVar

from cadence import names
from cadence.bell import BellRope
from cadence.clock import Clock
from cadence.errors import UnavailableError
from cadence.ledger import enrolment_rows, enrolments, news, touch_rows
from cadence.ledger.enrolment_rows import StoredEnrolment
from cadence.ledger.ledger import Ledger
from cadence.ledger.news import News
from cadence.model import Attempt, Finish, Move, NewsKind, Wait
from cadence.orders import LeadInput
from cadence.settle import result_of

T = TypeVar("T")

AT_ONCE = 16
"""Workflows that are told or started at the same time: beyond some twenty the server only answers later."""
FRESH = timedelta(seconds=2)
"""For so long, in real time, news is its writer's to deliver."""


class Courier:
    """Carries words from the ledger to the workflows. Safe to use from many threads and processes."""

    def __init__(self, ledger: Ledger, rope: BellRope, clock: Clock) -> None:
        """Keep what it reads from and rings by."""
        self._ledger = ledger
        self._rope = rope
        self._clock = clock

    def deliver(self, ids: Collection[int]) -> int:
        """
        Deliver the news just written; return how much was delivered.

        It never raises for a Temporal that is down: the sweeper delivers then.
        """
        if not ids:
            return 0
        with self._ledger.begin() as tx:
            page = [one for one in news.undelivered(tx, after=min(ids) - 1, limit=len(ids) + 100) if one.id in ids]
        return self._deliver_page(page)

    def deliver_page(self, *, after: int = 0, limit: int = 500) -> tuple[int, int]:
        """
        Deliver a page of what nobody has delivered; return the last id seen and how many were delivered.

        Fresh news is left to whoever wrote it: delivered by two at once, it would wake a workflow for nothing.
        """
        with self._ledger.begin() as tx:
            page = news.undelivered(tx, after=after, limit=limit)
        fresh = self._clock.now() - FRESH * self._clock.speed
        return (page[-1].id if page else 0), self._deliver_page([one for one in page if one.at < fresh])

    def start(self, leads: Sequence[StoredEnrolment]) -> int:
        """Start the workflows of enrolments that are committed; return how many run now."""
        started = _each(leads, lambda lead: self._rope.start(self._input(lead)))
        if started:
            with self._ledger.begin() as tx:
                enrolments.mark_started(tx, [lead.enrolment.id for lead in started], at=self._clock.now())
        return len(started)

    def wake(self, leads: Sequence[StoredEnrolment]) -> int:
        """Have these leads' workflows look into the ledger; return how many were reached."""
        return len(_each(leads, lambda lead: self._rope.wake(self._input(lead))))

    def start_page(self, *, limit: int = 500) -> int:
        """Start a page of enrolments whose start was lost; return how many there were."""
        with self._ledger.begin() as tx:
            page = enrolment_rows.unstarted(tx, limit=limit)
        return self.start(page)

    def _deliver_page(self, page: Sequence[News]) -> int:
        """Tell of each call that ended by itself; for the rest, one wake-up is enough for all the news of one lead."""
        wakes = {one.enrolment: one for one in page if not _ends_a_call(one)}
        told = _each([*wakes.values(), *filter(_ends_a_call, page)], self._tell)
        ids = {one.id for one in told}
        reached = {one.enrolment for one in wakes.values() if one.id in ids}
        done = [one for one in page if one.id in ids or (one.enrolment in reached and not _ends_a_call(one))]
        if done:
            now = self._clock.now()
            with self._ledger.begin() as tx:
                news.mark_delivered(tx, [one.id for one in done], at=now)
                enrolments.mark_started(tx, sorted({one.enrolment for one in done}), at=now)
        return len(done)

    def _tell(self, one: News) -> None:
        """Complete the activity of the call that ended; where none waits for that, wake the lead."""
        if not (_ends_a_call(one) and self._complete(one)):
            self._rope.wake(lead_input(one.enrolment, one.campaign, one.move, one.priority, self._clock))

    def _complete(self, one: News) -> bool:
        with self._ledger.begin() as tx:
            stored = touch_rows.get(tx, one.ref)
        cause, attempt = stored.touch.cause, stored.touch.attempt
        key = names.touch_key(one.enrolment, str(cause), attempt)
        return self._rope.complete(one.enrolment, key, result_of(stored, one.move))

    def _input(self, lead: StoredEnrolment) -> LeadInput:
        enrolment = lead.enrolment
        return lead_input(enrolment.id, enrolment.campaign, lead.move, lead.priority, self._clock)


def _ends_a_call(one: News) -> bool:
    """Tell whether this is the carrier's word on a call, for which an activity waits: it names the touch."""
    return one.kind is NewsKind.STATUS and bool(one.ref)


def _each(items: Iterable[T], ring: Callable[[T], object]) -> list[T]:
    """
    Ring for each, several at a time, and return those that were rung for.

    After the first that finds Temporal silent no more are tried: the rest would each wait for nothing.
    """
    silent = threading.Event()

    def rung(item: T) -> bool:
        if silent.is_set():
            return False
        try:
            ring(item)
        except UnavailableError:
            silent.set()
            return False
        return True

    items = list(items)
    with ThreadPoolExecutor(AT_ONCE, "courier") as pool:
        return [item for item, done in zip(items, pool.map(rung, items), strict=True) if done]


def lead_input(enrolment: str, campaign: str, move: Move, priority: int, clock: Clock) -> LeadInput:
    """Return what a lead's workflow is started with."""
    first: Attempt | Wait | Finish = move
    return LeadInput(enrolment=enrolment, campaign=campaign, first=first, clock=clock, priority=priority)
