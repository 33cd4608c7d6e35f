"""Who of a part of the list does what in the next stretch of time? Pure: leads do not know each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush

from cadence.domain import Attempt, CauseKind, Wait
from cadence.domain.list_rows import LeadRow
from cadence.domain.places import LONGEST_LEAD
from cadence.simulation.agent import Agent
from cadence.simulation.event import Ask
from cadence.simulation.floor import DuePromise, GrantedPlace
from cadence.simulation.tally import SimulationCounts
from cadence.simulation.world import SimulationWorld


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardOrder:
    """What to do: take these turns, let these leads in, and live until an instant."""

    at: datetime
    until: datetime
    places: tuple[GrantedPlace, ...] = ()
    enter: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardResult:
    """What came of it."""

    asks: tuple[tuple[int, Ask], ...]  # calls that want a place, by lead
    ended: int  # leads whose cadence ended
    promises: tuple[DuePromise, ...]  # promised calls that will ask for a place soon
    next: datetime | None  # when the next of these leads does something by itself


class Shard:
    """A part of the list in virtual time. Leads are known by their place in the whole list."""

    def __init__(self, world: SimulationWorld, rows: Iterable[tuple[int, LeadRow]]) -> None:
        """Nobody is enrolled yet."""
        self._world = world
        self._rows = dict(rows)
        self._lives: dict[int, Agent] = {}
        self._due: list[tuple[datetime, int]] = []
        self._asks: list[tuple[int, Ask]] = []
        self._ended = 0
        self._promises: dict[int, DuePromise] = {}
        self._tally = SimulationCounts()

    def advance(self, order: ShardOrder) -> ShardResult:
        """Live until the instant of the order."""
        self._asks, self._ended = [], 0
        for place in order.places:
            life = self._lives.get(place.lead)
            if life is not None:
                self._after(place.lead, life, life.dial(place.serial, place.at, place.taken))
        for lead in order.enter:
            self._enter(lead, order.at)
        while self._due and self._due[0][0] < order.until:
            now, lead = heappop(self._due)
            life = self._lives.get(lead)
            if life is not None and life.next == now:  # else something happened in between, and stands here again
                self._after(lead, life, life.live(now))
        soon = order.until + LONGEST_LEAD
        return ShardResult(
            asks=tuple(self._asks),
            ended=self._ended,
            promises=tuple(one for one in self._promises.values() if one.at <= soon),
            next=self._due[0][0] if self._due else None,
        )

    def close(self) -> SimulationCounts:
        """Return what came of everybody, and for what those wait who are not done."""
        for life in self._lives.values():
            if not life.done:
                self._tally.held[_waits_for(life)] += 1
        return self._tally

    def _enter(self, lead: int, now: datetime) -> None:
        """Enrol a lead, and let it begin."""
        life = Agent(self._world, self._world.facts_of(self._rows.pop(lead), now), self._tally)
        self._lives[lead] = life
        self._after(lead, life, life.live(now))

    def _after(self, lead: int, life: Agent, ask: Ask | None) -> None:
        """Note what a lead asks for and when it is looked at again; forget one who will do nothing more."""
        if ask is not None:
            self._asks.append((lead, ask))
        if life.done and not life.told:
            life.told = True
            self._ended += 1
        self._promises.pop(lead, None)
        move = life.move
        if isinstance(move, Attempt) and move.cause.kind is CauseKind.CALLBACK and life.asking is None:
            self._promises[lead] = DuePromise(lead, move.floor, move.at)
        upcoming = life.next
        if upcoming is not None:
            heappush(self._due, (upcoming, lead))
        elif life.ended:
            del self._lives[lead]


def _waits_for(life: Agent) -> tuple[str, str]:
    """Return what a lead waits for that is not done: a place on a floor, or what its hold is called."""
    if life.asking is not None:
        return "floor", life.asking.floor
    return (str(life.move.hold), life.move.key) if isinstance(life.move, Wait) else ("", "")
