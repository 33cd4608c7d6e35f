"""Which law binds a campaign today? Pure."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from cadence.clock import GUARD
from cadence.rules.book import Pack


@dataclass(frozen=True, slots=True)
class BrokenPack:
    """A pack that binds and cannot be read: nothing leaves until it can (law 6)."""

    id: str
    why: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Law:
    """
    The packs that may bind a campaign's leads, as they are today, and the guard before closing.

    Which of them bind one lead follows from where that person may be. It is never pinned to a campaign's version
    (law 8): each judgment is given today's.
    """

    packs: tuple[Pack, ...] = ()
    guard: timedelta = GUARD
    broken: tuple[BrokenPack, ...] = ()
    uncovered: frozenset[str] | None = None
    """Countries without a pack that the file contacts all the same; None: any (`jurisdictions: none`, and tests)."""

    @cached_property
    def countries(self) -> frozenset[str]:
        """The countries whose own law some pack is about: a layer under many of them makes none known (law 6)."""
        return frozenset(country for pack in self.packs if not pack.layer for country in pack.applies.countries)
