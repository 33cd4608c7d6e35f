"""How does a campaign stand with the law's ratios? Edge: counted in the ledger, judged by today's law."""

from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from cadence.campaign import Campaign
from cadence.domain import Counted
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.touches import ratios
from cadence.policy.primitives.ratio import RatioStanding, standings

if TYPE_CHECKING:
    from sqlalchemy import Connection


def ratios_of(
    tx: "Connection", planner: Planner, campaign: Campaign, identity: int, now: datetime
) -> list[RatioStanding]:
    """Return how a campaign stands with each ratio that binds it, in the period that holds `now`."""
    began = ratios.began(tx, identity) or now

    @cache
    def count(since: datetime, connect_s: float | None) -> tuple[Counted, ...]:
        late = None if connect_s is None else patience(planner, connect_s)
        return tuple(ratios.counted(tx, identity, since, now, late=late))

    return list(standings(planner.law(campaign), campaign, began, now, count))


def patience(planner: Planner, connect_s: float) -> timedelta:
    """Return how late an agent may come; a rehearsal forgives what the network takes while time runs fast."""
    said = timedelta(seconds=connect_s)
    return max(said, planner.clock.guard) if planner.clock.rehearsal else said
