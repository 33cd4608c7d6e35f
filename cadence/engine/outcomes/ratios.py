"""How does a campaign compare with the ratios that the law sets? Edge: counted in the ledger, judged by today's law."""

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Connection

from cadence.campaign import Campaign
from cadence.domain import Counted
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.touches import ratios
from cadence.policy.evaluation.across_leads import standings
from cadence.policy.primitives.ratio import RatioStanding


def ratios_of(
    tx: Connection, planner: Planner, campaign: Campaign, identity: int, now: datetime
) -> list[RatioStanding]:
    """Return the standing of a campaign for each ratio that applies to it, in the period that contains `now`."""
    began = ratios.began(tx, identity) or now

    @cache
    def count(since: datetime, connect_s: float | None) -> tuple[Counted, ...]:
        late = None if connect_s is None else patience(planner, connect_s)
        return tuple(ratios.counted(tx, identity, since, now, late=late))

    return list(standings(planner.law(campaign), campaign, began, now, count))


def patience(planner: Planner, connect_s: float) -> timedelta:
    """Return how late an agent may be connected; a rehearsal allows for network delays while time runs fast."""
    limit = timedelta(seconds=connect_s)
    return max(limit, planner.clock.guard) if planner.clock.rehearsal else limit
