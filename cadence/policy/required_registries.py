"""Which official lists and calendars have to be imported? Reads the packs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from cadence.policy.hours.holiday_calendar import local_feed
from cadence.policy.pack_parts import RuleScope
from cadence.policy.packs.loading import SHIPPED, PackFiles
from cadence.policy.packs.schema import Pack, RequireEntry
from cadence.policy.primitives.registry import RegistryEntry, stale_at
from cadence.policy.primitives.window import WindowEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredRegistry:
    """One rule that asks for a copy of an official list of numbers."""

    registry: str
    pack: str
    rule: str
    max_age_days: int | None  # None: any copy will do
    when: RuleScope  # which touches it is about


def every_pack(files: PackFiles = SHIPPED) -> tuple[Pack, ...]:
    """Return every pack that can be read. An unreadable pack holds the touches it may bind; see `packs`."""
    packs = (files.read(name) for name in files.names())
    return tuple(pack for pack in packs if isinstance(pack, Pack))


def registries(packs: Iterable[Pack]) -> dict[str, tuple[RequiredRegistry, ...]]:
    """Return every list of numbers that these packs name, each with the rules that ask for it, strictest first."""
    by_name: dict[str, list[RequiredRegistry]] = {}
    for pack in packs:
        for rule in pack.rules:
            if isinstance(rule, RequireEntry) and isinstance(needs := rule.needs, RegistryEntry):
                required = RequiredRegistry(
                    registry=needs.name, pack=pack.id, rule=rule.id, max_age_days=needs.max_age_days, when=rule.when
                )
                by_name.setdefault(needs.name, []).append(required)
    for requirements in by_name.values():
        requirements.sort(key=lambda needed: (needed.max_age_days or float("inf"), needed.pack))
    return {name: tuple(requirements) for name, requirements in sorted(by_name.items())}


def feeds(packs: Iterable[Pack]) -> dict[str, tuple[str, ...]]:
    """Return every calendar of declared dates that these packs name, each with the packs that close on it."""
    by_feed: dict[str, set[str]] = {}
    for pack in packs:
        for rule in pack.rules:
            if isinstance(rule, WindowEntry) and rule.closed is not None:
                towns = pack.applies.countries if "local" in rule.closed.levels else ()
                for feed in (*rule.closed.feeds, *map(local_feed, towns)):
                    by_feed.setdefault(feed, set()).add(pack.id)
    return {feed: tuple(sorted(ids)) for feed, ids in sorted(by_feed.items())}


def recent_enough(as_of: date, requirements: Iterable[RequiredRegistry], now: datetime) -> bool:
    """Tell whether a copy from this day is recent enough for every rule that requires it."""
    ends = (stale_at(as_of, requirement.max_age_days) for requirement in requirements)
    return all(end is None or now < end for end in ends)
