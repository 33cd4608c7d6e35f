"""Who takes the answered calls? State: floors of simulated agents, one conversation each at a time."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

from cadence.domain.clock import Clock


class EmulatedFloor:
    """The agents behind one endpoint. A call that finds all of them busy waits its turn."""

    def __init__(self, endpoint: str, agents: int, clock: Clock) -> None:
        """Let this many agents sit down."""
        self.endpoint = endpoint
        self.agents = agents
        self.busiest = 0  # the most conversations there ever were at once
        self._clock = clock
        self._free = deque(f"{endpoint}#{number}" for number in range(1, agents + 1))
        self._waiting: deque[asyncio.Future[str]] = deque()

    @property
    def talking(self) -> int:
        """How many agents are in a conversation."""
        return self.agents - len(self._free)

    @asynccontextmanager
    async def agent(self, patience: timedelta) -> AsyncIterator[str | None]:
        """Give an agent for the block, or None if none became free in time."""
        name = await self._take(patience)
        self.busiest = max(self.busiest, self.talking)
        try:
            yield name
        finally:
            if name:
                self._give_back(name)

    async def _take(self, patience: timedelta) -> str | None:
        if self._free:
            return self._free.popleft()
        turn: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            return await asyncio.wait_for(turn, self._clock.real_span(patience).total_seconds())
        except TimeoutError:
            return None
        finally:
            if turn in self._waiting:
                self._waiting.remove(turn)

    def _give_back(self, name: str) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(name)
                return
        self._free.append(name)


class Floors:
    """Every floor by its endpoint."""

    def __init__(self, clock: Clock, agents: int, named: Mapping[str, int]) -> None:
        """Know the named floors; any other has `agents`."""
        self._clock, self._agents, self._named = clock, agents, dict(named)
        self._floors: dict[str, EmulatedFloor] = {}

    def at(self, endpoint: str) -> EmulatedFloor:
        """Return the floor behind an endpoint."""
        if endpoint not in self._floors:
            self._floors[endpoint] = EmulatedFloor(endpoint, self._named.get(endpoint, self._agents), self._clock)
        return self._floors[endpoint]

    def all(self) -> list[EmulatedFloor]:
        """Return every floor that was called."""
        return list(self._floors.values())
