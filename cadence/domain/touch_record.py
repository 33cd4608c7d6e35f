"""
What does the ledger know about a touch, and what does one more report change? Pure.

Reports come twice, late and in any order: the outcome that says most counts (`outcomes.py`), and the earliest instants.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from cadence.domain.enums import Outcome, TouchState
from cadence.domain.facts import Touch
from cadence.domain.outcomes import ReportedOutcome, contradicts, reported, standing, weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A touch with what only the ledger and the carrier care about."""

    touch: Touch
    version: int
    floor: str = ""
    sid: str | None = None
    status: str = ""  # the carrier's own last word
    code: str = ""  # the carrier's error code
    carried_at: datetime | None = None
    outcome_at: datetime | None = None  # when the report that counts came
    segments: int = 0  # of a message: in how many parts it is paid for; 0 is not known
    seconds: int = 0  # of a call, from its answer on, as the carrier counts them


STORED_FIELDS = frozenset(field.name for field in fields(Stored))
"""The fields of a row that only `Stored` has: all others are of its touch."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a reported outcome changes in a touch."""

    values: dict[str, Any] = field(default_factory=dict)  # fields of the row that change
    contradiction: ReportedOutcome | None = None  # the report that contradicts the outcome that counts
    contradicted_at: datetime | None = None  # when that report came


def settlement(stored: Stored, outcome: Outcome, at: datetime, details: Mapping[str, Any]) -> Settlement:
    """
    Return what a reported outcome changes in a touch. A skipped touch was never sent, so nothing changes.

    Idempotent and independent of order: the outcome that says most counts, and a contradicting one is kept as well.
    `details`, by the field's name, are kept where the report changes anything.
    """
    if stored.touch.state is TouchState.SKIPPED:
        return Settlement()
    known, new = stored.touch.outcome, weighed(outcome, details.get("code", ""))
    was = reported(known, stored.code) if known is not None else None
    wins = was is None or new.weight > was.weight
    lighter = _contradiction(was, new)
    values: dict[str, Any] = {}
    if wins or (new == was and at < (stored.outcome_at or at)):
        values["outcome_at"] = at
    values["ended_at"] = first_end(stored, outcome, at)
    if wins or lighter is not None:
        values |= details
        stands = standing(new if wins or was is None else was, details.get("delivery", stored.touch.delivery))
        values |= {"state": TouchState.SETTLED, "outcome": stands.outcome, "code": stands.code}
    since = at if lighter is new else stored.outcome_at or stored.touch.ended_at or at
    return Settlement(changes(stored, values), lighter, since if lighter else None)


def first_end(stored: Stored, outcome: Outcome, at: datetime) -> datetime:
    """Return when a touch was over, after one more report: the earliest knows. `lost` is our own guess, and no end."""
    known, guessed, guess = stored.touch.ended_at, stored.touch.outcome is Outcome.LOST, outcome is Outcome.LOST
    if known is None or (guessed and not guess):
        return at
    return known if guess and not guessed else min(known, at)


def changes(stored: Stored, values: dict[str, Any]) -> dict[str, Any]:
    """Return the fields whose value differs from the stored one."""
    known = ((name, stored if name in STORED_FIELDS else stored.touch) for name in values)
    return {name: values[name] for name, row in known if getattr(row, name) != values[name]}


def _contradiction(was: ReportedOutcome | None, new: ReportedOutcome) -> ReportedOutcome | None:
    """Return the lighter of two reports when both cannot be true."""
    if was is None:
        return None
    lighter, weightier = sorted((was, new), key=lambda outcome: outcome.weight)
    return lighter if contradicts(lighter, weightier) else None
