"""What do the pages share in one process? Edge: the reader of what happens now, and reports that were just made."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock
from typing import Annotated

from fastapi import Depends, Request

from cadence.api.dependencies import Dependencies
from cadence.api.page.live import LiveFeed
from cadence.domain.clock import utc_now
from cadence.domain.errors import UnavailableError
from cadence.domain.figures import Report
from cadence.engine.reports.gather import ReportOrder, report_of
from cadence.ledger.reading import live
from cadence.ledger.reading.live import LiveReading

FRESH = 10.0
"""Seconds for which a report that was made is shown again: so many people who look cost one report."""
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
    report: Report | None = None


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
        """Return a report that is a few seconds old at most. Raises NotFoundError and UnavailableError."""
        if not self._pages.acquire(blocking=False):
            raise UnavailableError("Many reports are being made. Load the page again in a moment.")
        try:
            return self._made(order)
        finally:
            self._pages.release()

    def _made(self, order: ReportOrder) -> Report:
        with self._lock:
            if len(self._known) >= MOST_REPORTS:
                self._known.clear()
            making = self._known.setdefault(order, _Making())
        with making.lock:
            if making.report is None or self._seconds() - making.made_at >= FRESH:
                making.report = self._make(order)
                making.made_at = self._seconds()
            return making.report

    def _make(self, order: ReportOrder) -> Report:
        planner = self._deps.planner
        with self._makers, self._deps.ledger.begin() as connection:
            return report_of(connection, planner, order, planner.now())


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
