"""
What do the leads of one part of the list do in the next period? Pure: only people of one account affect each other.

They are all in one part, and each hears of the touches of the others, as the facts of the ledger have them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import heappop, heappush
from zlib import crc32

from cadence.domain import Attempt, CauseKind, Touch
from cadence.domain.channels import WORK_CHANNEL
from cadence.domain.list_rows import LeadRow
from cadence.domain.nearest import same_word
from cadence.domain.places import LONGEST_LEAD
from cadence.policy.evaluation.across_leads import account_look_back
from cadence.simulation.agent import Agent
from cadence.simulation.asks import Asking
from cadence.simulation.floor import DuePromise, GrantedPlace
from cadence.simulation.tally import SimulationCounts
from cadence.simulation.task_desk import TaskTurn
from cadence.simulation.world import SimulationWorld


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardOrder:
    """What to do: give these places and turns, enrol these leads, and go on until an instant."""

    at: datetime
    until: datetime
    places: tuple[GrantedPlace, ...] = ()
    turns: tuple[TaskTurn, ...] = ()
    enter: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardResult:
    """The result of an order."""

    asks: tuple[tuple[int, Asking], ...]  # calls that want a place and tasks that want their turn, by lead
    ended: tuple[int, ...]  # leads whose cadence ended
    promises: tuple[DuePromise, ...]  # promised calls that will ask for a place soon
    next: datetime | None  # when the next of these leads does something by itself


def counts_accounts(world: SimulationWorld) -> bool:
    """Tell whether the people of an account affect each other."""
    return account_look_back(world.campaign) is not None


def part_of(world: SimulationWorld, place: int, row: LeadRow, size: int) -> int:
    """Return which of so many parts a lead belongs to: people of one account to the same one."""
    if size > 1 and row.account and counts_accounts(world):
        return crc32(same_word(row.account).encode()) % size
    return place % size


class Shard:
    """A part of the list in virtual time. Leads are known by their place in the whole list."""

    def __init__(self, world: SimulationWorld) -> None:
        """Begin without leads; `deal` gives them."""
        self._world = world
        self._rows: dict[int, LeadRow] = {}
        self._agents: dict[int, Agent] = {}
        self._due: list[tuple[datetime, int]] = []
        self._asks: list[tuple[int, Asking]] = []
        self._ended: list[int] = []
        self._promises: dict[int, DuePromise] = {}
        self._tally = SimulationCounts()
        self._by_account = counts_accounts(world)
        self._accounts: dict[int, str] = {}  # of the leads that have entered
        self._touches: dict[str, dict[int, tuple[Touch, ...]]] = {}  # of each account, by lead

    def deal(self, rows: Iterable[tuple[int, LeadRow]]) -> None:
        """Take more of the list, before anybody is enrolled."""
        self._rows.update(rows)

    def advance(self, order: ShardOrder) -> ShardResult:
        """Go on until the instant of the order."""
        self._asks, self._ended = [], []
        for place in order.places:
            agent = self._agents.get(place.lead)
            if agent is not None:
                ask = agent.take_place(place.serial, place.at, place.reaction)
                self._tell(place.lead, agent, place.at)
                self._after(place.lead, agent, ask)
        for turn in order.turns:
            agent = self._agents.get(turn.lead)
            if agent is not None:
                ask = agent.take_place(turn.ask.serial, turn.at, turn.refusal)
                self._tell(turn.lead, agent, turn.at)
                self._after(turn.lead, agent, ask)
        for lead in order.enter:
            self._enter(lead, order.at)
        while self._due and self._due[0][0] < order.until:
            now, lead = heappop(self._due)
            agent = self._agents.get(lead)
            if (
                agent is not None and agent.next == now
            ):  # otherwise something happened in between, and the lead is queued again
                ask = agent.advance(now)
                self._tell(lead, agent, now)
                self._after(lead, agent, ask)
        soon = order.until + LONGEST_LEAD
        return ShardResult(
            asks=tuple(self._asks),
            ended=tuple(self._ended),
            promises=tuple(promise for promise in self._promises.values() if promise.at <= soon),
            next=self._due[0][0] if self._due else None,
        )

    def close(self) -> SimulationCounts:
        """Return the counts, with what the unfinished leads wait for."""
        for agent in self._agents.values():
            if not agent.done:
                self._tally.held[_waits_for(agent)] += 1
        return self._tally

    def _enter(self, lead: int, now: datetime) -> None:
        """Enrol a lead and start it."""
        row = self._rows.pop(lead)
        facts = self._world.facts_of(row, now)
        if self._by_account and row.account:
            self._accounts[lead] = account = same_word(row.account)
            self._touches.setdefault(account, {})[lead] = ()
            facts = replace(facts, colleagues=self._colleagues(lead))
        agent = Agent(self._world, facts, self._tally)
        agent.expect(self._world.people.events_of(facts.lead.id, self._world.campaign.on_event, now))
        self._agents[lead] = agent
        ask = agent.advance(now)
        self._tell(lead, agent, now)
        self._after(lead, agent, ask)

    def _colleagues(self, lead: int) -> tuple[Touch, ...]:
        """Return the touches to the other people of a lead's account, oldest first."""
        theirs = self._touches[self._accounts[lead]]
        touches = (touch for other, own in theirs.items() if other != lead for touch in own)
        return tuple(sorted(touches, key=lambda touch: (touch.at, touch.id)))

    def _tell(self, lead: int, agent: Agent, now: datetime) -> None:
        """Tell the other people of the account that are under way of a lead's touches, if these have changed."""
        theirs = self._touches[self._accounts[lead]] if lead in self._accounts else {}
        if lead not in theirs or theirs[lead] is agent.facts.touches:
            return
        theirs[lead] = agent.facts.touches
        for other in theirs:
            listener = self._agents.get(other)
            if other != lead and listener is not None:
                listener.hear(self._colleagues(other), now)
                if listener.done:
                    self._after(other, listener, None)

    def _after(self, lead: int, agent: Agent, ask: Asking | None) -> None:
        """Note what a lead asks for and when it is due again; forget a lead that will do nothing more."""
        if ask is not None:
            self._asks.append((lead, ask))
        if agent.done and not agent.reported:
            agent.reported = True
            self._ended.append(lead)
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


def _waits_for(agent: Agent) -> tuple[str, str]:
    """Return what a lead under way waits for, and its key: a place on a floor, a day for its task, or a hold."""
    asking = agent.asking
    if asking is None:
        return agent.held_by
    return ("task.cap", asking.step) if asking.channel is WORK_CHANNEL else ("floor", asking.floor)
