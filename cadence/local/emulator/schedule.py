"""
What is still to happen, and when? Edge: a list in the file, followed at the pace of the Clock.

Nothing waits in memory, so an emulator that is killed goes on where it stopped, however many people mean to answer
next week.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from cadence.domain.clock import Clock, utc_now
from cadence.local.emulator.store import Store, instant, stamp

AT_ONCE = 100
"""Events taken from the list together, before anything else gets its turn."""
LONGEST_SLEEP = 60.0

Handler = Callable[[str, Mapping[str, Any]], None]

log = logging.getLogger(__name__)


class Schedule:
    """Events in the order of their instants; the handler of each kind is registered once, at the start."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Follow this file and this clock."""
        self._store, self._clock = store, clock
        self._handlers: dict[str, Handler] = {}
        self._sooner = asyncio.Event()
        self._next: str | None = ""  # when the next event is due, as far as known; "" is now, None is never

    def on(self, kind: str, handler: Handler) -> None:
        """Register the handler of a kind of event. It gets the event's reference and data, and must not wait."""
        self._handlers[kind] = handler

    def after(self, span: timedelta, kind: str, ref: str, **data: Any) -> None:  # noqa: ANN401  what JSON takes
        """Let something happen when this span of the Clock has passed."""
        self.at(self._clock.now() + span, kind, ref, **data)

    def at(self, due: datetime, kind: str, ref: str, **data: Any) -> None:  # noqa: ANN401  what JSON takes
        """Let something happen at an instant of the Clock."""
        self._store.insert("agenda", at=stamp(due), kind=kind, ref=ref, data=json.dumps(data))
        if self._next is None or stamp(due) < self._next:
            self._sooner.set()

    async def follow(self) -> None:
        """Handle each event when it is due, without end."""
        while True:
            self._sooner.clear()
            query = "SELECT * FROM agenda WHERE at <= ? ORDER BY at, id LIMIT ?"
            due = self._store.all(query, stamp(self._clock.now()), AT_ONCE)
            for event in due:
                self._happen(event["id"], event["kind"], event["ref"], json.loads(event["data"]))
            await (asyncio.sleep(0) if due else self._sleep())

    def _happen(self, event: int, kind: str, ref: str, data: Mapping[str, Any]) -> None:
        with self._store.together():
            self._store.do("DELETE FROM agenda WHERE id = ?", event)
            try:
                self._handlers[kind](ref, data)
            except Exception:
                log.exception("%s failed for %s", kind, ref)  # one odd event must not stop all others

    async def _sleep(self) -> None:
        row = self._store.one("SELECT at FROM agenda ORDER BY at, id LIMIT 1")
        self._next = row["at"] if row else None
        wait = LONGEST_SLEEP
        if self._next is not None:
            wait = min(wait, max(0.0, (self._clock.real_at(instant(self._next)) - utc_now()).total_seconds()))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._sooner.wait(), wait)
