"""
How fast may a rehearsal run? Pure: what the busiest hour asks for against what the machine carries.

Beyond that the servers fall behind the Clock, and what looks like a late message is only a slow machine.
"""

import math
from dataclasses import dataclass
from datetime import timedelta

from cadence.demo.forecast import Forecast

WANTED = 3600.0
"""Five days in two minutes."""
SLOWEST = 60.0
"""A minute in a second: any machine carries that."""
DECISIONS_A_TOUCH = 80.0
"""
What one touch costs all servers together, in decisions of the pure core.

Measured: with two processors busy, 15 to 18 touches a second are carried, and a decision takes about a millisecond.
"""
MOST_PROCESSORS = 2
"""One worker and one web server use no more of them well; more has not been measured."""
SHARE = 0.5
"""How much of the machine the busiest hour may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The speed that was chosen, and why."""

    speed: float
    carried: float  # touches a second this machine carries, as far as can be told beforehand
    needed: float  # touches in the busiest hour
    asked: bool = False  # somebody insists on it

    def in_words(self, lasts: timedelta) -> str:
        """Say how fast it runs, how long that takes, and why not faster."""
        days = math.ceil(lasts / timedelta(days=1))
        minutes, seconds = divmod(int((lasts / self.speed).total_seconds()), 60)
        why = ", as you ask" if self.asked else f" ({WANTED:g} would be too fast here)" if self.speed < WANTED else ""
        return (
            f"The Clock runs {self.speed:.0f} times faster{why}: {days} days take about "
            f"{minutes}:{seconds:02} min.\n"
            f"The busiest hour has {self.needed:.0f} touches; this machine carries about {self.carried:.0f} a second."
        )


def pace(forecast: Forecast, processors: int, wanted: float = WANTED) -> Pace:
    """Return the speed at which the busiest hour takes no more than its share of the machine."""
    carried = min(processors, MOST_PROCESSORS) / (forecast.decision * DECISIONS_A_TOUCH) if forecast.decision else 1.0
    allowed = carried * SHARE * 3600 / forecast.busiest if forecast.busiest else wanted
    return Pace(speed=max(min(wanted, allowed), SLOWEST), carried=carried, needed=forecast.busiest)
