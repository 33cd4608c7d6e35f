"""Which law binds a campaign today? Pure."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from cadence.domain.clock import GUARD
from cadence.domain.house import HouseRules
from cadence.policy.packs.schema import Pack
from cadence.policy.primitive import RuleEntry


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
    def countries(self) -> frozenset[str]:
        """The countries whose own law some pack is about: a layer under many of them makes none known (law 6)."""
        return frozenset(country for pack in self.packs if not pack.layer for country in pack.applies.countries)

    @cached_property
    def sources(self) -> dict[str, str]:
        """The public addresses of the rules' sources, by rule id, where there is one."""
        rules = (rule for pack in self.packs for rule in pack.rules)
        return {rule.id: rule.source.url for rule in rules if rule.source.url}

    def unknown(self, countries: frozenset[str]) -> tuple[str, ...]:
        """Return the countries among these without a pack that the file does not name under `without_pack`."""
        return () if self.uncovered is None else tuple(sorted(countries - self.countries - self.uncovered))


def law_on(pack: Pack, entry: RuleEntry) -> tuple[date, date | None]:
    """Return the days on which a rule is law: those of its pack, narrowed by its own."""
    since, to = pack.effective.since, pack.effective.to
    if entry.effective is None:
        return since, to
    ends = [end for end in (to, entry.effective.to) if end is not None]
    return max(since, entry.effective.since), min(ends, default=None)
