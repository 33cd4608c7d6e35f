"""
Which open leads have no workflow, and how is it started again? Edge.

Only the ledger decides who is open, so a workflow that Temporal has lost is started again from its row. The leads are
read by wake-up time, the most urgent first, then those that are held; this can be interrupted and repeated at any
point.
"""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass

from cadence.domain.plurals import many
from cadence.engine.outbox import OutboxRelay
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.campaigns import enrolment_rows
from cadence.ledger.campaigns.enrolment_rows import BEGINNING, END, Place, StoredEnrolment
from cadence.ledger.db import services
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.services import Service
from cadence.ledger.tables.fields import Broken

log = logging.getLogger(__name__)

PAGE = 200
"""Leads that are compared at a time."""
LOOK = 15.0
"""Real seconds between two checks that Temporal still has its workflows."""
REST = 300.0
"""Real seconds between two comparisons of all leads: one question a lead costs Temporal as much as half a touch."""
ROUND = 1.0
"""Real seconds that one round of rebuilding takes at most before other jobs have their turn."""


def place_of(lead: StoredEnrolment) -> Place:
    """Return a lead's place in the order of wake-up times."""
    return (lead.next_at or BEGINNING[0], lead.enrolment.id)


def pages(ledger: Ledger, *, size: int = PAGE) -> Iterator[list[StoredEnrolment]]:
    """Yield all open enrolments that can be read, by wake-up time, then those held; a lead may come twice."""
    place = BEGINNING
    while True:
        broken: Broken = {}
        with ledger.begin() as tx:
            page = enrolment_rows.with_past_wakeup(tx, END, after=place, limit=size, broken=broken)
        if page:
            yield page
        if not page or len(page) + len(broken) < size:
            break
        place = place_of(page[-1])
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


@dataclass(slots=True)
class Rebuilder:
    """Compares the ledger with Temporal, a little at a time, and rebuilds what is missing."""

    ledger: Ledger
    outbox: OutboxRelay
    temporal: TemporalClient
    _walk: Iterator[list[StoredEnrolment]] | None = None  # the endless comparison, a page at a time
    _rebuilding: Iterator[list[StoredEnrolment]] | None = None  # everybody, as fast as Temporal takes it
    _rests_until: float = 0.0  # on the monotonic clock
    _identity: str = ""

    def compare_temporal(self) -> None:
        """Check that Temporal has its database and the workflows of one page of leads; if not, rebuild everything."""
        if self._rebuilding is not None:
            return
        self._identity = self.temporal.namespace_id()
        with self.ledger.begin() as tx:
            known = services.every(tx).get(Service.TEMPORAL)
        if self._identity and known is not None and known.identity not in ("", self._identity):
            self._begin("Temporal has another database than before")
            return
        self._note()
        if self._walk is None and time.monotonic() < self._rests_until:
            return
        # A generator that raised has ended, so the next check begins a new one.
        walk, self._walk = self._walk or pages(self.ledger), None
        page = next(walk, None)
        if page is None:
            self._rests_until = time.monotonic() + REST
            return
        if missing := self.outbox.rebuild(page):
            self._begin(f"{len(missing)} of {many(len(page), 'lead')} had no workflow")
        self._walk = walk

    @property
    def rebuilding(self) -> bool:
        """Whether the workflow of every lead is being started again."""
        return self._rebuilding is not None

    def rebuild_workflows(self) -> None:
        """Rebuild for a second. Temporal's new identity is written at the end: what was interrupted begins again."""
        if self._rebuilding is None:
            return
        until = time.monotonic() + ROUND
        # After an outage it begins again: workflows that exist cost little.
        walk, self._rebuilding = self._rebuilding, pages(self.ledger)
        while time.monotonic() < until:
            page = next(walk, None)
            if page is None:
                self._note()
                self._rebuilding = None
                log.info("every open lead has its workflow", extra={"action": "rebuild_ends"})
                return
            self.outbox.rebuild(page)
        self._rebuilding = walk

    def _begin(self, why: str) -> None:
        log.warning("rebuilding workflows from the ledger: %s", why, extra={"action": "rebuild_begins"})
        self._rebuilding = pages(self.ledger)

    def _note(self) -> None:
        with self.ledger.begin() as tx:
            services.heard(tx, Service.TEMPORAL, self._identity or None)
