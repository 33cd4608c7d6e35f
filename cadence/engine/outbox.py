"""
How does news in the ledger reach the workflows? Edge: news is delivered and enrolments are started from here.

The process that wrote the news may deliver it at once; the reconciler delivers what is left. Delivering twice does no
harm: a workflow that is woken reads the ledger, and a completed call is no longer waited for. News that cannot be
delivered is set aside (`jobs.py`), so that it never blocks the rest.
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
from cadence.ledger.tables.fields import Broken
from cadence.ledger.touches import news, touch_rows
from cadence.ledger.touches.news import News

T = TypeVar("T")

NEWS, LEADS = "deliver news", "start and wake leads"
"""The jobs whose items are set aside, as `doctor` and `review` show them."""
AT_ONCE = 16
"""Workflows that are notified or started at the same time: beyond about twenty the server only answers later."""
FRESH = timedelta(seconds=2)
"""How long, in real time, news is left to the process that wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The result of delivering one page of news."""

    last: int  # the id of the last item seen, 0 when there was none
    done: int  # how many were delivered
    left_out: int  # how many are set aside
    silent: bool  # Temporal did not answer, so there is no use in continuing


SILENT = "Temporal does not answer, so its workflows cannot be compared with the ledger. It is safe to try again."


class OutboxRelay:
    """Delivers news from the ledger to the workflows. Safe to use from many threads and processes."""

    def __init__(self, ledger: Ledger, sync_client: SyncTemporalClient, clock: Clock) -> None:
        """Keep the collaborators."""
        self._ledger = ledger
        self._temporal = sync_client
        self._clock = clock
        self._jobs = Jobs(ledger, clock)

    def deliver(self, ids: Collection[int]) -> int:
        """
        Deliver news that was just written; return how many items were delivered.

        It does not raise when Temporal is down: the reconciler delivers the news later.
        """
        if not ids:
            return 0
        broken: Broken = {}
        with self._ledger.begin() as tx:
            page = news.undelivered(tx, after=min(ids) - 1, limit=len(ids) + 100, broken=broken)
        return self._deliver_page([item for item in page if item.id in ids], broken).done

    def deliver_page(self, *, after: int = 0, limit: int = 500) -> Delivered:
        """
        Deliver a page of undelivered news.

        Fresh news is left to the process that wrote it: delivering it twice would wake a workflow for nothing.
        """
        broken: Broken = {}
        with self._ledger.begin() as tx:
            page = news.undelivered(tx, after=after, limit=limit, broken=broken)
        fresh = self._clock.now() - FRESH * self._clock.speed
        last = max((*(item.id for item in page), *map(int, broken)), default=0)
        return replace(self._deliver_page([item for item in page if item.at < fresh], broken), last=last)

    def start(self, leads: Sequence[StoredEnrolment]) -> int:
        """Start the workflows of committed enrolments; return how many run now."""
        started = self._each_lead(leads, lambda lead: self._temporal.start(self._input(lead)))
        if started:
            with self._ledger.begin() as tx:
                enrolments.mark_started(tx, [lead.enrolment.id for lead in started], at=self._clock.now())
        return len(started)

    def wake(self, leads: Sequence[StoredEnrolment]) -> int:
        """Have the workflows of these leads read the ledger; return how many were reached."""
        return len(self._each_lead(leads, lambda lead: self._temporal.wake(self._input(lead))))

    def rebuild(self, leads: Sequence[StoredEnrolment]) -> list[StoredEnrolment]:
        """
        Start the workflows that are missing, and return whose they were.

        Raises UnavailableError when Temporal falls silent: what was started until then stays started.
        """
        missing: list[StoredEnrolment] = []

        def rebuild_lead(lead: StoredEnrolment) -> None:
            if self._temporal.rebuild(self._input(lead)):
                missing.append(lead)  # appending is safe from several threads

        job = self._jobs.round(LEADS)
        result = _each(job.wanted(leads, lambda lead: lead.enrolment.id), rebuild_lead)
        job.set_aside({lead.enrolment.id: error for lead, error in result.failed})
        if missing:
            ids = [lead.enrolment.id for lead in missing]
            with self._ledger.begin() as tx:
                enrolments.mark_started(tx, ids, at=self._clock.now())
                # A lead that finished meanwhile had a workflow until then: the ledger is written before it ends.
                still_open = enrolment_rows.open_among(tx, ids)
            missing = [lead for lead in missing if lead.enrolment.id in still_open]
        if result.silent:
            raise UnavailableError(SILENT)
        return missing

    def missing(self, leads: Sequence[StoredEnrolment]) -> list[StoredEnrolment]:
        """Return the leads whose workflow does not run, without starting it. Raises UnavailableError."""
        missing: list[StoredEnrolment] = []

        def check(lead: StoredEnrolment) -> None:
            if not self._temporal.runs(lead.enrolment.id):
                missing.append(lead)

        result = _each(leads, check)
        if result.silent:
            raise UnavailableError(SILENT)
        for _, error in result.failed:
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
        """Start or wake one lead that was set aside. Raises any error."""
        with self._ledger.begin() as tx:
            lead = enrolment_rows.get(tx, enrolment)
        if lead.enrolment.finished is None:
            self._temporal.wake(self._input(lead))

    def again_news(self, identity: str) -> None:
        """Deliver one item of news that was set aside. Raises any error."""
        with self._ledger.begin() as tx:
            page = news.undelivered(tx, after=int(identity) - 1, limit=1)
        for item in page:
            if str(item.id) == identity:
                self._notify(item)
                self._mark([item])

    def _each_lead(
        self, leads: Sequence[StoredEnrolment], notify: Callable[[StoredEnrolment], object]
    ) -> list[StoredEnrolment]:
        """Notify the leads that are not set aside; set aside those for which it fails. Return those notified."""
        if not leads:
            return []
        job = self._jobs.round(LEADS)
        result = _each(job.wanted(leads, lambda lead: lead.enrolment.id), notify)
        job.set_aside({lead.enrolment.id: error for lead, error in result.failed})
        return result.done

    def _deliver_page(self, page: Sequence[News], broken: Broken) -> Delivered:
        """Deliver the end of each call separately; otherwise one wake-up is enough for all news of one lead."""
        if not page and not broken:
            return Delivered(last=0, done=0, left_out=0, silent=False)
        job = self._jobs.round(NEWS)
        page = job.wanted(page, lambda item: str(item.id))
        job.set_aside(broken)
        wakes = {item.enrolment: item for item in page if not _ends_a_call(item)}
        notified = _each([*wakes.values(), *filter(_ends_a_call, page)], self._notify)
        job.set_aside({str(item.id): error for item, error in notified.failed})
        ids = {item.id for item in notified.done}
        reached = {item.enrolment for item in wakes.values() if item.id in ids}
        done = [item for item in page if item.id in ids or (item.enrolment in reached and not _ends_a_call(item))]
        self._mark(done)
        return Delivered(last=0, done=len(done), left_out=job.left_out, silent=notified.silent)

    def _mark(self, done: Sequence[News]) -> None:
        if done:
            now = self._clock.now()
            with self._ledger.begin() as tx:
                news.mark_delivered(tx, [item.id for item in done], at=now)
                enrolments.mark_started(tx, sorted({item.enrolment for item in done}), at=now)

    def _notify(self, item: News) -> None:
        """Complete the activity of the call that ended; if none waits for it, wake the lead's workflow."""
        if not (_ends_a_call(item) and self._complete(item)):
            self._temporal.wake(lead_input(item.enrolment, item.campaign, item.move, item.priority, self._clock))

    def _complete(self, item: News) -> bool:
        with self._ledger.begin() as tx:
            stored = touch_rows.get(tx, item.ref)
        cause, attempt = stored.touch.cause, stored.touch.attempt
        key = names.touch_key(item.enrolment, str(cause), attempt)
        return self._temporal.complete(item.enrolment, key, result_of(stored, item.move))

    def _input(self, lead: StoredEnrolment) -> LeadInput:
        enrolment = lead.enrolment
        return lead_input(enrolment.id, enrolment.campaign, lead.move, lead.priority, self._clock)


