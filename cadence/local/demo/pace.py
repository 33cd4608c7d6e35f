"""
How fast may a rehearsal run? Edge: what the busiest hours ask for against what this machine carries.

Beyond that the servers fall behind the Clock, and what looks like a late message is only a slow machine. What is asked
for is forecast from a sample of the list in virtual time, with the real plan and rules: people answer by chance, but
the busiest hours decide how fast a rehearsal may run.
"""

import json
import math
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cadence.campaign import Campaign
from cadence.domain.channels import descriptor_of
from cadence.domain.list_rows import LeadRow
from cadence.policy.packs.law import Law
from cadence.simulation import SimulatedPeople, SimulationWorld
from cadence.simulation.sample import sample

WANTED = 3600.0
"""Five days in two minutes."""
SLOWEST = 60.0
"""A minute in a second: any machine carries that."""
DOCUMENT = {"rules": [{"rule": f"campaign.limits[{i}]", "counted": {"lead": i}} for i in range(12)], "touch": "t" * 36}
ROUNDS = 2000
YARDSTICKS_A_TOUCH = 2.5
"""
What one touch costs all servers together, measured against the yardstick on the same machine in the same minute.

It was 3.3 when two busy processors carried some 16 touches a second and the yardstick took 0.038 s. In alternating runs
a touch takes three quarters of the CPU seconds that it took then.
"""
MOST_PROCESSORS = 2
"""One worker and one web server use no more of them well; more has not been measured."""
SHARE = 1.2
"""
How much of the machine the busiest hours may ask for. What they leave over waits, and the next hours take it.

Measured: 200 leads at 1,200 times, which asks for about a quarter more than two processors carry, hold the proof.
"""
STRETCH = 3
"""Hours of the Clock that are looked at together."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalForecast:
    """What a campaign will ask of the machine."""

    touches: float  # in all
    busiest: float  # weighted touches an hour, over the busiest STRETCH hours of the Clock
    last: datetime  # the last touch, or the end of the forecast: a held lead never ends


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalSpeed:
    """The speed that was chosen, and why."""

    speed: float
    carried: float  # touches a second that this machine is expected to carry
    needed: float  # touches an hour in the busiest hours
    asked: bool = False  # the speed was given as an option

    def in_words(self, lasts: timedelta) -> str:
        """Return how fast it runs, how long that takes, and why not faster."""
        days = math.ceil(lasts / timedelta(days=1))
        minutes, seconds = divmod(int((lasts / self.speed).total_seconds()), 60)
        why = ", as you ask" if self.asked else f" ({WANTED:g} would be too fast here)" if self.speed < WANTED else ""
        return (
            f"The Clock runs {self.speed:.0f} times faster{why}: {days} days take about "
            f"{minutes}:{seconds:02} min.\n"
            f"The busiest hours have {self.needed:.0f} touches each; "
            f"this machine carries about {self.carried:.0f} a second."
        )


def forecast(campaign: Campaign, leads: Sequence[LeadRow], at: datetime, law: Law, seed: int) -> RehearsalForecast:
    """Return what carrying these leads from `at` on will ask of the machine."""
    part = sample(SimulationWorld(campaign=campaign, law=law, people=SimulatedPeople(seed=seed)), leads, at)
    tally = part.simulation.tally
    hours: dict[datetime, float] = defaultdict(float)
    for (hour, channel), count in tally.hours.items():
        hours[hour] += descriptor_of(channel).load * count
    touches = tally.hours.total() * part.factor
    last = part.simulation.until if part.simulation.open else tally.last
    return RehearsalForecast(touches=touches, busiest=_busiest(hours) * part.factor, last=last or at)


def _busiest(hours: Mapping[datetime, float]) -> float:
    """Return the touches an hour in the busiest stretch: what one hour leaves over, the next two may take."""
    sums = (sum(hours.get(first + later * HOUR, 0) for later in range(STRETCH)) for first in hours)
    return max(sums, default=0) / STRETCH


def yardstick() -> float:
    """Return the processor seconds that a fixed piece of work takes here: how fast this machine is."""
    began = time.process_time()
    for _ in range(ROUNDS):
        json.loads(json.dumps(DOCUMENT, sort_keys=True))
    return time.process_time() - began


def pace(ahead: RehearsalForecast, processors: int, measured: float) -> RehearsalSpeed:
    """Return the speed at which the busiest hours take no more than their share; `measured` is the yardstick's."""
    carried = min(processors, MOST_PROCESSORS) / (measured * YARDSTICKS_A_TOUCH)
    allowed = carried * SHARE * 3600 / ahead.busiest if ahead.busiest else WANTED
    return RehearsalSpeed(speed=max(min(WANTED, allowed), SLOWEST), carried=carried, needed=ahead.busiest)
