"""How does a call wait for a place on a full floor? Edge: in the ledger's queue, which keeps the order."""

import time
from datetime import timedelta

from cadence.campaign import Campaign
from cadence.domain.places import WRAP_UP
from cadence.engine.dispatch.later import FloorFullError
from cadence.engine.outcomes import Planner
from cadence.ledger.touches import floor_queue, leases

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


def wrap_up_of(campaign: Campaign, floor: str) -> timedelta:
    """Return how long an agent of this floor has to write up a conversation."""
    configured = campaign.floors.get(floor)
    return configured.wrap_up if configured is not None else WRAP_UP


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
