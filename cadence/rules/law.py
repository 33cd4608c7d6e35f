"""Which law binds a campaign today? Pure."""

from dataclasses import dataclass
from datetime import timedelta

from cadence.clock import GUARD
from cadence.rules.book import Pack


@dataclass(frozen=True, slots=True)
class BrokenPack:
    """A pack that is named and cannot be read: nothing leaves until it can (law 6)."""

    id: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """
    The packs a campaign names, as they are today, and the guard before closing.

    It is never pinned to a campaign's version (law 8): each judgment is given today's.
    """

    packs: tuple[Pack, ...] = ()
    guard: timedelta = GUARD
    broken: tuple[BrokenPack, ...] = ()
