"""
Which people of a list enter a campaign with its pilot, before the rest? Pure.

A pilot is repeatable: the same order lets nobody in twice, and a larger one contains the smaller one. The first people
of a list are counted in the list's order. A share is decided for each person by a hash of the campaign's name and the
lead's id, so it depends on nobody else of the list.
"""

import hashlib
from dataclasses import dataclass, field
from fractions import Fraction

BITS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Pilot:
    """How many people of a list enter: the first so many, or a share of them."""

    first: int | None = None
    share: Fraction | None = None  # more than 0, less than 1

    def __post_init__(self) -> None:
        """Refuse a pilot that is neither or both. Raises ValueError."""
        if (self.first is None) == (self.share is None):
            raise ValueError("a pilot is a number of people or a share; expected one of both")

    @property
    def percent(self) -> str:
        """The share in percent, such as "12.5"."""
        return f"{float(self.share * 100):g}" if self.share is not None else ""

    def __str__(self) -> str:
        """Return the pilot as it was ordered."""
        return f"first {self.first}" if self.share is None else f"share {self.percent}%"


@dataclass(slots=True)
class PilotSelection:
    """Chooses the people of one campaign's pilot, who are asked about in the list's order."""

    pilot: Pilot
    campaign: str
    inside: int = 0  # people of the list who are in the campaign already, and stay as they are
    _chosen: set[str] = field(default_factory=set)

    def chooses(self, lead: str) -> bool:
        """Return whether a person enters with the pilot; of the first so many, those who are inside are some."""
        if self.pilot.share is not None:
            return place_of(self.campaign, lead) < self.pilot.share
        if lead not in self._chosen and self.inside + len(self._chosen) < (self.pilot.first or 0):
            self._chosen.add(lead)
        return lead in self._chosen


def place_of(campaign: str, lead: str) -> Fraction:
    """Return the place of a person between 0 and 1, which is another one in another campaign."""
    digest = hashlib.sha256(f"{campaign}\n{lead}".encode()).digest()
    return Fraction(int.from_bytes(digest[: BITS // 8], "big"), 1 << BITS)
