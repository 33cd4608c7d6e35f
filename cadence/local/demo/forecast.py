"""
How many touches are due at which time? Pure: a sample of the list in virtual time, with the real plan and rules.

People answer by chance; what matters here are the busiest hours, which decide how fast a rehearsal may run.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cadence.campaign import Campaign
from cadence.domain.channels import descriptor_of
from cadence.domain.list_rows import LeadRow
from cadence.policy.packs.law import Law
from cadence.simulation import SimulatedPeople, SimulationWorld
from cadence.simulation.sample import sample

STRETCH = 3
"""Hours of the Clock that are looked at together."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalForecast:
    """What a campaign will ask of the machine."""

    touches: float  # in all
    busiest: float  # weighted touches an hour, over the busiest STRETCH hours of the Clock
    last: datetime  # the last touch, or the end of the forecast: a held lead never ends


def forecast(campaign: Campaign, leads: Sequence[LeadRow], at: datetime, law: Law, seed: int) -> RehearsalForecast:
    """Return what carrying these leads from `at` on will ask of the machine."""
    part = sample(SimulationWorld(campaign=campaign, law=law, people=SimulatedPeople(seed=seed)), leads, at)
    tally = part.simulation.tally
    hours: Counter[datetime] = Counter()
    for (hour, channel), count in tally.hours.items():
        hours[hour] += descriptor_of(channel).load * count  # type: ignore[assignment]  # a Counter of weights
    touches = tally.hours.total() * part.factor
    last = part.simulation.until if part.simulation.open else tally.last
    return RehearsalForecast(touches=touches, busiest=_busiest(hours) * part.factor, last=last or at)


def _busiest(hours: Counter[datetime]) -> float:
    """Return the touches an hour in the busiest stretch: what one hour leaves over, the next two may take."""
    sums = (sum(hours[first + later * HOUR] for later in range(STRETCH)) for first in list(hours))
    return max(sums, default=0) / STRETCH
