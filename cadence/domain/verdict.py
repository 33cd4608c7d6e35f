"""May this touch go now? Pure: the possible answers."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cadence.domain.enums import Channel, HoldName, Scope
from cadence.domain.move import Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """The touch that is planned."""

    channel: Channel
    cause: Cause
    step: str = ""  # step id; "" for a confirmation
    attempt: int = 1
    number: int | None = None  # Number.id; None: the lead's numbers in order
    sender: str = ""
    floor: str = ""
    template: bool = False  # WhatsApp: an approved template is available
    content: str = ""  # the name of that template


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One rule that refused. Evidence holds ids, zones, counts and instants, never a person's data."""

    rule: str
    evidence: dict[str, Any] = field(default_factory=dict)
    until: datetime | None = None  # the first instant at which this rule alone would pass
    kind: str = field(default="", compare=False)  # the policy primitive of a pack's rule; the ledger does not keep it


@dataclass(frozen=True, slots=True, kw_only=True)
class Allow:
    """The touch may go now, by this number."""

    number: int | None
    evidence: dict[str, Any] = field(default_factory=dict)
    closes: datetime | None = None  # the window's closing less the guard: past it this Allow is void
    reasons: tuple[Reason, ...] = ()  # refusals of earlier numbers, if any


@dataclass(frozen=True, slots=True, kw_only=True)
class Defer:
    """Not now; `until` is the first instant at which every rule passes."""

    until: datetime
    number: int | None = None
    reasons: tuple[Reason, ...] = ()
    evidence: dict[str, Any] = field(default_factory=dict)
    closes: datetime | None = None  # how long the Allow of that instant would last


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Not until there is news: `name` says what ends the wait."""

    name: HoldName
    key: str = ""  # which one: the pause's scope and value, the pack's id
    reasons: tuple[Reason, ...] = ()
    evidence: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """Not at all, as far as `scope` reaches."""

    scope: Scope
    reasons: tuple[Reason, ...] = ()
    evidence: dict[str, Any] = field(default_factory=dict)
    rule: str = field(default="", compare=False)  # which of them decided; "" where it is the first

    @property
    def deciding(self) -> Reason | None:
        """The reason that decided: others may only defer, or be about another number."""
        first = self.reasons[0] if self.reasons else None
        return next((reason for reason in self.reasons if reason.rule == self.rule and reason.until is None), first)


Verdict = Allow | Defer | Hold | Refuse
