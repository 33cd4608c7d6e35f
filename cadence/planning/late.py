"""
Is a step worth taking, for this person and still? Pure.

A step is late when the opening for which it was planned passed without it (law 5); it is expired when its content, or
the date in it, has passed. An operator may also order that its failed branch is taken instead.
"""

from dataclasses import replace
from datetime import UTC, datetime

from cadence.campaign.conditions.evaluate import PersonAt
from cadence.domain import CauseKind, IfLate, Pause, Reason
from cadence.planning.case import PlanningCase
from cadence.planning.due import Timing
from cadence.planning.pauses import relevant
from cadence.planning.position import FALLBACK, Due
from cadence.policy.evaluation.conditional import evidence_of
from cadence.policy.wording import NOT_FOR


def stale(case: PlanningCase, due: Due) -> Reason | None:
    """Return why a step is skipped: it is not for this person, its date cannot be read, it expired or is late."""
    times = case.times(due)
    ordered = fallback(case, due)
    if ordered is not None:
        return Reason(rule=FALLBACK, evidence={"pause": f"{ordered.scope}:{ordered.value}"})
    if (unmet := not_for(case, due, case.now)) is not None:
        return unmet
    if times.unreadable:
        missing = not case.facts.lead.attributes.get(times.unreadable, "").strip()
        why = {"why": "no_date"} if missing else {}
        return Reason(rule="step.date", evidence={"field": times.unreadable} | why)
    if times.expires is not None:
        opening = case.first_open(due, max(times.due, case.now))
        if case.now >= times.expires or (isinstance(opening, datetime) and opening >= times.expires):
            return expired(times)
    if due.step.if_late is IfLate.SKIP and late(case, due):
        return Reason(rule="step.late", evidence={"due": _iso(times.due)})
    return None


def expired(times: Timing) -> Reason:
    """Return why a step is skipped whose content, or date, has passed."""
    end = times.expires or times.due
    return Reason(rule="step.expired", evidence={"due": _iso(times.due), "expired": _iso(end)})


def not_for(case: PlanningCase, due: Due, at: datetime) -> Reason | None:
    """Return why a step is not for this person: its condition is not true at the instant, or it is not known."""
    where = due.step.where
    if where is None:
        return None
    evidence = evidence_of(where, PersonAt(case.facts, at, case.campaign.purpose))
    if evidence["holds"] is True:
        return None
    return Reason(rule=NOT_FOR, evidence=evidence | ({"why": "unknown"} if evidence["holds"] is None else {}))


def fallback(case: PlanningCase, due: Due) -> Pause | None:
    """
    Return the pause that held this touch and was ended with the order to take the failed branch instead.

    It held whatever would have been due before its end without it. What is due later goes as the file says.
    """
    if due.cause.kind is CauseKind.CALLBACK:
        return None  # what was promised waits
    ended = [held for held in relevant(case.campaign, case.facts, due.step) if held.fallback and held.until is not None]
    for pause in ended:
        others = tuple(other for other in case.facts.pauses if other != pause)
        unheld = replace(case, facts=replace(case.facts, pauses=others)).times(due)
        if pause.until is not None and unheld.due < pause.until:
            return pause
    return None


def late(case: PlanningCase, due: Due) -> bool:
    """Tell whether the opening for which this touch was planned passed without it."""
    planned = case.planned(due)
    meant = planned.at if planned is not None else case.unpaused().first_open(due, case.times(due).due)
    return isinstance(meant, datetime) and meant < case.now and not case.same_opening(due, meant, case.now)


def _iso(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()
