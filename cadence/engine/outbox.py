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
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from cadence.domain import HoldName, Move, names
from cadence.domain.clock import Clock
from cadence.domain.errors import UnavailableError
from cadence.domain.payloads import LeadInput, TouchResult
from cadence.engine.jobs import JobRun, Jobs
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.campaigns import enrolment_rows, enrolments, waits
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.tables.fields import Broken
from cadence.ledger.touches import news
from cadence.ledger.touches.news import EndedCall, News

T = TypeVar("T")
R = TypeVar("R")

NEWS, LEADS = "deliver news", "start and wake leads"
"""The jobs whose items are set aside, as `doctor` and `review` show them."""
AT_ONCE = 16
"""Workflows that are notified or started at the same time: beyond about twenty the server only answers later."""
PAGE = 200
"""How many leads with one hold are woken at a time."""
FRESH = timedelta(seconds=2)
"""How long, in real time, news is left to the process that wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The result of delivering one page of news."""

    last: int = 0  # the id of the last item seen, 0 when there was none
    done: int = 0  # how many were delivered
    left_out: int = 0  # how many are set aside
    silent: bool = False  # Temporal did not answer, so there is no use in continuing


SILENT = "Temporal does not answer, so its workflows cannot be compared with the ledger. It is safe to try again."


class OutboxRelay:
    """Delivers news from the ledger to the workflows. Safe to use from many threads and processes."""

    def __init__(self, ledger: Ledger, temporal_client: TemporalClient, clock: Clock) -> None:
        """Keep the collaborators."""
        self._ledger = ledger
        self._temporal = temporal_client
        self._clock = clock
        self._jobs = Jobs(ledger, clock)

    def deliver(self, ids: Collection[int], known: Collection[News] = ()) -> int:
        """
        Deliver news that was just committed; return how many items. An outage does no harm: the reconciler goes on.

        What its writer hands over as `known` is not read, unless it is so old that it may have been delivered already.
        """
        if not ids:
            return 0
        fresh = self.fresh()
        page = [item for item in known if item.at >= fresh]
        broken: Broken = {}
        if unknown := set(ids).difference(item.id for item in page):
            with self._ledger.begin() as tx:
                page += news.just_written(tx, unknown, NEWS, broken)
        return self._deliver_page(self._jobs.rest(NEWS), page, broken).done

    def deliver_page(self, *, after: int = 0, limit: int = 500) -> Delivered:
        """Deliver a page of news. Fresh news is left to its writer, so that no workflow is woken twice."""
        broken: Broken = {}
        with self._ledger.begin() as tx:
            page = news.undelivered(tx, after=after, limit=limit, broken=broken)
        fresh = self.fresh()
        last = max((*(item.id for item in page), *map(int, broken)), default=0)
        page = [item for item in page if item.at < fresh]
        if not page and not broken:
            return Delivered(last=last)
        return replace(self._deliver_page(self._jobs.round(NEWS), page, broken), last=last)

    def fresh(self) -> datetime:
        """Return the instant from which on news is left to the process that wrote it."""
        return self._clock.now() - FRESH * self._clock.speed

    def start(self, leads: Sequence[StoredEnrolment]) -> int:
        """Start the workflows of committed enrolments; return how many run now."""
        started = [lead for lead, _ in self._each_lead(leads, self._temporal.start).done]
        if started:
            with self._ledger.begin() as tx:
                enrolments.mark_started(tx, [lead.enrolment.id for lead in started], at=self._clock.now())
        return len(started)

    def wake(self, leads: Sequence[StoredEnrolment]) -> int:
        """Have the workflows of these leads read the ledger; return how many were reached."""
        return len(self._each_lead(leads, self._temporal.wake).done)

    def wake_all(self, hold: HoldName, key: str) -> int:
        """Wake all leads with one hold, page by page, so that a resume does not start everything at once."""
        woken, after = 0, waits.FIRST
        while True:
            with self._ledger.begin() as tx:
                held = waits.held_by(tx, hold, key, after=after, limit=PAGE)
            job = self._jobs.round(LEADS)
            rows: list[StoredEnrolment] = []
            for enrolment in job.wanted(held, str):
                with job.item(enrolment), self._ledger.begin() as tx:
                    rows.append(enrolment_rows.get(tx, enrolment))
            woken += self.wake(rows)
            if len(held) < PAGE:
                return woken
            after = held[-1]

    def rebuild(self, leads: Sequence[StoredEnrolment]) -> list[StoredEnrolment]:
        """Start missing workflows; return whose they were. Raises UnavailableError; what was started stays started."""
        result = self._each_lead(leads, self._temporal.rebuild)
        missing = [lead for lead, was_missing in result.done if was_missing]
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
        result = _each(leads, lambda lead: self._temporal.runs(lead.enrolment.id))
        if result.silent:
            raise UnavailableError(SILENT)
        for _, error in result.failed:
            raise error
        missing = [lead for lead, runs in result.done if not runs]
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
        self, leads: Sequence[StoredEnrolment], notify: Callable[[LeadInput], bool]
    ) -> "_Notified[StoredEnrolment, bool]":
        """Notify the leads that are not set aside; set aside those for which it fails."""
        if not leads:
            return _Notified([], [], silent=False)
        job = self._jobs.round(LEADS)
        result = _each(job.wanted(leads, lambda lead: lead.enrolment.id), lambda lead: notify(self._input(lead)))
        job.set_aside({lead.enrolment.id: error for lead, error in result.failed})
        return result

    def _deliver_page(self, job: JobRun, page: Sequence[News], broken: Broken) -> Delivered:
        """Deliver the end of each call separately; otherwise one wake-up is enough for all news of one lead."""
        page = job.wanted(page, lambda item: str(item.id))
        job.set_aside(broken)
        wakes = {item.enrolment: item for item in page if item.call is None}
        notified = _each([*wakes.values(), *(item for item in page if item.call is not None)], self._notify)
        job.set_aside({str(item.id): error for item, error in notified.failed})
        ids = {item.id for item, _ in notified.done}
        reached = {item.enrolment for item in wakes.values() if item.id in ids}
        done = [item for item in page if item.id in ids or (item.enrolment in reached and item.call is None)]
        self._mark(done)
        return Delivered(done=len(done), left_out=job.left_out, silent=notified.silent)

    def _mark(self, done: Sequence[News]) -> None:
        if done:
            now = self._clock.now()
            with self._ledger.begin() as tx:
                news.mark_delivered(tx, [item.id for item in done], at=now)
                if begun := sorted({item.enrolment for item in done if not item.started}):
                    enrolments.mark_started(tx, begun, at=now)

    def _notify(self, item: News) -> None:
        """Complete the activity of the call that ended; if none waits for it, wake the lead's workflow."""
        if item.call is None or not self._complete(item, item.call):
            self._temporal.wake(lead_input(item.enrolment, item.campaign, item.move, item.priority, self._clock))

    def _complete(self, item: News, call: EndedCall) -> bool:
        key = names.touch_key(item.enrolment, str(call.cause), call.attempt)
        return self._temporal.complete(
            item.enrolment,
            key,
            TouchResult(next=item.move, step=call.step, verdict="allow", outcome=str(call.outcome or "")),
        )

    def _input(self, lead: StoredEnrolment) -> LeadInput:
        enrolment = lead.enrolment
        return lead_input(enrolment.id, enrolment.campaign, lead.move, lead.priority, self._clock)


