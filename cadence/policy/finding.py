"""
What does a rule get, and what can it answer? Pure.

Every rule, from a campaign file, a pack or the engine itself, is a value with one method: `check`. It answers for
itself only; `evaluation/evaluate.py` combines the answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from cadence.domain import Candidate, Consent, Facts, HoldName, Number, Purpose, Scope, Touch

HORIZON = timedelta(days=400)
"""How far ahead an opening is searched for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The touch that is judged: everything that does not depend on the instant."""

    campaign: str
    purpose: Purpose
    subject: str
    seller: str
    facts: Facts
    candidate: Candidate
    number: Number | None  # the number tried; None for tasks
    zones: tuple[str, ...]  # every zone the person may be in; empty when unknown
    touches: tuple[Touch, ...] = ()  # the touches that count in limits and gaps, the judged one left out
    colleagues: tuple[Touch, ...] = ()  # those to other people of the account, if a rule asks for them
    portfolio: str = ""  # which of our business portfolios sends (WhatsApp)
    consents_by_instant: dict[datetime, Consent | None] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )
    """A cache: the consent record that counts at an instant. Half of all rules need it."""


class Finding(NamedTuple):
    """
    The answer of one rule about one touch at one instant.

    It passes unless one is set: `until` (it passes then), `hold` (after an event), or `scope` (never). A tuple, because
    one verdict takes dozens of them.
    """

    rule: str
    evidence: dict[str, Any] = {}  # noqa: RUF012  nobody writes into evidence: more of it is another dict
    until: datetime | None = None  # the first instant at which this rule alone passes
    hold: HoldName | None = None
    key: str = ""
    scope: Scope | None = None
    closes: datetime | None = None  # it passes now, and no longer from then on

    @property
    def passes(self) -> bool:
        """Whether this rule lets the touch go."""
        return self.until is None and self.hold is None and self.scope is None


@lru_cache(maxsize=4096)
def passing(rule: str) -> Finding:
    """Return the finding of a rule that passes and has nothing to add: the same value for every touch."""
    return Finding(rule=rule)


class Rule(Protocol):
    """Anything that can bar a touch."""

    def check(self, question: Question, at: datetime) -> Finding:
        """Return the finding about the touch at this instant."""


def first_passing(
    rules: Sequence[Rule], question: Question, start: datetime, *, known: datetime | None = None
) -> datetime | None:
    """
    Return the first instant from `start` on at which no rule has to wait, or None if there is none within the horizon.

    Every rule gives the first instant at which it passes. All of them cannot pass before the latest of these instants,
    so jumping there and checking again skips nothing. `known` is the first of these jumps, if it is known already.
    """
    moment = start if known is None else known
    while moment <= start + HORIZON:
        latest = moment
        for rule in rules:
            finding = rule.check(question, moment)
            if finding.until is not None:
                latest = max(latest, finding.until)
            elif finding.hold is HoldName.OPENING:
                return None
        if latest == moment:
            return moment
        moment = latest
    return None
