"""Which law binds a campaign today? Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeVar

from cadence.domain.clock import GUARD
from cadence.domain.house import HouseRules
from cadence.policy.hours.local_days import NEVER, day_begins
from cadence.policy.packs.schema import Pack
from cadence.policy.places.jurisdiction import Places
from cadence.policy.primitive import RuleEntry

A_DAY_EVERYWHERE = timedelta(days=2)
"""A date this far back in UTC has begun everywhere in the world."""

EntryT = TypeVar("EntryT", bound=RuleEntry)


class LawDays(NamedTuple):
    """The first day on which something is law, and the first on which it no longer is."""

    since: date
    to: date | None

    def include(self, at: datetime) -> bool:
        """Tell whether an instant is in these days by its date in UTC: exact to within a day."""
        return self.since <= at.date() and (self.to is None or at.date() < self.to)

    @property
    def for_good(self) -> datetime:
        """The instant from which on these are days of law everywhere and without an end; `NEVER` where they end."""
        if self.to is not None:
            return NEVER
        return datetime.combine(self.since + A_DAY_EVERYWHERE + timedelta(days=1), time(), UTC)

    def span(self, zones: tuple[str, ...]) -> tuple[datetime, datetime | None]:
        """Return from when until when these are days of law somewhere in these zones."""
        ends = None if self.to is None else max(day_begins(zone, self.to) for zone in zones)
        return min(day_begins(zone, self.since) for zone in zones), ends

    def is_law(self, zones: tuple[str, ...], at: datetime) -> bool:
        """Tell whether these are days of law at an instant, somewhere in these zones."""
        if self.to is None and at.date() - self.since > A_DAY_EVERYWHERE:
            return True
        begins, ends = self.span(zones)
        return begins <= at and (ends is None or at < ends)


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
    house: HouseRules = field(default_factory=HouseRules)
    """Our own rules over campaigns, as they are today, too."""
    revision: int = 0
    """The last change of what users have stored, as of which this was read; a decision names it."""

    @cached_property
    def countries(self) -> dict[str, tuple[LawDays, ...]]:
        """
        The days of the packs about each country's own law.

        A layer under many countries makes none of them known (law 6).
        """
        own = [pack for pack in self.packs if not pack.layer]
        return {
            country: tuple(law_on(pack) for pack in own if covers(pack, country))
            for country in sorted({country for pack in own for country in pack.applies.countries})
        }

    @cached_property
    def sources(self) -> dict[str, str]:
        """The public addresses of the rules' sources, by rule id, where there is one."""
        rules = (rule for pack in self.packs for rule in pack.rules)
        return {rule.id: rule.source.url for rule in rules if rule.source.url}

    def rules_of(self, kind: type[EntryT]) -> Iterator[tuple[Pack, EntryT]]:
        """Yield the rules of one type, each with its pack."""
        return ((pack, rule) for pack in self.packs for rule in pack.rules if isinstance(rule, kind))

    def days_of(self, countries: frozenset[str]) -> tuple[tuple[str, tuple[LawDays, ...]], ...]:
        """Return the days of the packs of these countries, without those that the file names under `without_pack`."""
        if self.uncovered is None:
            return ()
        return tuple((country, self.countries.get(country, ())) for country in sorted(countries - self.uncovered))


def covers(pack: Pack, country: str) -> bool:
    """Tell whether a pack is about a country's own law."""
    return not pack.layer and country in pack.applies.countries


def law_on(pack: Pack, rule: RuleEntry | None = None) -> LawDays:
    """Return the days on which a pack is law, or one of its rules: those of the pack, narrowed by its own."""
    stated = [pack.effective, *([rule.effective] if rule and rule.effective else [])]
    ends = (days.to for days in stated if days.to is not None)
    return LawDays(max(days.since for days in stated), min(ends, default=None))


@lru_cache(maxsize=4096)
def protecting(law: Law, places: Places) -> tuple[Pack, ...]:
    """
    Return the packs that protect a person in these places. If no country is known, every pack applies (law 6).

    If the region within a country is unknown, all its regional packs apply, or the one pack that replaces them all.
    """
    anywhere, countries = not places.countries, places.countries
    near = [
        pack
        for pack in law.packs
        if anywhere or pack.applies.everyone or not countries.isdisjoint(pack.applies.countries)
    ]
    stood_for = {country for pack in near if pack.applies.unknown_subdivision for country in pack.applies.countries}
    return tuple(pack for pack in near if _in_region(pack, places, stood_for))


def _in_region(pack: Pack, places: Places, stood_for: set[str]) -> bool:
    """Tell whether a pack is about where in its country the person may be."""
    applies = pack.applies
    known = {region for country, region in places.regions if country in applies.countries}
    if applies.unknown_subdivision:
        return not known
    if not applies.subdivisions or (not known and stood_for.isdisjoint(applies.countries)):
        return True
    return not known.isdisjoint(applies.subdivisions)


def names_country(key: str) -> bool:
    """Tell whether the key of a hold for the law's sake is a country without a pack (`FR`), not a broken pack's id."""
    return key.isupper()
