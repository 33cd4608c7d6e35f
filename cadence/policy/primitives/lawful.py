"""Can the law be read, is there one, and is it law on that day? Pure: what holds for every rule of a pack."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cadence.domain import HoldName
from cadence.policy.packs.law import BrokenPack
from cadence.policy.primitives.daylight import day_begins
from cadence.policy.primitives.finding import Finding, Question, Rule

ANYWHERE = ("Pacific/Kiritimati", "Etc/GMT+12")
"""Where a day begins first and where last: for a person of whom no zone is known."""
A_DAY_EVERYWHERE = timedelta(days=2)
"""A date that lies so far back by UTC has begun all over the world."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """A pack that is named and cannot be read holds every touch: we do not guess at the law (law 6)."""

    broken: tuple[BrokenPack, ...]
    rule: str = "pack.valid"

    def look(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass when every pack was read."""
        if not self.broken:
            return Finding(rule=self.rule)
        evidence = {"packs": {one.id: one.why for one in self.broken}}
        return Finding(rule=self.rule, evidence=evidence, hold=HoldName.PACK, key=self.broken[0].id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """A country that no pack is about has a law we do not know: nothing goes there unless the file says so (law 6)."""

    unknown: tuple[str, ...]  # where the person may be, without a pack and not named as contacted all the same
    rule: str = "pack.covers"

    def look(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass when there is no such country."""
        if not self.unknown:
            return Finding(rule=self.rule)
        evidence = {"countries": list(self.unknown)}
        return Finding(rule=self.rule, evidence=evidence, hold=HoldName.PACK, key=self.unknown[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A rule of a pack, on the days on which that pack is law."""

    law: Rule
    since: date
    to: date | None

    def look(self, question: Question, at: datetime) -> Finding:
        """Pass before the law begins and after it ends, else answer as the rule does."""
        finding = self.law.look(question, at)
        if self.to is None and at.date() - self.since > A_DAY_EVERYWHERE:
            return finding
        zones = question.zones or ANYWHERE
        begins = min(day_begins(zone, self.since) for zone in zones)
        if at < begins:
            return Finding(rule=finding.rule, evidence={"effective": self.since.isoformat()}, closes=begins)
        if self.to is None:
            return finding
        ends = max(day_begins(zone, self.to) for zone in zones)
        if at >= ends:
            return Finding(rule=finding.rule, evidence={"ended": self.to.isoformat()})
        return finding._replace(until=min(finding.until, ends)) if finding.until is not None else finding

    def binds(self, at: datetime) -> bool:
        """Tell whether this is law at an instant, give or take a day: enough to know what makes an opening."""
        return self.since <= at.date() and (self.to is None or at.date() < self.to)
