"""Do we know where the person may be, and the law there? Pure."""

from dataclasses import dataclass, field
from datetime import datetime

from cadence.domain import HoldName
from cadence.policy.finding import Finding, Question, passing
from cadence.policy.hours.local_days import ANYWHERE, BEGINNING, NEVER
from cadence.policy.packs.law import BrokenPack, LawDays


@dataclass(frozen=True, slots=True, kw_only=True)
class PacksReadable:
    """A pack that cannot be read holds every touch: the law is not guessed (law 6)."""

    broken: tuple[BrokenPack, ...]
    rule: str = "pack.valid"

    def check(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass when every pack was read."""
        if not self.broken:
            return passing(self.rule)
        evidence = {"packs": {pack.id: pack.why for pack in self.broken}}
        return Finding(rule=self.rule, evidence=evidence, hold=HoldName.PACK, key=self.broken[0].id)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountriesCovered:
    """
    A country without a pack has a law we do not know: nothing is sent there unless the file names it (law 6).

    A pack whose days have not begun, or are over, says nothing of today's law.
    """

    days: tuple[tuple[str, tuple[LawDays, ...]], ...]
    """Where the person may be, unless the file names it under `without_pack`: the days of each country's packs."""
    rule: str = "pack.covers"
    _for_good: datetime = field(init=False, compare=False, repr=False)  # from then on each country has one everywhere

    def __post_init__(self) -> None:
        """Work out from when on the days need not be asked."""
        begun = [min([days.for_good for days in packs], default=NEVER) for _, packs in self.days]
        object.__setattr__(self, "_for_good", max(begun, default=BEGINNING))

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass when each country has a pack that is law at this instant."""
        if at >= self._for_good:
            return passing(self.rule)
        zones = question.zones or ANYWHERE
        unknown = [country for country, packs in self.days if not any(days.is_law(zones, at) for days in packs)]
        if not unknown:
            return passing(self.rule)
        return Finding(rule=self.rule, evidence={"countries": unknown}, hold=HoldName.PACK, key=unknown[0])


@dataclass(frozen=True, slots=True)
class ZoneKnown:
    """Without a known zone no time of day is safe: the touch waits until the person's place is known (law 6)."""

    rule: str = "zone.unknown"

    def check(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass when every candidate zone is known."""
        if question.zones:
            return passing(self.rule)
        return Finding(rule=self.rule, hold=HoldName.ZONE)
