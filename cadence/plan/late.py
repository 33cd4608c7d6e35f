"""
Is a step still worth taking? Pure.

A step is late when the opening in which it was to go went by without it (law 5); it is expired when its content, or the
date it speaks of, has passed.
"""

from datetime import UTC, datetime

from cadence.model import IfLate, Reason
from cadence.plan.case import Case
from cadence.plan.due import planned_for
from cadence.plan.position import Due


def stale(case: Case, due: Due) -> Reason | None:
    """Return why a step is passed over: its date cannot be read, it expired, or it is late and the file says skip."""
    times = case.times(due)
    if times.unreadable:
        return Reason(rule="step.date", evidence={"field": times.unreadable})
    if times.expires is not None:
        opening = case.first_open(due, max(times.due, case.now))
        if case.now >= times.expires or (isinstance(opening, datetime) and opening >= times.expires):
            return Reason(rule="step.expired", evidence={"due": _iso(times.due), "expired": _iso(times.expires)})
    if due.step.if_late is IfLate.SKIP and late(case, due):
        return Reason(rule="step.late", evidence={"due": _iso(times.due)})
    return None


def late(case: Case, due: Due) -> bool:
    """Tell whether the opening in which this touch was to go went by without it."""
    times = case.times(due)
    planned = planned_for(case.facts, due)
    if planned is not None and planned.due == times.due:
        meant = planned.at
    else:
        found = case.unpaused().first_open(due, times.due)
        if not isinstance(found, datetime):
            return False
        meant = found
    return meant < case.now and not case.same_opening(due, meant, case.now)


def _iso(instant: datetime) -> str:
    """Return an instant as evidence writes it."""
    return instant.astimezone(UTC).isoformat()
