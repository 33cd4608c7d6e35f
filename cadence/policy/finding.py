"""
What does a rule look at, and what can it answer? Pure.

Every rule, whether it stands in a campaign file, in a pack or in our own laws, is a value with one method: `look`. It
answers for its own matter only; the gate puts the answers together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

from cadence.domain import Candidate, Consent, Facts, HoldName, Number, Purpose, Reason, Scope, Touch

HORIZON = timedelta(days=400)
"""How far ahead an opening is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The touch that is judged: everything about it that does not depend on the instant."""

    campaign: str
    purpose: Purpose
    subject: str
    seller: str
    facts: Facts
    candidate: Candidate
    number: Number | None  # the number tried; None for tasks
    zones: tuple[str, ...]  # every zone the person may be in; empty when unknown
    touches: tuple[Touch, ...] = ()  # the touches that count in limits and gaps, the judged one left out
    portfolio: str = ""  # which of our business portfolios sends (WhatsApp)
    consents_by_instant: dict[datetime, Consent | None] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )
    """The word on record that counts at an instant, once it was looked for: half of all rules ask for it."""


class Finding(NamedTuple):
    """
    What one rule says of one touch at one instant.

    It passes unless one of `until`, `hold` and `scope` is set: time heals it, news heals it, or nothing does. A tuple,
    because one verdict takes dozens of them.
    """

    rule: str
    evidence: dict[str, Any] = {}  # noqa: RUF012  nobody writes into evidence: more of it is another dict
    until: datetime | None = None  # the first instant at which this rule alone passes
    hold: HoldName | None = None
    key: str = ""
    scope: Scope | None = None
    closes: datetime | None = None  # it passes now, and will no longer from then on

    @property
    def passes(self) -> bool:
        """Whether this rule lets the touch go."""
        return self.until is None and self.hold is None and self.scope is None

    @property
    def reason(self) -> Reason:
        """The finding as the verdict and the ledger keep it."""
        return Reason(rule=self.rule, evidence=self.evidence, until=self.until)


class Rule(Protocol):
    """Anything that can say no."""

    def look(self, question: Question, at: datetime) -> Finding:
        """Return what this rule says of the touch at this instant."""


def first_passing(
    rules: Sequence[Rule], question: Question, start: datetime, *, known: datetime | None = None
) -> datetime | None:
    """
    Return the first instant from `start` on at which time bars none of the rules, or None within the horizon.

    Every rule names its own next chance; no common chance can lie before the latest of them, so jumping there and
    asking again finds the first one and skips none. `known` is where the first of these jumps leads, if that was asked.
    """
    moment = start if known is None else known
    while moment <= start + HORIZON:
        latest = moment
        for rule in rules:
            finding = rule.look(question, moment)
            if finding.until is not None:
                latest = max(latest, finding.until)
            elif finding.hold is HoldName.OPENING:
                return None
        if latest == moment:
            return moment
        moment = latest
    return None