@dataclass(frozen=True, slots=True)
class _Notified(Generic[T, R]):
    """The items that were notified, each with the answer; those that failed; and whether Temporal did not answer."""

    done: list[tuple[T, R]]
    failed: list[tuple[T, Exception]]
    silent: bool


def _each(items: Iterable[T], notify: Callable[[T], R]) -> _Notified[T, R]:
    """Call `notify` for each item, several at a time, and for no more once Temporal does not answer."""
    silent = threading.Event()

    def attempt(item: T) -> R | Exception:
        if silent.is_set():
            return UnavailableError(SILENT)
        try:
            return notify(item)
        except UnavailableError as error:
            silent.set()
            return error
        except Exception as error:  # noqa: BLE001  it is the item's
            return error

    items = list(items)
    if len(items) == 1:  # as after almost every request: no further thread is needed
        answers = [attempt(items[0])]
    else:
        with ThreadPoolExecutor(AT_ONCE, "outbox") as pool:
            answers = list(pool.map(attempt, items))
    each = list(zip(items, answers, strict=True))
    done = [(item, answer) for item, answer in each if not isinstance(answer, Exception)]
    errors = [(item, answer) for item, answer in each if isinstance(answer, Exception)]
    failed = [(item, error) for item, error in errors if not isinstance(error, UnavailableError)]
    return _Notified(done, failed, silent.is_set())


def lead_input(enrolment: str, campaign: str, move: Move, priority: int, clock: Clock) -> LeadInput:
    """Return the input with which a lead's workflow is started."""
    return LeadInput(
        enrolment=enrolment, campaign=campaign, first=move, clock=clock, priority=priority, plans_at_once=True
    )
