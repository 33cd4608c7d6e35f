"""On which ground may this channel be used? Pure: the consent primitive."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cadence.model import Consent, Scope
from cadence.rules.finding import Finding, Question

OPT_IN = "opt_in"
"""The ground that needs a recorded consent; the default for every channel (protocol §5.6)."""


def latest(question: Question, at: datetime) -> Consent | None:
    """
    Return the word on record that counts: the last one about this channel, number and purpose.

    A word about the person as a whole counts for each number; one that names a number or purpose counts for that only.
    """
    number = question.number.id if question.number else None
    channel = question.candidate.channel
    said = [
        one
        for one in question.facts.consents
        if one.channel is channel
        and one.number in (None, number)
        and one.purpose in (None, question.purpose)
        and one.at <= at
    ]
    return max(said, key=lambda one: (one.at, one.id), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounded:
    """
    The ground the campaign names for a channel must be one the rule accepts, and hold.

    Opting in holds with a consent that is recorded, given and not expired. Other grounds need no record, but a recorded
    no beats them all.
    """

    rule: str
    ground: str  # what the campaign stands on
    accepts: frozenset[str] | None = None  # grounds the rule accepts; None: any
    reason: str = ""  # why the campaign may stand on another ground than opting in
    basis: dict[str, Any] = field(default_factory=dict)

    def look(self, question: Question, at: datetime) -> Finding:
        """Pass on a ground that holds."""
        said = latest(question, at)
        evidence = self.basis | {
            "channel": question.candidate.channel.value,
            "ground": self.ground,
            "consent": said.id if said else None,
        }
        if self.reason:
            evidence["reason"] = self.reason
        expires = said.expires if said is not None else None
        given = said is not None and said.given and (expires is None or at < expires)
        if said is not None and not said.given:
            return Finding(rule=self.rule, evidence=evidence | {"why": "revoked"}, scope=Scope.NUMBER)
        if given and (self.accepts is None or OPT_IN in self.accepts):
            needed = self.ground == OPT_IN
            return Finding(rule=self.rule, evidence=evidence, closes=expires if needed else None)
        if self.ground != OPT_IN and (self.accepts is None or self.ground in self.accepts):
            return Finding(rule=self.rule, evidence=evidence)
        why = "ground" if self.ground != OPT_IN else "expired" if said is not None else "none"
        return Finding(rule=self.rule, evidence=evidence | {"why": why}, scope=Scope.NUMBER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """A call the person asked for: the request is the consent for it, and for nothing else."""

    rule: str = "consent.call"

    def look(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass while the promise stands."""
        ref = question.candidate.cause.ref
        promised = any(one.id == ref and not one.canceled for one in question.facts.callbacks)
        evidence = {"channel": "call", "ground": "requested", "callback": ref}
        if promised:
            return Finding(rule=self.rule, evidence=evidence)
        return Finding(rule=self.rule, evidence=evidence | {"why": "withdrawn"}, scope=Scope.STEP)
