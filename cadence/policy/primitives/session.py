"""May free text go on WhatsApp now? Pure: the platform's rule of the 24-hour session."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cadence.domain import Scope
from cadence.domain.channels import descriptor_of
from cadence.domain.spellings import spellings
from cadence.policy.finding import Finding, Question

SESSION = timedelta(hours=24)
"""How long free text may answer a person after their last message."""


@dataclass(frozen=True, slots=True)
class InSession:
    """
    Outside 24 hours of the person's last message to this sender, only an approved template goes.

    Each message from them starts the 24 hours again; after exactly 24 hours they are over. WhatsApp Business policy.
    """

    rule: str = "whatsapp.session"
    within: timedelta = SESSION
    basis: dict[str, Any] = field(default_factory=dict)

    def look(self, question: Question, at: datetime) -> Finding:
        """Pass inside a session."""
        ours = set(spellings(question.candidate.sender))  # a sender of ours may be written in two ways, too
        number = question.number.id if question.number else None
        wrote = [
            message.at
            for message in question.facts.inbound
            if descriptor_of(message.channel).in_sessions
            and message.number == number
            and message.sender in ours
            and message.at <= at
        ]
        last = max(wrote, default=None)
        evidence = self.basis | {"last_inbound": last.isoformat() if last else None}
        if last is not None and at < last + self.within:
            return Finding(rule=self.rule, evidence=evidence, closes=last + self.within)
        return Finding(rule=self.rule, evidence=evidence, scope=Scope.NUMBER)
