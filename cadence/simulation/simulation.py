"""
What would be the result of a whole campaign? Pure: leads are enrolled as there is room, calls queue for their floors.

Time moves in slices as long as the interval at which a campaign looks for room. Within a slice, leads do not affect
each other and may be in several processes; between slices, floors give out places and new leads come in. So the report
is the same whatever the number of processes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from cadence.campaign import Campaign
from cadence.domain.house import HouseRules
from cadence.domain.list_rows import LeadRow
from cadence.domain.queued import Queued
from cadence.domain.zones import EARLIEST, LATEST, begins_first, ends_last
from cadence.planning.turns import InOrder, TurnQueue, queued
from cadence.simulation.checks import CHECKS
from cadence.simulation.floor import NO_FLOOR, Ask, GrantedPlace, Queue
from cadence.simulation.people import CallReaction
from cadence.simulation.shard import Shard, ShardOrder, ShardResult
from cadence.simulation.tally import SimulationCounts
from cadence.simulation.task_desk import TaskAsk, TaskDesk, TaskTurn, above
from cadence.simulation.world import SimulationWorld

SLICE = timedelta(minutes=5)
"""How soon a campaign looks again whether there is room for more leads."""

Progress = Callable[[datetime], None]
"""Is called with the instant that the simulation has reached."""


@dataclass(frozen=True, slots=True)
class SimulatedPeriod:
    """The period of a simulation."""

    start: datetime
    until: datetime


class Pool(Protocol):
    """What runs the leads: one process or several."""

    size: int

    @property
    def scores(self) -> Sequence[int]:
        """The scores of the leads, by their place in the list."""

    @property
    def people(self) -> Sequence[Queued]:
        """The leads as they stand in the queue, by their place in the list."""

    @property
    def parts(self) -> Sequence[int]:
        """Which part each lead is in, by its place in the list."""

    def advance(self, orders: Sequence[ShardOrder]) -> list[ShardResult]:
        """Have each part of the list do its order."""

    def close(self) -> SimulationCounts:
        """Return the counts of all leads."""


class SingleProcess:
    """All leads in this process."""

    size = 1

    def __init__(self, world: SimulationWorld, rows: Sequence[LeadRow]) -> None:
        """Take all of them."""
        self._shard = Shard(world)
        self._shard.deal(enumerate(rows))
        self.scores = [row.score for row in rows]
        self.parts = [0] * len(rows)
        turns = world.campaign.account
        self.people = [queued(turns, place, row) for place, row in enumerate(rows)] if turns else []

    def advance(self, orders: Sequence[ShardOrder]) -> list[ShardResult]:
        """Do the one order."""
        return [self._shard.advance(order) for order in orders]

    def close(self) -> SimulationCounts:
        """Return the counts of all leads."""
        return self._shard.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorUse:
    """How a floor was used."""

    agents: int
    calls: int
    waited: timedelta  # on average, from when a call might go until an agent's place was free
    lasts: timedelta  # on average, how long a call takes an agent
    most: int  # calls at once
    queued: int  # calls that still waited at the end


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """The result of a simulated campaign."""

    campaign: Campaign
    leads: int
    start: datetime
    until: datetime
    tally: SimulationCounts
    waiting: int  # leads that were never let in
    floors: dict[str, FloorUse] = field(default_factory=dict)
    house: HouseRules = field(default_factory=HouseRules)

    @property
    def open(self) -> int:
        """Leads that are still under way."""
        return sum(self.tally.held.values())

    @property
    def contact_rate(self) -> float:
        """The share of leads that had a conversation or replied."""
        return self.tally.contacted / self.leads if self.leads else 0.0

    @property
    def violations(self) -> dict[str, int]:
        """What must not happen, and how often it did."""
        counts = {name: self.tally.found[name] for name in CHECKS}
        over = sum(max(0, floor.most - floor.agents) for floor in self.floors.values())
        lost = self.leads - self.waiting - self.open - sum(self.tally.ends.values())
        caps = (*(cap.cap() for cap in self.campaign.tasks), *self.house.tasks)
        return counts | {"over_agents": over, "over_task_caps": above(caps, self.tally.tasks), "lost": lost}


def simulate(world: SimulationWorld, span: SimulatedPeriod, pool: Pool, progress: Progress | None = None) -> Simulation:
    """Simulate a campaign with the list of the pool from one instant to another."""
    campaign, start, until = world.campaign, span.start, span.until
    floors = {
        name: Queue(agents=floor.agents, wrap_up=floor.wrap_up) for name, floor in sorted(campaign.floors.items())
    }
    if any(step.call is not None and not step.call.floor for step in campaign.cadence):
        floors[NO_FLOOR] = Queue(agents=len(pool.scores) + 1)  # calls that only ask wait for nobody
    scores = pool.scores
    order = sorted(range(len(scores)), key=lambda place: (-scores[place], place))  # as the roster lets them in
    waiting, admits = _queue(campaign, pool, order), _dates(campaign)
    under_way, now = 0, start
    desk = TaskDesk(house=world.law.house)
    places: list[GrantedPlace] = []
    turns: list[TaskTurn] = []

    def takes(ask: Ask, at: datetime) -> CallReaction:
        return world.call_reaction(ask.cause, ask.number, ask.nth, ask.zone, at)

    while now < until:
        end = min(now + SLICE, until)
        room = campaign.in_flight - under_way if admits[0] <= now < admits[1] else 0
        enter = [int(lead) for lead in waiting.take(room)]
        answers = pool.advance(_orders(pool, now, end, (places, turns), enter))
        asks = (ask for answer in answers for ask in answer.asks)  # in an order that no number of processes changes
        for lead, ask in sorted(asks, key=lambda queued: (queued[1].at, queued[0], queued[1].serial)):
            desk.ask(lead, ask) if isinstance(ask, TaskAsk) else floors[ask.floor].ask(lead, ask)
        for name, floor in floors.items():
            floor.expect(promise for answer in answers for promise in answer.promises if promise.floor == name)
        places = [place for floor in floors.values() for place in floor.serve(now, end, takes)]
        over = sorted(lead for answer in answers for lead in answer.ended)
        desk.forget(over)
        turns = desk.serve(now, end)
        under_way += len(enter) - len(over)
        for lead in over:
            waiting.ended(pool.people[lead].account if pool.people else "")
        upcoming = [
            *(answer.next for answer in answers),
            *(floor.next(end) for floor in floors.values()),
            desk.next(end),
        ]
        if waiting.waits() and now < admits[1]:
            upcoming.append(max(end, admits[0]) if under_way < campaign.in_flight else None)
        if progress is not None:
            progress(end)
        now = (
            end
            if places or turns
            else _slice_of(start, min((at for at in upcoming if at is not None), default=until), end)
        )
    pool.advance(_orders(pool, until, until, (places, turns), []))
    return Simulation(
        campaign=campaign,
        leads=len(scores),
        start=start,
        until=until,
        tally=pool.close(),
        waiting=len(waiting),
        floors={name: _use(floor) for name, floor in floors.items() if name != NO_FLOOR},
        house=world.law.house,
    )


def _queue(campaign: Campaign, pool: Pool, order: Sequence[int]) -> TurnQueue | InOrder:
    """Return the queue of a campaign in its order."""
    if campaign.account is not None:
        return TurnQueue(campaign.account, (pool.people[place] for place in order))
    return InOrder(map(str, order))


def _orders(
    pool: Pool,
    now: datetime,
    until: datetime,
    granted: tuple[list[GrantedPlace], list[TaskTurn]],
    enter: list[int],
) -> list[ShardOrder]:
    """Return each part's order."""
    parts, (places, turns) = pool.parts, granted
    return [
        ShardOrder(
            at=now,
            until=until,
            places=tuple(place for place in places if parts[place.lead] == part),
            turns=tuple(turn for turn in turns if parts[turn.lead] == part),
            enter=tuple(lead for lead in enter if parts[lead] == part),
        )
        for part in range(pool.size)
    ]


def _slice_of(start: datetime, instant: datetime, least: datetime) -> datetime:
    """Return the beginning of the slice that an instant lies in, no earlier than the next."""
    return max(least, start + (instant - start) // SLICE * SLICE)


def _dates(campaign: Campaign) -> tuple[datetime, datetime]:
    """Return from when until when a campaign lets leads in: its first day begins, and its last one ends, anywhere."""
    ever = datetime.min.replace(tzinfo=LATEST)
    first = begins_first(campaign.first_day) if campaign.first_day else ever
    last = ends_last(campaign.last_day) if campaign.last_day else None
    return first, last or datetime.max.replace(tzinfo=EARLIEST)


def _use(queue: Queue) -> FloorUse:
    """Return how a floor was used."""
    calls = max(queue.calls, 1)
    return FloorUse(
        agents=queue.agents,
        calls=queue.calls,
        waited=queue.waited / calls,
        lasts=queue.worked / calls,
        most=queue.most,
        queued=queue.queued,
    )
