"""
What time is it? Pure but for one reading of the system's clock.

Real time has speed 1. Rehearsal time runs `speed` times faster from `origin` on; both are one row of the ledger
(protocol §6.1), so that worker, web and emulator agree. Network timeouts are never converted.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cadence.domain.errors import WrongClockError

GUARD = timedelta(seconds=60)
"""Nothing is sent within this span before a window closes."""
HOP = timedelta(seconds=0.5)
"""Real time a touch may need from the last check to the carrier: in rehearsal the guard must cover it."""
ALLOW_LASTS = timedelta(seconds=10)
"""How long an Allow may be used."""
ALLOW_HOP = timedelta(seconds=0.25)
"""Real time between the commit of an Allow and its use that rehearsal must forgive."""
TOLERANCE = timedelta(seconds=5)
"""The largest difference from PostgreSQL's clock with which a machine may still contact people."""


def utc_now() -> datetime:
    """Return the real instant."""
    return datetime.fromtimestamp(time.time(), UTC)


def off_by(before: datetime, server: datetime, after: datetime, *, ended: datetime | None = None) -> timedelta:
    """
    Return how far this machine's clock is ahead of a server's; negative when it is behind.

    `before` and `after` are read here, around the question that the server answered with `server`; `ended` is the
    server's instant at the end of a long answer. However long the answer took, a right clock is off by nothing.
    """
    if before > server:
        return before - server
    return min(after - (ended or server), timedelta(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A clock that shows `origin` at the real instant `started` and runs `speed` times as fast from there."""

    origin: datetime
    started: datetime
    speed: float = 1.0

    @classmethod
    def real(cls) -> "Clock":
        """Return the clock that shows real time."""
        zero = datetime(2020, 1, 1, tzinfo=UTC)
        return cls(origin=zero, started=zero)

    @property
    def rehearsal(self) -> bool:
        """Whether this clock shows anything but real time."""
        return self.speed != 1.0 or self.origin != self.started

    def now(self) -> datetime:
        """Return the instant this clock shows."""
        return self.at(utc_now())

    def at(self, real: datetime) -> datetime:
        """Return the instant this clock shows at the real instant `real`."""
        return self.origin + (real - self.started) * self.speed

    def real_span(self, span: timedelta) -> timedelta:
        """Return how long `span` of this clock lasts in real time."""
        return span / self.speed

    def real_at(self, instant: datetime) -> datetime:
        """Return the real instant at which this clock shows `instant`."""
        return self.started + (instant - self.origin) / self.speed

    @property
    def guard(self) -> timedelta:
        """The span before closing in which nothing is sent: 60 seconds, more when time runs faster than the network."""
        return max(GUARD, HOP * self.speed)

    @property
    def tolerance(self) -> timedelta:
        """
        Real time by which the clocks of two machines may differ.

        A rehearsal turns a second into an hour, so there it is at most half of the guard before closing.
        """
        return min(TOLERANCE, self.real_span(self.guard) / 2)

    @property
    def allow_lasts(self) -> timedelta:
        """How long an Allow may be used: 10 seconds, more when time runs faster than a commit."""
        return max(ALLOW_LASTS, ALLOW_HOP * self.speed)


def check_clock(clock: Clock, ahead: timedelta) -> None:
    """Raise WrongClockError when this machine's clock is farther from PostgreSQL's than the engine can bear."""
    if abs(ahead) > clock.tolerance:
        raise WrongClockError(
            f"This machine's clock is {clock_difference(ahead)} PostgreSQL's; expected at most "
            f"{clock.tolerance.total_seconds():g} s. Nobody is contacted from here until it is set right (NTP)."
        )


def clock_difference(ahead: timedelta) -> str:
    """Return how far a clock is from another in words, such as "47 min ahead of"."""
    seconds = abs(ahead.total_seconds())
    size = f"{seconds:.3g} s" if seconds < 120 else f"{seconds / 60:.0f} min"  # noqa: PLR2004  two minutes
    return f"{size} {'ahead of' if ahead > timedelta(0) else 'behind'}"
