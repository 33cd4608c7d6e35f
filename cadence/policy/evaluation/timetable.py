"""
When does the answer of a window change? Pure: between two such instants a window is asked once, for everybody.

The hours of a window follow from the law or the file and from the zones, and from nothing else about a lead. They stay
the same from one opening, closing or midnight to the next; only the local time in the evidence runs on.
"""

from bisect import bisect_right
from datetime import datetime, timedelta
from functools import lru_cache

from cadence.domain import HoldName
from cadence.policy.finding import HORIZON, Finding, Question
from cadence.policy.hours.local_days import NEVER, wall_clocks
from cadence.policy.primitives.window import Window

MOST = 256
"""So many stretches of a window are kept: those of some weeks."""
NEAR = HORIZON - timedelta(days=3)
"""An opening farther away may be within the horizon of one instant of a stretch, and not of another."""

Stretch = tuple[datetime, datetime, Finding]
"""From when until when, half-open, and the answer of the window in between."""


class Timetable:
    """
    A window in the zones of a person, asked once for each stretch of time in which its answer stays the same.

    Safe to use from many threads: what is known is a tuple, which is replaced and never changed.
    """

    def __init__(self, window: Window, zones: tuple[str, ...]) -> None:
        """Start with nothing known; `zones` are those of the person."""
        self.window = window
        self._zones = zones if window.zones is None else window.zones
        self._stretches: tuple[Stretch, ...] = ()  # in order
        self._last: Stretch = (NEVER, NEVER, Finding(window.rule))

    def check(self, question: Question, at: datetime) -> Finding:
        """Answer as the window does."""
        stretch = self._last
        if not stretch[0] <= at < stretch[1]:
            stretch = self._last = self._stretch(question, at)
        finding = stretch[2]
        if finding.until is None:
            return finding
        evidence = finding.evidence.copy()
        evidence["local"] = wall_clocks(self._zones, at)
        return Finding(finding.rule, evidence, finding.until)

    def _stretch(self, question: Question, at: datetime) -> Stretch:
        """Return the stretch that holds an instant."""
        known = self._stretches  # another thread may replace it meanwhile
        place = bisect_right(known, (at, NEVER))
        if place and at < known[place - 1][1]:
            return known[place - 1]
        finding = self.window.check(question, at)
        if finding.hold is HoldName.OPENING or (finding.until is not None and finding.until - at > NEAR):
            return at, at, finding
        since, to = self.window.steady(self._zones, at)
        if len(known) >= MOST:
            known, place = (), 0
        stretch = (since, to, finding)
        self._stretches = (*known[:place], stretch, *known[place:])
        return stretch


@lru_cache(maxsize=1024)
def timetable(window: Window, zones: tuple[str, ...]) -> Timetable:
    """Return the timetable of a window in these zones: one for all people and campaigns that share both."""
    return Timetable(window, zones)
