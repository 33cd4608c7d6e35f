"""
What happens to an item that a background job cannot handle? Edge: it is set aside, and the job continues.

An outage is not the item's fault: it ends the round, and everything is tried again. Any other error belongs to its
item, and so does a service that answers for every other item. The item is recorded with the cause, left out, and tried
again a limited number of times; `doctor` and `review` show it until it is handled or a person dismisses it. The result
of a job as a whole is in `job_records.py`.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar
from uuid import uuid4

from cadence.domain.clock import Clock
from cadence.domain.errors import LookUpRefusedError, UnavailableError
from cadence.ledger.db import set_aside
from cadence.ledger.db.ledger import Ledger

log = logging.getLogger(__name__)

MOST_AT_ONCE = 50
"""When this many items of one round fail, the items are not the cause: the job itself fails."""
OUTAGE = 3
"""When this many items in a row get no answer, the items are not the cause: the service is down."""

T = TypeVar("T")


class TooManyError(Exception):
    """So many items failed that they cannot be the cause."""


class Jobs:
    """Stores what each job has set aside. Safe to use from many threads."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        """Write into this ledger."""
        self._ledger = ledger
        self._clock = clock

    def round(self, job: str, *, patient: bool = False) -> "JobRun":
        """Begin one round of a job. In a `patient` round a single item may get no answer; `JobRun.end` ends it."""
        with self._ledger.begin() as tx:
            aside = {row.item for row in set_aside.of_job(tx, job)}
        return JobRun(self, job, aside, OUTAGE if patient else 1)

    def failed(self, job: str, item: str, error: Exception) -> None:
        """Set an item aside. The log line has the whole error; the row has the error's type and the id of that line."""
        name = uuid4().hex[:12]
        log.error("set aside", exc_info=error, extra={"action": "set_aside", "job": job, "item": item, "error": name})
        with self._ledger.begin() as tx:
            set_aside.put(tx, job, item, f"{type(error).__name__}, error {name} in the log", at=self._clock.now())

    def handled(self, job: str, item: str) -> None:
        """Remove an item that was set aside before and has now been handled."""
        with self._ledger.begin() as tx:
            set_aside.clear(tx, job, item)

    def retry(self, handlers: Mapping[str, Callable[[str], object]]) -> None:
        """Try again what is due, each item with the handler of its job. Raises UnavailableError."""
        with self._ledger.begin() as tx:
            due = set_aside.due(tx, self._clock.now())
        outages: list[UnavailableError] = []
        for job in dict.fromkeys(row.job for row in due):
            if (handle := handlers.get(job)) is None:
                continue
            run = JobRun(self, job, set(), OUTAGE)
            try:
                for item in (row.item for row in due if row.job == job):
                    with run.item(item):
                        handle(item)
                        self.handled(job, item)
                run.end()
            except UnavailableError as error:
                outages.append(error)
        for outage in outages:
            raise outage


class JobRun:
    """One round of a job: the items that it leaves out, and those that have failed in it."""

    def __init__(self, jobs: Jobs, job: str, aside: set[str], outage: int = 1) -> None:
        """Leave out what is set aside. `outage` is how many items in a row without an answer end the round."""
        self._jobs = jobs
        self._job = job
        self._aside = aside
        self._failures = 0
        self._outage = outage
        self._unanswered: dict[str, UnavailableError] = {}

    @property
    def left_out(self) -> int:
        """How many items are left out: a page is read this much longer, or bad items would fill it."""
        return len(self._aside)

    def wanted(self, items: Iterable[T], name: Callable[[T], str]) -> list[T]:
        """Return the items that are not set aside."""
        return [item for item in items if name(item) not in self._aside]

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
            if len(self._unanswered) >= self._outage:
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
            if name not in self._aside:
                self.failed(name, error)

    def failed(self, name: str, error: Exception) -> None:
        """Set one item aside. Raises TooManyError when the items cannot be the cause."""
        self._failures += 1
        if self._failures > MOST_AT_ONCE:
            raise TooManyError(f"more than {MOST_AT_ONCE} items of one round failed") from error
        self._aside.add(name)
        self._jobs.failed(self._job, name, error)