def _ends_a_call(item: News) -> bool:
    """Return whether this reports the end of a call, for which an activity waits: such news names the touch."""
    return item.kind is NewsKind.STATUS and bool(item.ref)


@dataclass(frozen=True, slots=True)
class _Notified(Generic[T]):
    """The items that were notified, the items that failed, and whether Temporal did not answer."""

    done: list[T]
    failed: list[tuple[T, Exception]]
    silent: bool


def _each(items: Iterable[T], notify: Callable[[T], object]) -> _Notified[T]:
    """
    Call `notify` for each item, several at a time.

    Once Temporal does not answer, no more items are tried: each would only wait. Any other error belongs to its item.
    """
    silent = threading.Event()

    def attempt(item: T) -> bool | Exception:
        if silent.is_set():
            return False
        try:
            notify(item)
        except UnavailableError:
            silent.set()
            return False
        except Exception as error:  # noqa: BLE001  whatever it is, the other items must not wait for it
            return error
        return True

    items = list(items)
    with ThreadPoolExecutor(AT_ONCE, "outbox") as pool:
        results = list(zip(items, pool.map(attempt, items), strict=True))
    done = [item for item, result in results if result is True]
    failed = [(item, result) for item, result in results if isinstance(result, Exception)]
    return _Notified(done, failed, silent.is_set())


def lead_input(enrolment: str, campaign: str, move: Move, priority: int, clock: Clock) -> LeadInput:
    """Return the input with which a lead's workflow is started."""
    first: Attempt | Wait | Finish = move
    return LeadInput(enrolment=enrolment, campaign=campaign, first=first, clock=clock, priority=priority)
