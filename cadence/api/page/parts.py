"""What do the pages share in one process? Edge: the reader of what happens now, and reports that were just made."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock, Thread
from typing import Annotated

from fastapi import Depends, Request

from cadence.api.dependencies import Dependencies
from cadence.api.page.live import LiveFeed
from cadence.domain.clock import utc_now
from cadence.domain.errors import CadenceError, UnavailableError
from cadence.domain.figures import Report
from cadence.engine.reports.gather import ReportOrder, report_of
from cadence.ledger.reading import live
from cadence.ledger.reading.live import LiveReading

log = logging.getLogger(__name__)

FRESH = 10.0
"""Seconds for which a report that was made is shown again: so many people who look cost one report."""
DEAR = 10
"""A report stays fresh for so many times as long as it took: a large campaign does not keep a processor busy."""
AGED = 30
"""A report that is so many times as old as a fresh one is made anew before it is shown; a younger one meanwhile."""
MOST_REPORTS = 50
AT_ONCE = 3
"""Reports that are made at the same time: each keeps a connection to the ledger, which stops and webhooks need too."""
TRIALS = 1
"""Pages that try alerts on the past at the same time."""
MOST_WAITING = 12
"""Pages that wait for a report: each keeps one of the threads in which webhooks are answered too."""


@dataclass(slots=True)
class _Making:
    """A report that is made once for everybody who wants it."""

    lock: Lock = field(default_factory=Lock)
    made_at: float = float("-inf")
    took: float = 0.0
    report: Report | None = None
    renewing: bool = False

    def known(self, now: float, seconds: float) -> Report | None:
        """Return the report, if it is not older than that."""
        return self.report if now - self.made_at < seconds else None

    @property
    def fresh(self) -> float:
        """For how many seconds it is fresh."""
        return min(max(FRESH, DEAR * self.took), AGED * FRESH)


class Reports:
    """Makes reports. Safe to use from many threads."""

    def __init__(self, deps: Dependencies, seconds: Callable[[], float] = time.monotonic) -> None:
        """Make them of this ledger."""
        self._deps = deps
        self._seconds = seconds
        self._known: dict[ReportOrder, _Making] = {}
        self._lock = Lock()
        self._makers = BoundedSemaphore(AT_ONCE)
        self._pages = BoundedSemaphore(MOST_WAITING)

    def report(self, order: ReportOrder) -> Report:
        """
        Return a report that is a few seconds old, or some minutes: then it is made anew meanwhile, for who looks next.

        Raises NotFoundError and UnavailableError.
        """
        with self._lock:
            if len(self._known) >= MOST_REPORTS:
                self._known.clear()
            making = self._known.setdefault(order, _Making())
        now = self._seconds()
        if (known := making.known(now, AGED * FRESH)) is not None:
            if making.known(now, making.fresh) is None:
                self._renew(order, making)
            return known
        if not self._pages.acquire(blocking=False):
            raise UnavailableError("Many reports are being made. Load the page again in a moment.")
        try:
            with making.lock, self._makers:
                return making.known(self._seconds(), making.fresh) or self._make(order, making)
        finally:
            self._pages.release()

    def _renew(self, order: ReportOrder, making: _Making) -> None:
        """Have a report made anew by a thread of its own, unless one does or too many reports are being made."""
        with self._lock:
            if making.renewing or not self._makers.acquire(blocking=False):
                return
            making.renewing = True
        Thread(target=self._renewed, args=(order, making), daemon=True).start()

    def _renewed(self, order: ReportOrder, making: _Making) -> None:
        try:
            self._make(order, making)
        except CadenceError as error:
            log.warning("a service does not answer", extra={"action": "unavailable", "why": str(error)})
        except Exception:  # the old report is shown until it is too old
            log.exception("a report could not be made anew", extra={"action": "report_failed"})
        finally:
            self._makers.release()
            making.renewing = False

    def _make(self, order: ReportOrder, making: _Making) -> Report:
        planner, began = self._deps.planner, self._seconds()
        with self._deps.ledger.begin() as connection:
            report = report_of(connection, planner, order, planner.now())
        making.report, making.made_at = report, self._seconds()
        making.took = making.made_at - began
        return report


class PageParts:
    """What the pages share."""

    def __init__(self, deps: Dependencies) -> None:
        """Serve pages about this ledger."""
        self.reports = Reports(deps)
        self.trials = BoundedSemaphore(TRIALS)
        self.live = LiveFeed(lambda campaigns, sessions: look(deps, campaigns, sessions))


def look(deps: Dependencies, campaigns: frozenset[int], sessions: frozenset[bytes]) -> LiveReading:
    """Return how campaigns stand now, and which sessions hold. Raises UnavailableError."""
    with deps.ledger.begin() as connection:
        return live.look(connection, campaigns, sessions, now=deps.planner.now(), today=utc_now())


async def parts_of(request: Request) -> PageParts:
    """Return what the pages of the application share."""
    parts: PageParts = request.app.state.page
    return parts


Shared = Annotated[PageParts, Depends(parts_of)]
"""The type of a handler's parameter for it."""
