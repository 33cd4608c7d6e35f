"""On which days does a rule of a pack bind? Pure: it wraps the rule, and passes outside the days of the law."""

from dataclasses import dataclass
from datetime import date, datetime

from cadence.policy.finding import Finding, Question, Rule
from cadence.policy.hours.local_days import ANYWHERE, day_begins
from cadence.policy.packs.law import A_DAY_EVERYWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A rule of a pack, in force only on the days of that pack; today's law counts, never a pinned one (law 8)."""

    law: Rule
    since: date
    to: date | None
    kind: str = ""  # the primitive it is made from
    timed: bool = False  # whether the rule says when it will pass; others pass when something happens, if ever

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass before the law takes effect and after it ends, else answer as the rule does."""
        finding = self.law.check(question, at)
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
        """Tell whether the rule is in force at an instant, to within a day: enough to find openings."""
        return self.since <= at.date() and (self.to is None or at.date() < self.to)
