"""
How fast may a rehearsal run? Edge: what the busiest hours ask for against what this machine carries.

Beyond that the servers fall behind the Clock, and what looks like a late message is only a slow machine.
"""

import json
import math
import time
from dataclasses import dataclass
from datetime import timedelta

from cadence.local.demo.forecast import RehearsalForecast

WANTED = 3600.0
"""Five days in two minutes."""
SLOWEST = 60.0
"""A minute in a second: any machine carries that."""
DOCUMENT = {"rules": [{"rule": f"campaign.limits[{i}]", "counted": {"lead": i}} for i in range(12)], "touch": "t" * 36}
ROUNDS = 2000
YARDSTICKS_A_TOUCH = 3.3
"""
What one touch costs all servers together, measured against the yardstick on the same machine in the same minute.

With two processors busy, about 16 touches a second were carried; the yardstick took 0.038 s.
"""
MOST_PROCESSORS = 2
"""One worker and one web server use no more of them well; more has not been measured."""
SHARE = 1.2
"""
How much of the machine the busiest hours may ask for. What they leave over waits, and the next hours take it.

Measured: 200 leads at 1,200 times, which asks for about a quarter more than two processors carry, hold the proof.
"""


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


def yardstick() -> float:
    """Return the processor seconds that a fixed piece of work takes here: how fast this machine is."""
    began = time.process_time()
    for _ in range(ROUNDS):
        json.loads(json.dumps(DOCUMENT, sort_keys=True))
    return time.process_time() - began


def pace(forecast: RehearsalForecast, processors: int, measured: float, wanted: float = WANTED) -> RehearsalSpeed:
    """Return the speed at which the busiest hours take no more than their share; `measured` is the yardstick's."""
    carried = min(processors, MOST_PROCESSORS) / (measured * YARDSTICKS_A_TOUCH)
    allowed = carried * SHARE * 3600 / forecast.busiest if forecast.busiest else wanted
    return RehearsalSpeed(speed=max(min(wanted, allowed), SLOWEST), carried=carried, needed=forecast.busiest)
