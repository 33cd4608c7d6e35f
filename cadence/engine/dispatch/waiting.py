"""How does a call wait for a place on a full floor? Edge: in the ledger's queue, where the first one's turn is kept."""

import time
from datetime import timedelta

from cadence.campaign import Campaign
from cadence.engine.dispatch.later import FloorFullError
from cadence.engine.outcomes import Planner
from cadence.ledger.touches import floor_queue, leases

PLACE_PATIENCE = timedelta(seconds=5)
"""How long, in real time, a call waits for a place on the floor before it goes back into its queue."""
LOOK_EVERY = timedelta(seconds=0.25)
"""How often it looks."""
STILL_ASKS = timedelta(seconds=1)
"""Real time that a call keeps its turn after its last look: until it comes again."""
STANDING = 10
"""So many calls, and one for each agent, wait at the floor. The others come again later and leave the workers free."""
COME_AGAIN = timedelta(seconds=10)
"""After how long, in real time, those others ask again."""


def wrap_up_of(campaign: Campaign, floor: str) -> timedelta:
    """Return how long an agent of the floor has to write a conversation up."""
    known = campaign.floors.get(floor)
    return known.wrap_up if known is not None else leases.WRAP_UP


def await_place(planner: Planner, full: FloorFullError, until: float) -> None:
    """Return once a place is free for this call; raise when its patience is over, or when too many go before it."""
    left = timedelta(seconds=max(0.0, until - time.monotonic()))
    with planner.page() as page:
        asks_until = page.now + (left + STILL_ASKS) * planner.clock.speed
        floor_queue.stand(page.tx, full.floor, full.turn, until=asks_until)
        before = floor_queue.ahead(page.tx, full.floor, full.turn, now=page.now, wrap_up=full.wrap_up)
        agents = leases.look(page.tx, full.floor, now=page.now).agents
        crowded = before.promised_before + before.others_before >= STANDING + agents
        if crowded:
            floor_queue.leave(page.tx, full.turn.enrolment)
    if crowded:
        full.after = COME_AGAIN
        raise full
    while time.monotonic() < until:
        time.sleep(LOOK_EVERY.total_seconds())
        with planner.page() as page:
            if leases.may_enter(page.tx, full.floor, full.turn, now=page.now, wrap_up=full.wrap_up):
                return
    raise full
