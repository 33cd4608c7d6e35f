"""What do the leads of one part of the list do in the next period? Pure: leads do not affect each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush

from cadence.domain import Attempt, CauseKind
from cadence.domain.list_rows import LeadRow
from cadence.domain.places import LONGEST_LEAD
from cadence.simulation.agent import Agent
from cadence.simulation.floor import Ask, DuePromise, GrantedPlace
from cadence.simulation.tally import SimulationCounts
from cadence.simulation.world import SimulationWorld


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardOrder:
    """What to do: give these places, enrol these leads, and go on until an instant."""

    at: datetime
    until: datetime
    places: tuple[GrantedPlace, ...] = ()
    enter: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardResult:
    """The result of an order."""

    asks: tuple[tuple[int, Ask], ...]  # calls that want a place, by lead
    ended: int  # leads whose cadence ended
    promises: tuple[DuePromise, ...]  # promised calls that will ask for a place soon
    next: datetime | None  # when the next of these leads does something by itself


class Shard:
    """A part of the list in virtual time. Leads are known by their place in the whole list."""

    def __init__(self, world: SimulationWorld) -> None:
        """Begin without leads; `deal` gives them."""
        self._world = world
        self._rows: dict[int, LeadRow] = {}
        self._agents: dict[int, Agent] = {}
        self._due: list[tuple[datetime, int]] = []
        self._asks: list[tuple[int, Ask]] = []
        self._ended = 0
        self._promises: dict[int, DuePromise] = {}
        self._tally = SimulationCounts()

    def deal(self, rows: Iterable[tuple[int, LeadRow]]) -> None:
        """Take more of the list, before anybody is enrolled."""
        self._rows.update(rows)

    def advance(self, order: ShardOrder) -> ShardResult:
        """Go on until the instant of the order."""
        self._asks, self._ended = [], 0
        for place in order.places:
            agent = self._agents.get(place.lead)
            if agent is not None:
                self._after(place.lead, agent, agent.take_place(place.serial, place.at, place.reaction))
        for lead in order.enter:
            self._enter(lead, order.at)
        while self._due and self._due[0][0] < order.until:
            now, lead = heappop(self._due)
            agent = self._agents.get(lead)
            if (
                agent is not None and agent.next == now
            ):  # otherwise something happened in between, and the lead is queued again
                self._after(lead, agent, agent.advance(now))
        soon = order.until + LONGEST_LEAD
        return ShardResult(
            asks=tuple(self._asks),
            ended=self._ended,
            promises=tuple(promise for promise in self._promises.values() if promise.at <= soon),
            next=self._due[0][0] if self._due else None,
        )

    def close(self) -> SimulationCounts:
        """Return the counts, with what the unfinished leads wait for."""
        for agent in self._agents.values():
            if not agent.done:
                self._tally.held[("floor", agent.asking.floor) if agent.asking is not None else agent.held_by] += 1
        return self._tally

    def _enter(self, lead: int, now: datetime) -> None:
        """Enrol a lead and start it."""
        agent = Agent(self._world, self._world.facts_of(self._rows.pop(lead), now), self._tally)
        self._agents[lead] = agent
        self._after(lead, agent, agent.advance(now))

    def _after(self, lead: int, agent: Agent, ask: Ask | None) -> None:
        """Note what a lead asks for and when it is due again; forget a lead that will do nothing more."""
        if ask is not None:
            self._asks.append((lead, ask))
        if agent.done and not agent.reported:
            agent.reported = True
            self._ended += 1
        self._promises.pop(lead, None)
        move = agent.move
        if isinstance(move, Attempt) and move.cause.kind is CauseKind.CALLBACK and agent.asking is None:
            self._promises[lead] = DuePromise(lead, move.floor, move.at)
        upcoming = agent.next
        agent.rest()
        if upcoming is not None:
            heappush(self._due, (upcoming, lead))
        elif agent.ended:
            del self._agents[lead]
