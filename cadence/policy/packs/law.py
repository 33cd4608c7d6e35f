"""Which law binds a campaign today? Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from cadence.domain.clock import GUARD
from cadence.domain.house import HouseRules
from cadence.policy.hours.local_days import day_begins
from cadence.policy.packs.schema import Pack
from cadence.policy.primitive import RuleEntry

LawDays = tuple[date, date | None]
"""The first day on which something is law, and the first on which it no longer is."""
A_DAY_EVERYWHERE = timedelta(days=2)
"""A date this far back in UTC has begun everywhere in the world."""


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
            country: tuple((pack.effective.since, pack.effective.to) for pack in own if covers(pack, country))
            for country in sorted({country for pack in own for country in pack.applies.countries})
        }

    @cached_property
    def sources(self) -> dict[str, str]:
        """The public addresses of the rules' sources, by rule id, where there is one."""
        rules = (rule for pack in self.packs for rule in pack.rules)
        return {rule.id: rule.source.url for rule in rules if rule.source.url}

    def days_of(self, countries: frozenset[str]) -> tuple[tuple[str, tuple[LawDays, ...]], ...]:
        """Return the days of the packs of these countries, without those that the file names under `without_pack`."""
        if self.uncovered is None:
            return ()
        return tuple((country, self.countries.get(country, ())) for country in sorted(countries - self.uncovered))


def covers(pack: Pack, country: str) -> bool:
    """Tell whether a pack is about a country's own law."""
    return not pack.layer and country in pack.applies.countries


def is_law(days: LawDays, zones: tuple[str, ...], at: datetime) -> bool:
    """Tell whether these are days of law at an instant, somewhere in these zones."""
    since, to = days
    if to is None and at.date() - since > A_DAY_EVERYWHERE:
        return True
    begun = at >= min(day_begins(zone, since) for zone in zones)
    return begun and (to is None or at < max(day_begins(zone, to) for zone in zones))


def law_on(pack: Pack, entry: RuleEntry) -> LawDays:
    """Return the days on which a rule is law: those of its pack, narrowed by its own."""
    since, to = pack.effective.since, pack.effective.to
    if entry.effective is None:
        return since, to
    ends = [end for end in (to, entry.effective.to) if end is not None]
    return max(since, entry.effective.since), min(ends, default=None)
