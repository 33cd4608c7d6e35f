"""
Which open leads have no workflow, and how is it started again? Edge.

Only the ledger decides who is open, so a workflow that Temporal has lost is started again from its row. The leads are
read by wake-up time, the most urgent first, then those that are held; this can be interrupted and repeated at any
point.
"""

import logging
import time
from collections.abc import Iterator

from cadence.domain.plurals import many
from cadence.engine.outbox import OutboxRelay
from cadence.engine.temporal_client import SyncTemporalClient
from cadence.ledger.campaigns import enrolment_rows
from cadence.ledger.campaigns.enrolment_rows import BEGINNING, END, StoredEnrolment
from cadence.ledger.db import services
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.services import Service
from cadence.ledger.tables.fields import Broken

log = logging.getLogger(__name__)

PAGE = 200
"""Leads that are compared at a time."""
LOOK = 15.0
"""Real seconds between two checks that Temporal still has its workflows."""
ROUND = 1.0
"""Real seconds that one round of rebuilding takes at most before other jobs have their turn."""


def pages(ledger: Ledger, *, size: int = PAGE) -> Iterator[list[StoredEnrolment]]:
    """
    Yield every open enrolment in pages: by wake-up time, then those that are held. A lead may be yielded twice.

    Rows that cannot be read are left out: the jobs that read them set them aside.
    """
    place = BEGINNING
    while True:
        broken: Broken = {}
        with ledger.begin() as tx:
            page = enrolment_rows.with_past_wakeup(tx, END, after=place, limit=size, broken=broken)
        if page:
            yield page
        if not page or len(page) + len(broken) < size:
            break
        place = (page[-1].next_at or BEGINNING[0], page[-1].enrolment.id)
    held = ("", "", enrolment_rows.FIRST)
    while True:
        broken = {}
        with ledger.begin() as tx:
            page = enrolment_rows.held_page(tx, after=held, limit=size, broken=broken)
        if page:
            yield page
        if not page or len(page) + len(broken) < size:
            return
        held = (page[-1].hold or "", page[-1].hold_key, page[-1].enrolment.id)


class Rebuilder:
    """Compares the ledger with Temporal, a little at a time, and rebuilds what is missing."""

    def __init__(self, ledger: Ledger, outbox: OutboxRelay, sync_client: SyncTemporalClient) -> None:
        """Keep the collaborators."""
        self._ledger = ledger
        self._outbox = outbox
        self._temporal = sync_client
        self._walk: Iterator[list[StoredEnrolment]] | None = None  # the endless comparison, a page at a time
        self._rebuilding: Iterator[list[StoredEnrolment]] | None = None  # everybody, as fast as Temporal takes it
        self._identity = ""

    def compare_temporal(self) -> None:
        """
        Check that Temporal has the same database and the workflows of one page of leads; if not, rebuild everything.

        To be called every `LOOK` seconds. Raises UnavailableError.
        """
        if self._rebuilding is not None:
            return
        self._identity = self._temporal.namespace_id()
        with self._ledger.begin() as tx:
            known = services.every(tx).get(Service.TEMPORAL)
        if self._identity and known is not None and known.identity not in ("", self._identity):
            self._begin("Temporal has another database than before")
            return
        self._note()
        # A generator that raised has ended, so the next check begins a new one.
        walk, self._walk = self._walk or pages(self._ledger), None
        page = next(walk, None)
        if page is None:
            return
        if missing := self._outbox.rebuild(page):
            self._begin(f"{len(missing)} of {many(len(page), 'lead')} had no workflow")
        self._walk = walk

    def rebuild_workflows(self) -> None:
        """
        Rebuild for a second, if there is something to rebuild. To be called every second. Raises UnavailableError.

        The new identity of Temporal is written at the end, so a process that was interrupted begins again.
        """
        if self._rebuilding is None:
            return
        until = time.monotonic() + ROUND
        # After an outage it begins again: workflows that exist cost little.
        walk, self._rebuilding = self._rebuilding, pages(self._ledger)
        while time.monotonic() < until:
            page = next(walk, None)
            if page is None:
                self._note()
                self._rebuilding = None
                log.info("every open lead has its workflow", extra={"action": "rebuild_ends"})
                return
            self._outbox.rebuild(page)
        self._rebuilding = walk

    def _begin(self, why: str) -> None:
        log.warning("rebuilding workflows from the ledger: %s", why, extra={"action": "rebuild_begins"})
        self._rebuilding = pages(self._ledger)

    def _note(self) -> None:
        with self._ledger.begin() as tx:
            services.heard(tx, Service.TEMPORAL, self._identity or None)
