"""
Whose hold has come true? Edge: everybody who waits for it is woken, page by page; part of the reconciler.

Law 3 lets a lead wait without a wake-up only under a named hold, so each name needs somebody who notices its end.
"""

from cadence.domain import HoldName
from cadence.engine.jobs import Jobs
from cadence.engine.outbox import LEADS, OutboxRelay
from cadence.engine.outcomes import Planner
from cadence.ledger.campaigns import enrolment_rows, waits
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.ledger.lists import registries
from cadence.policy import required_registries
from cadence.policy.packs.loading import mended

OF_PAUSES = (HoldName.RUNNING, HoldName.TEMPLATE, HoldName.DESTINATION)
"""Holds that the end of a pause ends."""
PAGE = 200
"""How many leads are woken before the next look."""


class HoldWaker:
    """Wakes whoever waits for something that has come true."""

    def __init__(self, planner: Planner, outbox: OutboxRelay) -> None:
        """Keep what it looks with."""
        self._planner = planner
        self._outbox = outbox
        self._jobs = Jobs(planner.ledger, planner.clock)

    def wake_held(self) -> None:
        """Wake those whose pause has ended, and whose pack can be read again. A corrected list brings its own news."""
        with self._planner.begin() as unit:
            ended = {hold: waits.resumed(unit.tx, waits.keys_of(unit.tx, hold)) for hold in OF_PAUSES}
            readable = [key for key in waits.keys_of(unit.tx, HoldName.PACK) if mended(key)]
        for hold, keys in ended.items():
            for key in keys:
                self._wake_all(hold, key)
        for key in readable:
            self._wake_all(HoldName.PACK, key)

    def look_for_lists(self) -> None:
        """
        Wake those who wait for an official list of which there is a young copy: its import may not have reached them.

        Not often: who may be contacted tomorrow only, when the copy will be too old, goes on waiting.
        """
        with self._planner.begin() as unit:
            copies = registries.copies(unit.tx)
            waited = waits.keys_of(unit.tx, HoldName.REGISTRY)
        asked = required_registries.registries(required_registries.every_pack())
        for key in waited:
            copy = copies.get(key)
            if copy is not None and required_registries.young(copy.as_of, asked.get(key, ()), self._planner.now()):
                self._wake_all(HoldName.REGISTRY, key)

    def look_for_openings(self) -> None:
        """Wake those for whom no allowed instant was in sight: the calendar has moved on."""
        with self._planner.begin() as unit:
            keys = waits.keys_of(unit.tx, HoldName.OPENING)
        for key in keys:
            self._wake_all(HoldName.OPENING, key)

    def _wake_all(self, hold: HoldName, key: str) -> None:
        """Wake everybody who waits for one thing, page by page: that is the bounded pace of a resume."""
        after = waits.FIRST
        while True:
            with self._planner.begin() as unit:
                held = waits.held_by(unit.tx, hold, key, after=after, limit=PAGE)
            self._wake(held)
            if len(held) < PAGE:
                return
            after = held[-1]

    def _wake(self, ids: list[str]) -> None:
        job = self._jobs.round(LEADS)
        rows: list[StoredEnrolment] = []
        for one in job.wanted(ids, str):
            with job.item(one), self._planner.begin() as unit:
                rows.append(enrolment_rows.get(unit.tx, one))
        self._outbox.wake(rows)
