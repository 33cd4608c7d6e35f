"""
How long does it take until something happens, if for some it has not happened yet? Pure: the Kaplan-Meier estimator.

Who still waits is not left out, which would make it look faster than it is: they count as waiting for as long as they
were watched.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

QUANTILES = (0.5, 0.8, 0.9)
"""The quantiles that are shown of a duration."""


@dataclass(frozen=True, slots=True)
class Durations:
    """How long it took, or how long was watched in vain, in minutes: minutes -> how often."""

    happened: Mapping[int, int] = field(default_factory=dict)
    censored: Mapping[int, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many were watched."""
        return sum(self.happened.values()) + sum(self.censored.values())

    @property
    def events(self) -> int:
        """For how many of them it happened."""
        return sum(self.happened.values())


def curve(durations: Durations) -> Iterator[tuple[int, float]]:
    """
    Yield after how many minutes it happened to somebody, and to which share of all it had happened by then.

    Who was watched up to an instant at which it happened to others was at risk at that instant.
    """
    at_risk, waiting = durations.count, 1.0
    for minutes in sorted({*durations.happened, *durations.censored}):
        happened = durations.happened.get(minutes, 0)
        if happened:
            waiting *= 1 - happened / at_risk
            yield minutes, 1 - waiting
        at_risk -= happened + durations.censored.get(minutes, 0)


def quantile(durations: Durations, share: float) -> int | None:
    """Return after how many minutes it had happened to this share; None if not reached while they were watched."""
    return next((minutes for minutes, reached in curve(durations) if reached >= share - 1e-12), None)
