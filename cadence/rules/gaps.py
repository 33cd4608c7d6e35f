"""How long must a person be left in peace between two touches? Pure: the gap, over every channel and campaign."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cadence.rules.finding import Finding, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The least time since the last touch to this person or this number, whoever made it."""

    span: timedelta
    rule: str = "campaign.gap"

    def look(self, question: Question, at: datetime) -> Finding:
        """Pass once the gap since the latest touch is over."""
        number = question.number.id if question.number else None
        lead = question.facts.lead.id
        last = max((one.at for one in question.touches if one.lead == lead or one.number == number), default=None)
        if last is None:
            return Finding(rule=self.rule)
        evidence = {"gap": int(self.span.total_seconds()), "last": last.isoformat()}
        until = last + self.span
        return Finding(rule=self.rule, evidence=evidence, until=until if until > at else None)
