"""
What becomes of background jobs, and of an item that one cannot handle? Edge: it is set aside, and the job continues.

An outage is not the item's fault: it ends the round, and everything is tried again. Any other error belongs to its
item, and so does a service that answers for every other item. The item is recorded with the cause, left out, and tried
again a limited number of times; `doctor` and `review` show it until it is handled or a person dismisses it. How each
job as a whole ended is recorded for operators, and not too often.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import uuid4

from cadence.domain.clock import Clock
from cadence.domain.errors import CadenceError, LookUpRefusedError, UnavailableError
from cadence.ledger.db import jobs, set_aside
from cadence.ledger.db.ledger import Ledger

log = logging.getLogger(__name__)

MOST_AT_ONCE = 50
"""When this many items of one round fail, the items are not the cause: the job itself fails."""
OUTAGE = 3
"""When this many items in a row get no answer, the items are not the cause: the service is down."""
READ_AGAIN = 5.0
"""Real seconds after which the items that were set aside are read again: another process may have changed them."""
SUCCESSES = 15.0
"""Real seconds between two records of a job that succeeds each time."""
FAILURES = 2.0
"""Real seconds between two records of a job that fails each time."""

T = TypeVar("T")


class TooManyError(Exception):
    """So many items failed that they cannot be the cause."""


@dataclass(slots=True)
class Jobs:
    """Stores what each job has set aside. Safe to use from many threads."""

    ledger: Ledger
    clock: Clock
    _known: tuple[float, dict[str, set[str]]] = (float("-inf"), {})  # when it was read, and the items of each job
    _reading: threading.Lock = field(default_factory=threading.Lock)  # what is set aside meanwhile is read again

    def round(self, job: str, *, patient: bool = False) -> "JobRun":
        """Begin one round of a job. In a `patient` round a single item may get no answer; `JobRun.end` ends it."""
        return JobRun(self, job, self._aside(job), OUTAGE if patient else 1)

    def _aside(self, job: str) -> set[str]:
        """Return what a job leaves out: as of some seconds ago, but for what this object has set aside since."""
        with self._reading:
            read_at, items = self._known
            if time.monotonic() - read_at >= READ_AGAIN:
                with self.ledger.begin() as tx:
                    items = set_aside.items(tx)
                self._known = (time.monotonic(), items)
        return set(items.get(job, ()))

    def rest(self, job: str) -> "JobRun":
        """Begin one round of a job on items that were read without those set aside."""
        return JobRun(self, job, set())

    def failed(self, job: str, item: str, error: Exception) -> None:
        """Set an item aside. The log line has the whole error; the row has the error's type and the id of that line."""
        name = uuid4().hex[:12]
        log.error("set aside", exc_info=error, extra={"action": "set_aside", "job": job, "item": item, "error": name})
        with self.ledger.begin() as tx:
            set_aside.put(tx, job, item, f"{type(error).__name__}, error {name} in the log", at=self.clock.now())
        self._forget()

    def retry(self, handlers: Mapping[str, Callable[[str], object]]) -> None:
        """Try again what is due, each item with the handler of its job. Raises UnavailableError."""
        with self.ledger.begin() as tx:
            due = set_aside.due(tx, self.clock.now())
        outages: list[UnavailableError] = []
        for job in dict.fromkeys(row.job for row in due):
            if (handle := handlers.get(job)) is None:
                continue
            run = JobRun(self, job, set(), OUTAGE)
            try:
                for item in (row.item for row in due if row.job == job):
                    with run.item(item):
                        handle(item)
                        with self.ledger.begin() as tx:
                            set_aside.clear(tx, job, item)
                        self._forget()
                run.end()
            except UnavailableError as error:
                outages.append(error)
        for outage in outages:
            raise outage

    def _forget(self) -> None:
        """Read the items again in the next round."""
        with self._reading:
            self._known = (float("-inf"), {})


@dataclass(slots=True)
class JobRun:
    """One round of a job: the items that it leaves out, and those that have failed in it."""

    jobs: Jobs
    job: str
    aside: set[str]
    outage: int = 1  # this many items in a row without an answer end the round
    _failures: int = 0
    _unanswered: dict[str, UnavailableError] = field(default_factory=dict)

    @property
    def left_out(self) -> int:
        """How many items are left out: a page is read this much longer, or bad items would fill it."""
        return len(self.aside)

    def wanted(self, items: Iterable[T], name: Callable[[T], str]) -> list[T]:
        """Return the items that are not set aside."""
        return [item for item in items if name(item) not in self.aside]

    @contextmanager
    def item(self, name: str) -> Iterator[None]:
        """Handle one item: its own error sets it aside. Raises UnavailableError for an outage."""
        try:
            yield
        except UnavailableError as error:
            if isinstance(error, LookUpRefusedError):
                self.failed(name, error)
                return
            self._unanswered[name] = error
            if len(self._unanswered) >= self.outage:
                raise
        except Exception as error:  # noqa: BLE001  whatever it is, the other items must not wait for it
            self.failed(name, error)
        else:
            unanswered, self._unanswered = self._unanswered, {}
            for other, outage in unanswered.items():  # the service answers, so those items are the cause
                self.failed(other, outage)

    def end(self) -> None:
        """End a patient round. Raises UnavailableError when the last items got no answer."""
        for outage in self._unanswered.values():
            raise outage

    def set_aside(self, failed: Mapping[str, Exception]) -> None:
        """Set these items aside unless they are already."""
        for name, error in failed.items():
            if name not in self.aside:
                self.failed(name, error)

    def failed(self, name: str, error: Exception) -> None:
        """Set one item aside. Raises TooManyError when the items cannot be the cause."""
        self._failures += 1
        if self._failures > MOST_AT_ONCE:
            raise TooManyError(f"more than {MOST_AT_ONCE} items of one round failed") from error
        self.aside.add(name)
        self.jobs.failed(self.job, name, error)


@dataclass(slots=True)
class JobRecords:
    """Records how jobs end. A change is written at once, the same result again only from time to time."""

    ledger: Ledger
    # job -> whether it had succeeded, and when it was written
    _written: dict[str, tuple[bool, float]] = field(default_factory=dict)
    _since: set[str] = field(default_factory=set)  # what has succeeded since it was written: it goes with the next row

    def note(self, succeeded: Collection[str], failed: Mapping[str, str]) -> None:
        """Record how these jobs ended; `failed` has the error of each, without personal data. Never raises."""
        self._since = (self._since | {*succeeded}) - {*failed}
        bad = {name: error for name, error in failed.items() if self._due(name, success=False)}
        if not bad and not any(self._due(name, success=True) for name in succeeded):
            return
        good = self._since
        try:
            with self.ledger.begin() as tx:
                jobs.succeeded(tx, good)
                jobs.failed(tx, bad)
        except CadenceError as error:
            log.warning("jobs are not recorded: %s", error, extra={"action": "jobs_unrecorded"})
            return
        now = time.monotonic()
        self._written |= dict.fromkeys(good, (True, now)) | dict.fromkeys(bad, (False, now))
        self._since = set()

    def _due(self, name: str, *, success: bool) -> bool:
        was, at = self._written.get(name, (not success, 0.0))
        return was is not success or time.monotonic() - at > (SUCCESSES if success else FAILURES)
