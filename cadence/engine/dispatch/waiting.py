"""
What happens to a touch that cannot be sent right now although every rule allows it? Edge: it is tried again soon.

A call waits for a place on a full floor in the ledger's queue, which keeps the order.
"""

import time
from datetime import timedelta

from cadence.domain.errors import CadenceError
from cadence.domain.places import QueuePlace
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.touches import floor_queue, leases

SOON = timedelta(seconds=0.5)
"""After how long, in real time, a call asks again for a place."""
PLACE_PATIENCE = timedelta(seconds=5)
"""How long, in real time, a call waits for a place on the floor before it goes back into its queue."""
LOOK_EVERY = timedelta(seconds=0.25)
"""How often it looks."""
STILL_ASKS = timedelta(seconds=1)
"""Real time for which a call keeps its turn after its last look."""
STANDING = 10
"""This many calls, plus one per agent, wait at the floor. The others come back later and leave the workers free."""
COME_AGAIN = timedelta(seconds=10)
"""How long, in real time, until those others ask again."""


class NotNowError(CadenceError):
    """The floor is full, the sender is at its rate limit, or the carrier has not answered: try again in a moment."""

    def __init__(self, reason: str, after: timedelta) -> None:
        """Say why, and after how long in real time."""
        super().__init__(reason)
        self.after = after


class FloorFullError(NotNowError):
    """The floor has no free place for this call."""

    def __init__(self, floor: str, *, turn: QueuePlace, wrap_up: timedelta) -> None:
        """Keep the floor, the call's place in the queue, and when to ask again."""
        super().__init__(f"floor {floor} has no place for this call", after=SOON)
        self.floor = floor
        self.turn = turn
        self.wrap_up = wrap_up


def await_place(planner: Planner, full: FloorFullError, until: float) -> None:
    """Return once a place is free for this call; raise `full` when time is up or too many calls are ahead of it."""
    left = timedelta(seconds=max(0.0, until - time.monotonic()))
    with planner.begin() as unit:
        asks_until = unit.now + (left + STILL_ASKS) * planner.clock.speed
        floor_queue.stand(unit.tx, full.floor, full.turn, until=asks_until)
        before = floor_queue.ahead(unit.tx, full.floor, full.turn, now=unit.now, wrap_up=full.wrap_up)
        agents = leases.look(unit.tx, full.floor, now=unit.now).agents
        crowded = before.promised_before + before.others_before >= STANDING + agents
        if crowded:
            floor_queue.leave(unit.tx, full.turn.enrolment)
    if crowded:
        full.after = COME_AGAIN
        raise full
    while time.monotonic() < until:
        time.sleep(LOOK_EVERY.total_seconds())
        with planner.begin() as unit:
            if leases.may_enter(unit.tx, full.floor, full.turn, now=unit.now, wrap_up=full.wrap_up):
                return
    raise full
