"""
How does what stands in the ledger reach the workflows? Edge: news is delivered and enrolments are started from here.

Whoever wrote the news may deliver it at once; the reconciler delivers what is left. Delivering twice does no harm: a
workflow that is woken looks into the ledger, and a call that was completed is not waited for any more. One that cannot
be delivered is set aside (`jobs.py`), so that it never keeps the others.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Generic, TypeVar

from cadence.domain import Attempt, Finish, Move, NewsKind, Wait, names
from cadence.domain.clock import Clock
from cadence.domain.errors import UnavailableError
from cadence.domain.payloads import LeadInput
from cadence.engine.jobs import Jobs
from cadence.engine.outcomes import result_of
from cadence.engine.temporal_client import SyncTemporalClient
from cadence.ledger.campaigns import enrolment_rows, enrolments
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.rows_read import Broken
from cadence.ledger.touches import news, touch_rows
from cadence.ledger.touches.news import News

T = TypeVar("T")

NEWS, LEADS = "deliver news", "start and wake leads"
"""The jobs whose items are set aside, as `doctor` and `review` show them."""
AT_ONCE = 16
"""Workflows that are told or started at the same time: beyond some twenty the server only answers later."""
FRESH = timedelta(seconds=2)
"""For so long, in real time, news is its writer's to deliver."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What came of one page of news."""

    last: int  # the id of the last one seen, 0 when there was none
    done: int  # how many were delivered
    left_out: int  # how many are set aside
    silent: bool  # Temporal did not answer: no use in going on


SILENT = "Temporal does not answer, so its workflows cannot be compared with the ledger. It is safe to try again."


class OutboxRelay:
    """Carries words from the ledger to the workflows. Safe to use from many threads and processes."""

    def __init__(self, ledger: Ledger, sync_client: SyncTemporalClient, clock: Clock) -> None:
        """Keep what it reads from and rings by."""
        self._ledger = ledger
        self._temporal = sync_client
        self._clock = clock
        self._jobs = Jobs(ledger, clock)

    def deliver(self, ids: Collection[int]) -> int:
        """
        Deliver the news just written; return how much was delivered.

        It never raises for a Temporal that is down: the reconciler delivers then.
        """
        if not ids:
            return 0
        broken: Broken = {}
        with self._ledger.begin() as tx:
            page = news.undelivered(tx, after=min(ids) - 1, limit=len(ids) + 100, broken=broken)
        return self._deliver_page([one for one in page if one.id in ids], broken).done

    def deliver_page(self, *, after: int = 0, limit: int = 500) -> Delivered:
        """
        Deliver a page of what nobody has delivered.

        Fresh news is left to whoever wrote it: delivered by two at once, it would wake a workflow for nothing.
        """
        broken: Broken = {}
        with self._ledger.begin() as tx:
            page = news.undelivered(tx, after=after, limit=limit, broken=broken)
        fresh = self._clock.now() - FRESH * self._clock.speed
        last = max((*(one.id for one in page), *map(int, broken)), default=0)
        return replace(self._deliver_page([one for one in page if one.at < fresh], broken), last=last)

    def start(self, leads: Sequence[StoredEnrolment]) -> int:
        """Start the workflows of enrolments that are committed; return how many run now."""
        started = self._each_lead(leads, lambda lead: self._temporal.start(self._input(lead)))
        if started:
            with self._ledger.begin() as tx:
                enrolments.mark_started(tx, [lead.enrolment.id for lead in started], at=self._clock.now())
        return len(started)

    def wake(self, leads: Sequence[StoredEnrolment]) -> int:
        """Have these leads' workflows look into the ledger; return how many were reached."""
        return len(self._each_lead(leads, lambda lead: self._temporal.wake(self._input(lead))))

    def rebuild(self, leads: Sequence[StoredEnrolment]) -> list[StoredEnrolment]:
        """
        Start the workflows that are missing, and return whose they were.

        Raises UnavailableError when Temporal falls silent: what was started until then stays started.
        """
        missing: list[StoredEnrolment] = []

        def ring(lead: StoredEnrolment) -> None:
            if self._temporal.rebuild(self._input(lead)):
                missing.append(lead)  # appending is safe from several threads

        job = self._jobs.round(LEADS)
        rung = _each(job.wanted(leads, lambda lead: lead.enrolment.id), ring)
        job.set_aside({lead.enrolment.id: error for lead, error in rung.failed})
        if missing:
            ids = [lead.enrolment.id for lead in missing]
            with self._ledger.begin() as tx:
                enrolments.mark_started(tx, ids, at=self._clock.now())
                # Whoever finished meanwhile had a workflow until then: the ledger is written before a workflow ends.
                still_open = enrolment_rows.open_among(tx, ids)
            missing = [lead for lead in missing if lead.enrolment.id in still_open]
        if rung.silent:
            raise UnavailableError(SILENT)
        return missing

    def missing(self, leads: Sequence[StoredEnrolment]) -> list[StoredEnrolment]:
        """Return those whose workflow does not run, and start nothing. Raises UnavailableError."""
        missing: list[StoredEnrolment] = []

        def ring(lead: StoredEnrolment) -> None:
            if not self._temporal.runs(lead.enrolment.id):
                missing.append(lead)

        rung = _each(leads, ring)
        if rung.silent:
            raise UnavailableError(SILENT)
        for _, error in rung.failed:
            raise error
        with self._ledger.begin() as tx:
            still_open = enrolment_rows.open_among(tx, [lead.enrolment.id for lead in missing])
        return [lead for lead in missing if lead.enrolment.id in still_open]

    def start_page(self, *, limit: int = 500) -> int:
        """Start a page of enrolments whose start was lost; return how many there were."""
        job, broken = self._jobs.round(LEADS), Broken()
        with self._ledger.begin() as tx:
            page = enrolment_rows.unstarted(tx, limit=limit + job.left_out, broken=broken)
        job.set_aside(broken)
        return self.start(page)

    def again(self, enrolment: str) -> None:
        """Start or wake one lead that was set aside. Raises what goes wrong."""
        with self._ledger.begin() as tx:
            lead = enrolment_rows.get(tx, enrolment)
        if lead.enrolment.finished is None:
            self._temporal.wake(self._input(lead))

    def again_news(self, identity: str) -> None:
        """Deliver one piece of news that was set aside. Raises what goes wrong."""
        with self._ledger.begin() as tx:
            page = news.undelivered(tx, after=int(identity) - 1, limit=1)
        for one in page:
            if str(one.id) == identity:
                self._tell(one)
                self._mark([one])

    def _each_lead(
        self, leads: Sequence[StoredEnrolment], ring: Callable[[StoredEnrolment], object]
    ) -> list[StoredEnrolment]:
        """Ring for leads that are not set aside; set aside for whom it fails. Return those it was rung for."""
        if not leads:
            return []
        job = self._jobs.round(LEADS)
        rung = _each(job.wanted(leads, lambda lead: lead.enrolment.id), ring)
        job.set_aside({lead.enrolment.id: error for lead, error in rung.failed})
        return rung.done

    def _deliver_page(self, page: Sequence[News], broken: Broken) -> Delivered:
        """Tell of each call that ended by itself; for the rest, one wake-up is enough for all the news of one lead."""
        if not page and not broken:
            return Delivered(last=0, done=0, left_out=0, silent=False)
        job = self._jobs.round(NEWS)
        page = job.wanted(page, lambda one: str(one.id))
        job.set_aside(broken)
        wakes = {one.enrolment: one for one in page if not _ends_a_call(one)}
        told = _each([*wakes.values(), *filter(_ends_a_call, page)], self._tell)
        job.set_aside({str(one.id): error for one, error in told.failed})
        ids = {one.id for one in told.done}
        reached = {one.enrolment for one in wakes.values() if one.id in ids}
        done = [one for one in page if one.id in ids or (one.enrolment in reached and not _ends_a_call(one))]
        self._mark(done)
        return Delivered(last=0, done=len(done), left_out=job.left_out, silent=told.silent)

    def _mark(self, done: Sequence[News]) -> None:
        if done:
            now = self._clock.now()
            with self._ledger.begin() as tx:
                news.mark_delivered(tx, [one.id for one in done], at=now)
                enrolments.mark_started(tx, sorted({one.enrolment for one in done}), at=now)

    def _tell(self, one: News) -> None:
        """Complete the activity of the call that ended; where none waits for that, wake the lead."""
        if not (_ends_a_call(one) and self._complete(one)):
            self._temporal.wake(lead_input(one.enrolment, one.campaign, one.move, one.priority, self._clock))

    def _complete(self, one: News) -> bool:
        with self._ledger.begin() as tx:
            stored = touch_rows.get(tx, one.ref)
        cause, attempt = stored.touch.cause, stored.touch.attempt
        key = names.touch_key(one.enrolment, str(cause), attempt)
        return self._temporal.complete(one.enrolment, key, result_of(stored, one.move))

    def _input(self, lead: StoredEnrolment) -> LeadInput:
        enrolment = lead.enrolment
        return lead_input(enrolment.id, enrolment.campaign, lead.move, lead.priority, self._clock)


