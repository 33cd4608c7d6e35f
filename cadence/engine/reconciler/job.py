"""When is a job of the reconciler due, and has it anything to do? Edge: it looks at the machine's clock."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from cadence.ledger.reading.undone import Undone


def always(_: Undone) -> bool:
    """Let a job run whenever it is due: it asks somebody else, or rarely."""
    return True


@dataclass(slots=True, eq=False)
class Job:
    """A job that runs at an interval of the Clock, but no more often than `least` in real time, if it has work."""

    work: Callable[[], None]
    every: timedelta
    least: float  # real seconds
    has_work: Callable[[Undone], bool] = always
    due: float = field(default=0.0)  # on the monotonic clock

    def next_time(self, speed: float) -> None:
        """Set when it is due again."""
        self.due = time.monotonic() + max(self.every.total_seconds() / speed, self.least)
