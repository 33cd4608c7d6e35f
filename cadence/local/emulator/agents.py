"""Who takes the answered calls? State: floors of simulated agents, one conversation each at a time."""

import asyncio
import contextlib
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
        self._free: asyncio.Queue[str] = asyncio.Queue()
        for number in range(1, agents + 1):
            self._free.put_nowait(f"{endpoint}#{number}")

    @property
    def talking(self) -> int:
        """How many agents are in a conversation."""
        return self.agents - self._free.qsize()

    @asynccontextmanager
    async def agent(self, patience: timedelta) -> AsyncIterator[str | None]:
        """Give an agent for the block, or None if none became free in time."""
        name = None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._clock.real_span(patience).total_seconds()):
                name = await self._free.get()
        self.busiest = max(self.busiest, self.talking)
        try:
            yield name
        finally:
            if name:
                self._free.put_nowait(name)


class Floors(dict[str, EmulatedFloor]):
    """Every floor that was called, by its endpoint."""

    def __init__(self, clock: Clock, agents: int, named: Mapping[str, int]) -> None:
        """Know the named floors; any other has `agents`."""
        super().__init__()
        self._clock, self._agents, self._named = clock, agents, dict(named)

    def __missing__(self, endpoint: str) -> EmulatedFloor:
        """Let the agents of a floor sit down when it is called for the first time."""
        agents = self._named.get(endpoint, self._agents)
        return self.setdefault(endpoint, EmulatedFloor(endpoint, agents, self._clock))
