"""Does a reply wait for a person to read it? Pure: until then nothing goes that it may be about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cadence.model import Facts, HoldName, Inbound, Purpose
from cadence.rules.finding import Finding, Question

HOLD, RESTRICT = "hold", "restrict"
UNCLEAR = frozenset({HOLD, RESTRICT})
"""Meanings that a person of ours decides about."""


def unread(facts: Facts, purpose: Purpose) -> Iterator[Inbound]:
    """
    Yield the replies that hold touches of this purpose back, oldest first.

    What may be a stop holds marketing. A place or time at which the person is not to be reached holds everything: no
    rule knows it, and calling there would be calling where it is known to be inconvenient (12 CFR 1006.6(b)).
    """
    for one in facts.inbound:
        if not one.reviewed and (one.meaning == RESTRICT or (one.meaning == HOLD and purpose is Purpose.MARKETING)):
            yield one


@dataclass(frozen=True, slots=True)
class NothingUnclear:
    """A stop word inside a longer sentence is no opt-out yet, but nothing goes before a person has read it."""

    rule: str = "reply.unclear"

    def look(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass when no reply waits to be read."""
        waiting = list(unread(question.facts, question.purpose))
        if not waiting:
            return Finding(rule=self.rule)
        why = RESTRICT if any(one.meaning == RESTRICT for one in waiting) else HOLD
        evidence = {"why": why, "since": waiting[0].at.isoformat(), "replies": len(waiting)}
        return Finding(rule=self.rule, evidence=evidence, hold=HoldName.REVIEW)
