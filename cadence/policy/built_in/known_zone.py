"""Do we know where the person may be? Pure."""

from dataclasses import dataclass
from datetime import datetime

from cadence.domain import HoldName
from cadence.policy.finding import Finding, Question


@dataclass(frozen=True, slots=True)
class ZoneKnown:
    """Without a known zone no time of day is safe: the touch waits until the person's place is known (law 6)."""

    rule: str = "zone.unknown"

    def check(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass when every candidate zone is known."""
        if question.zones:
            return Finding(rule=self.rule)
        return Finding(rule=self.rule, hold=HoldName.ZONE)
