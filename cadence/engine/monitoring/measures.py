"""
What does a process count while it works? Edge: values for whoever monitors it, and counts for objectives.

The counts for objectives go to the ledger with each heartbeat. The values go nowhere unless metrics are shown.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from cadence.channels.provider import Accepted, Answer, NotSent, Rejected
from cadence.domain import Attempt
from cadence.domain.channels import MESSAGE_CHANNELS
from cadence.domain.clock import Clock
from cadence.domain.metrics import LATENESS, Metric
from cadence.domain.objectives import LEAVES_WITHIN, MESSAGES, Objective
from cadence.domain.touch_record import Stored
from cadence.engine.monitoring.spans import NoSpans, Spans

Show = Callable[[Metric, float, Mapping[str, str]], None]
"""Takes one value of a metric, with its labels."""
Counts = Mapping[str, tuple[int, int]]
"""How many were good and of how many, by the name of the objective."""


def shown_nowhere(_metric: Metric, _value: float, _labels: Mapping[str, str]) -> None:
    """Take a value where no metrics are shown."""


class Tally:
    """Counts for objectives until the ledger has them. Safe to use from many threads."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._lock = threading.Lock()
        self._counts: dict[str, tuple[int, int]] = {}

    def add(self, counts: Counts) -> None:
        """Add counts."""
        with self._lock:
            for name, (good, whole) in counts.items():
                known = self._counts.get(name, (0, 0))
                self._counts[name] = (known[0] + good, known[1] + whole)

    def take(self) -> Counts:
        """Return what was counted since the last time, and begin anew; `add` it again if it cannot be stored."""
        with self._lock:
            counts, self._counts = self._counts, {}
        return counts


class Measures:
    """What one process measures. Safe to use from many threads."""

    def __init__(self, show: Show = shown_nowhere) -> None:
        """Show each value by `show`."""
        self._show = show
        self.tally = Tally()
        self.spans: Spans = NoSpans()  # what follows each touch

    def show_by(self, show: Show) -> None:
        """Show each value by this from now on."""
        self._show = show

    def observe(self, metric: Metric, value: float, *labels: str) -> None:
        """Note one value, with the values of the metric's labels in their order."""
        self._show(metric, value, metric.read(*labels))

    def count(self, objective: Objective, *, good: bool) -> None:
        """Count one for an objective."""
        self.tally.add({objective.name: (int(good), 1)})

    @contextmanager
    def leaving(self, clock: Clock, attempt: Attempt, stored: Stored) -> Iterator[None]:
        """Follow a touch to the carrier, and note how late it is there; one that does not leave is not counted."""
        with self.spans.touch(attempt, stored, clock.real_at(attempt.at)):
            yield
        late = clock.real_span(clock.now() - attempt.at)
        self.observe(LATENESS, max(late.total_seconds(), 0.0), attempt.channel.value)
        if attempt.channel in MESSAGE_CHANNELS:
            self.count(MESSAGES, good=late <= LEAVES_WITHIN)


def answer_word(answer: Answer) -> str:
    """Return the carrier's answer as a label."""
    match answer:
        case Accepted():
            return "accepted"
        case Rejected():
            return "rejected"
        case NotSent():
            return "not_sent"
        case _:
            return "uncertain"
