"""Where did the leads of a campaign stand on each day, and what came of each week's leads? Pure: values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
MOST_DAYS = 60
"""Up to so many days each has a column; then each week has one, and after so many weeks every second one ..."""
HORIZONS = (1, 2, 4, 8)
"""After how many weeks it is counted what came of the leads of a week."""


class LeadState(StrEnum):
    """Where a lead stood at an instant: a bucket, or a part of one. Each lead is in exactly one."""

    CONVERTED = "converted"  # ended, and converted
    ENDED_CONTACTED = "ended_contacted"  # ended after a contact, not converted
    ENDED_SILENT = "ended_silent"  # ended without a contact so far
    CONTACTED = "contacted"  # goes on after a contact
    UNDER_WAY = "under_way"  # had an attempt, no contact so far
    NOT_BEGUN = "not_begun"  # enrolled, had no attempt so far
    HELD = "held"  # waits under a hold; known of the present only
    WAITING = "waiting"  # in line to be enrolled
    HELD_BACK = "held_back"  # a pilot does not let it in
    LEFT_OUT = "left_out"  # taken from the line and not enrolled


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCount:
    """How many leads were in each state at an instant."""

    until: datetime  # what happened before it counts; the last one is now
    leads: Mapping[LeadState, int]

    @property
    def entered(self) -> int:
        """All leads that there were by then."""
        return sum(self.leads.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """What came of the leads that were enrolled in one week."""

    week: date  # its Monday
    enrolled: int
    contacted: Mapping[int, int] = field(default_factory=dict)  # weeks after the enrolment -> leads by then
    converted: Mapping[int, int] = field(default_factory=dict)

    def has_begun(self, weeks: int, now: datetime) -> bool:
        """Tell whether somebody was watched for longer than the horizon before this one."""
        before = max((horizon for horizon in HORIZONS if horizon < weeks), default=0)
        return _midnight(self.week) + before * WEEK < now

    def is_full(self, weeks: int, now: datetime) -> bool:
        """Tell whether each of them was watched for so many weeks."""
        return _midnight(self.week) + (1 + weeks) * WEEK <= now


def ends_of_columns(first: datetime, now: datetime) -> tuple[datetime, ...]:
    """Return the instants at which leads are counted: midnights in UTC, and now as the last."""
    begin = _midnight(min(first, now).astimezone(UTC).date())
    days = max(1, -(-(now - begin) // DAY))
    step = DAY if days <= MOST_DAYS else WEEK * -(-days // (7 * MOST_DAYS))
    if step > DAY:
        begin -= begin.weekday() * DAY
    ends = list[datetime]()
    while (begin := begin + step) < now:
        ends.append(begin)
    return (*ends, now)


def monday_of(at: datetime) -> str:
    """Return the week of an instant, as figures are grouped by it: its Monday in UTC."""
    return f"{(at - at.weekday() * DAY).date()}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
