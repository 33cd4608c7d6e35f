"""
How do conditions of a campaign file decide which of its limits and hours bind? Pure.

A limit with a condition binds the people who meet it, and those who may meet it (law 7). Hours with a
condition replace the others only where it is true; where it is not known, both must be open.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from cadence.campaign import Campaign
from cadence.campaign.conditions import Where
from cadence.campaign.conditions.evaluate import PersonAt, Truth, holds, next_change, unknown
from cadence.campaign.parts import FileWindow
from cadence.domain import Scope
from cadence.domain.nearest import same_word
from cadence.policy.evaluation.case import Case
from cadence.policy.finding import Finding, Question
from cadence.policy.primitives.budget import Budget
from cadence.policy.primitives.dated_limit import DatedLimit
from cadence.policy.primitives.limit import Limit


def person_of(question: Question, at: datetime) -> PersonAt:
    """Return the person of a question, as conditions look at them."""
    return PersonAt(question.facts, at, question.purpose)


def evidence_of(where: Where, person: PersonAt) -> dict[str, Any]:
    """Return a condition, whether it holds, and what is not known of the person: columns, never a value."""
    truth = holds(where, person)
    evidence: dict[str, Any] = {"where": where.stored, "holds": truth}
    return evidence | ({"unknown": list(unknown(where, person))} if truth is None else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class ForSome:
    """A limit of the file that binds some people: those who meet its condition or may meet it (law 7)."""

    bound: Budget | Limit | DatedLimit
    where: Where

    @property
    def rule(self) -> str:
        """The name of the limit."""
        return self.bound.rule

    @property
    def look_back(self) -> timedelta | None:
        """How old a touch to another lead may be and still count."""
        return self.bound.look_back

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass where the condition is false, else answer as the limit does; an answer ends when the condition does."""
        person = person_of(question, at)
        evidence, changes = evidence_of(self.where, person), next_change(self.where, person)
        if evidence["holds"] is False:
            return Finding(rule=self.rule, evidence=evidence, closes=changes)
        finding = self.bound.check(question, at)
        finding = finding._replace(evidence=finding.evidence | evidence)
        if changes is None:
            return finding
        if finding.passes:
            return finding._replace(closes=min(finding.closes or changes, changes))
        if finding.scope is Scope.ENROLMENT:  # time may end what refuses it
            return finding._replace(scope=Scope.STEP)
        if finding.until is None or finding.until <= changes:
            return finding
        later = self.check(question, changes)
        return finding._replace(until=changes if later.passes else later.until or finding.until)


Other = TypeVar("Other")


def for_everybody(rule: ForSome | Other) -> Budget | Limit | DatedLimit | Other:
    """Return a limit without its condition, and any other rule as it is."""
    return rule.bound if isinstance(rule, ForSome) else rule


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursChosen:
    """The evidence of how the conditions of the file's windows were answered; it lets everything go."""

    campaign: Campaign
    rule: str = "campaign.windows.where"

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass until time alone may choose other hours."""
        person, windows = person_of(question, at), self.campaign.windows
        conditions = {place: window.where for place, window in enumerate(windows) if window.where is not None}
        evidence = {f"windows[{place}]": evidence_of(where, person) for place, where in conditions.items()}
        return Finding(rule=self.rule, evidence=evidence, closes=next_hours(question, self.campaign, at))


def window_conditions(campaign: Campaign) -> tuple[Where, ...]:
    """Return the conditions of the windows that have one, in the order of the file."""
    return tuple([window.where for window in campaign.windows if window.where is not None])


def truths(case: Case) -> tuple[Truth, ...]:
    """Return whether each condition of the file's windows holds for the person of a case, now."""
    conditions = window_conditions(case.campaign)
    if not conditions:
        return ()
    person = person_of(case.question, case.at)
    return tuple(holds(where, person) for where in conditions)


def next_hours(question: Question, campaign: Campaign, at: datetime) -> datetime | None:
    """Return the first later instant at which time alone may choose other hours; None if it never does."""
    person = person_of(question, at)
    changes = (next_change(where, person) for where in window_conditions(campaign))
    return min(filter(None, changes), default=None)


@lru_cache(maxsize=1024)
def choices_of(
    entries: tuple[FileWindow, ...], segment: str, known: tuple[Truth, ...]
) -> tuple[tuple[FileWindow, ...], ...]:
    """
    Return the windows for the people of a segment; of several choices all must be open.

    `known` is whether each condition of the windows holds. Windows for some people replace those for all. Windows of
    which nobody knows whether they are for this person are one more choice for each condition. Beside hours that are
    surely the person's own, they could only add to these, or replace them on certain dates.
    """
    answers = iter(known)
    held = [(entry, next(answers) if entry.where is not None else True) for entry in entries]
    mine = [
        (entry, truth)
        for entry, truth in held
        if not entry.segments or same_word(segment) in map(same_word, entry.segments)
    ]
    own = tuple(entry for entry, truth in mine if truth is True and (entry.segments or entry.where is not None))
    general = tuple(entry for entry in entries if not entry.segments and entry.where is None)
    unsure = [entry for entry, truth in mine if truth is None]
    each = dict.fromkeys(entry.where for entry in unsure if entry.dates or not own)
    return (own or general, *(own + tuple(entry for entry in unsure if entry.where == where) for where in each))
