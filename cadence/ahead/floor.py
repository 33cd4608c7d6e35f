"""
Which call gets an agent's place, and when? Pure: one queue per floor, first come, first served.

A place is taken from the first ring until the agent has written down what came of the call.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush

from cadence.ahead.coming import Ask
from cadence.ahead.people import Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A lead's turn to call; without `taken` there was no place for it while its hours lasted."""

    lead: int
    serial: int
    at: datetime
    taken: Taken | None


@dataclass(slots=True, kw_only=True)
class Queue:
    """The calls of one floor."""

    agents: int
    waiting: list[tuple[datetime, int, int, Ask]] = field(default_factory=list)  # by instant, then by lead
    busy: list[datetime] = field(default_factory=list)  # when each place that is taken comes free
    calls: int = 0
    waited: timedelta = timedelta(0)
    worked: timedelta = timedelta(0)
    most: int = 0  # calls at once

    def ask(self, lead: int, ask: Ask) -> None:
        """Put a call into the queue."""
        heappush(self.waiting, (ask.at, lead, ask.serial, ask))

    def next(self, since: datetime) -> datetime | None:
        """Return when the first call in the queue gets its turn."""
        if not self.waiting:
            return None
        free = self.busy[0] if len(self.busy) >= self.agents else since
        return max(self.waiting[0][0], free, since)

    def serve(self, since: datetime, until: datetime, takes: Callable[[Ask, datetime], Taken]) -> list[Place]:
        """Return whose turn it is in this stretch of time; `takes` tells how a call is taken."""
        turns: list[Place] = []
        while (start := self.next(since)) is not None and start < until:
            while self.busy and self.busy[0] <= start:
                heappop(self.busy)
            _, lead, serial, ask = heappop(self.waiting)
            if ask.closes is not None and start >= ask.closes:
                turns.append(Place(lead=lead, serial=serial, at=start, taken=None))
                continue
            taken = takes(ask, start)
            heappush(self.busy, start + taken.lasts)
            self.calls += 1
            self.waited += start - ask.at
            self.worked += taken.lasts
            self.most = max(self.most, len(self.busy))
            turns.append(Place(lead=lead, serial=serial, at=start, taken=taken))
        return turns