def _ends_a_call(one: News) -> bool:
    """Tell whether this is the carrier's word on a call, for which an activity waits: it names the touch."""
    return one.kind is NewsKind.STATUS and bool(one.ref)


@dataclass(frozen=True, slots=True)
class _Rung(Generic[T]):
    """For whom was rung, for whom that failed, and whether Temporal was silent."""

    done: list[T]
    failed: list[tuple[T, Exception]]
    silent: bool


def _each(items: Iterable[T], ring: Callable[[T], object]) -> _Rung[T]:
    """
    Ring for each, several at a time.

    After the first that finds Temporal silent no more are tried: the rest would each wait for nothing. Any other error
    is the item's own.
    """
    silent = threading.Event()

    def rung(item: T) -> bool | Exception:
        if silent.is_set():
            return False
        try:
            ring(item)
        except UnavailableError:
            silent.set()
            return False
        except Exception as error:  # noqa: BLE001  whatever it is, the other items must not wait for it
            return error
        return True

    items = list(items)
    with ThreadPoolExecutor(AT_ONCE, "courier") as pool:
        came = list(zip(items, pool.map(rung, items), strict=True))
    done = [item for item, what in came if what is True]
    failed = [(item, what) for item, what in came if isinstance(what, Exception)]
    return _Rung(done, failed, silent.is_set())


def lead_input(enrolment: str, campaign: str, move: Move, priority: int, clock: Clock) -> LeadInput:
    """Return what a lead's workflow is started with."""
    first: Attempt | Wait | Finish = move
    return LeadInput(enrolment=enrolment, campaign=campaign, first=first, clock=clock, priority=priority)
