"""Has the person written what may be a stop? Pure: an unclear reply halts marketing until somebody reads it."""

from dataclasses import dataclass
from datetime import datetime

from cadence.model import HoldName
from cadence.rules.finding import Finding, Question


@dataclass(frozen=True, slots=True)
class NothingUnclear:
    """A stop word inside a longer sentence is no opt-out yet, but nothing goes before a person has read it."""

    rule: str = "reply.unclear"

    def look(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass when no reply waits to be read."""
        unread = [one for one in question.facts.inbound if one.meaning == "hold" and not one.reviewed]
        if not unread:
            return Finding(rule=self.rule)
        evidence = {"since": unread[0].at.isoformat(), "replies": len(unread)}
        return Finding(rule=self.rule, evidence=evidence, hold=HoldName.REVIEW)
