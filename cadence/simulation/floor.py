"""
Which call gets an agent's place, and when? Pure: one queue per floor, by the rule of `domain/places.py`.

A place is taken from the first ring until the agent has written down what came of the call.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush

from cadence.domain import Cause, Outcome
from cadence.domain.places import PATIENCE, TALKS, QueuePlace, lead_time, may_take
from cadence.simulation.people import CallReaction

NO_FLOOR = ""
"""The queue of calls that only ask: they wait for nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A call that waits for a place on its floor."""

    serial: int  # of this lead's asks
    at: datetime
    turn: QueuePlace
    floor: str
    cause: Cause
    number: str
    nth: int
    zone: str
    closes: datetime | None  # from then on the rules must be evaluated again


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantedPlace:
    """A lead's turn to call; without `reaction` there was no place for it while its hours lasted."""

    lead: int
    serial: int
    at: datetime
    reaction: CallReaction | None


@dataclass(frozen=True, slots=True)
class DuePromise:
    """A promised call that comes next for a lead and has not asked for a place yet."""

    lead: int
    floor: str
    at: datetime


@dataclass(slots=True, kw_only=True)
class Queue:
    """The calls of one floor."""

    agents: int
    wrap_up: timedelta = timedelta(minutes=2)
    coming: list[tuple[datetime, int, int, Ask]] = field(default_factory=list)  # by instant, then by lead
    due: list[tuple[QueuePlace, int, int, Ask]] = field(default_factory=list)  # by turn
    busy: list[datetime] = field(default_factory=list)  # when each place that is taken comes free
    promises: dict[int, datetime] = field(default_factory=dict)  # by lead: when a promised call will ask
    talks: list[timedelta] = field(default_factory=list)  # the latest conversations
    lead: timedelta | None = None  # how long places are kept for promises, by these conversations
    calls: int = 0
    waited: timedelta = timedelta(0)
    worked: timedelta = timedelta(0)
    most: int = 0  # calls at once

    @property
    def queued(self) -> int:
        """Calls that wait, or will ask for a place."""
        return len(self.coming) + len(self.due)

    def ask(self, lead: int, ask: Ask) -> None:
        """Put a call into the queue."""
        heappush(self.coming, (ask.at, lead, ask.serial, ask))

    def expect(self, promises: Iterable[DuePromise]) -> None:
        """Say which promised calls will ask for a place."""
        self.promises = {promise.lead: promise.at for promise in promises}

    def next(self, since: datetime) -> datetime | None:
        """Return when a call in the queue may get its turn, at the earliest."""
        if not self.queued:
            return None
        free = self.busy[0] if len(self.busy) >= self.agents else since
        asks = since if self.due else self.coming[0][0]
        return max(asks, free, since)

    def serve(
        self, since: datetime, until: datetime, takes: Callable[[Ask, datetime], CallReaction]
    ) -> list[GrantedPlace]:
        """Return whose turn it is in this period; `takes` tells how a call is taken."""
        turns: list[GrantedPlace] = []
        moment = since
        while (start := self.next(moment)) is not None and start < until:
            self._come_to(start)
            if (first := self._first(start)) is None:
                later = min((at for at in self._events() if at > start), default=until)
                moment = max(later, start)
                continue
            moment = start
            turns.append(self._serve(*first, start, takes))
        return turns

    def _come_to(self, now: datetime) -> None:
        """Free the places whose agents are done, and let those ask whose time has come."""
        while self.busy and self.busy[0] <= now:
            heappop(self.busy)
        while self.coming and self.coming[0][0] <= now:
            _, lead, serial, ask = heappop(self.coming)
            self.promises.pop(lead, None)
            heappush(self.due, (ask.turn, lead, serial, ask))

    def _first(self, now: datetime) -> tuple[int, Ask] | None:
        """Return the first call that may take a place now; a call after its hours needs none."""
        if not self.due:
            return None
        turn, lead, _, ask = self.due[0]
        closed = ask.closes is not None and now >= ask.closes
        free = self.agents - len(self.busy)
        # The first in the queue: nothing that asks goes before it, and a promise in the queue would be the first.
        granted = may_take(
            free=free, promised=not turn.promised, promises=self._soon(now), promised_before=0, others_before=0
        )
        if not closed and not granted:
            return None
        heappop(self.due)
        return lead, ask

    def _serve(
        self, lead: int, ask: Ask, start: datetime, takes: Callable[[Ask, datetime], CallReaction]
    ) -> GrantedPlace:
        if ask.closes is not None and start >= ask.closes:
            return GrantedPlace(lead=lead, serial=ask.serial, at=start, reaction=None)
        reaction = takes(ask, start)
        heappush(self.busy, start + reaction.lasts)
        self.calls += 1
        self.waited += start - ask.at
        self.worked += reaction.lasts
        self.most = max(self.most, len(self.busy))
        if reaction.outcome is Outcome.ANSWERED:
            self.talks, self.lead = [*self.talks[1 - TALKS :], reaction.talks], None
        return GrantedPlace(lead=lead, serial=ask.serial, at=start, reaction=reaction)

    def _soon(self, now: datetime) -> int:
        """Count the promises for which places are kept now."""
        if not self.promises:
            return 0
        if self.lead is None:
            self.lead = lead_time(self.talks, self.wrap_up)
        soon = now + self.lead
        return sum(1 for at in self.promises.values() if now - PATIENCE <= at <= soon)

    def _events(self) -> Iterator[datetime]:
        """Yield when something changes for a call that waits although a place is free."""
        yield from self.busy[:1]
        if self.coming:
            yield self.coming[0][0]
        yield from (at + PATIENCE for at in self.promises.values())
