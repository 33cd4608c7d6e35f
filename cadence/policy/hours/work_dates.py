"""Which working day of the house does an instant belong to? Pure: dates of the house's zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from cadence.domain.house import HouseRules
from cadence.domain.zones import zone
from cadence.policy.hours.working_time import stretches

ONE_DAY = timedelta(days=1)
A_WEEK = 7
"""Working hours are those of weekdays, so the next working day is at most a week away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDate:
    """A working day: work of [since, until) is done on it, and the work begins when it opens."""

    day: date
    since: datetime  # the end of the working day before: what comes in the evening is work of the next day
    opens: datetime
    until: datetime


def work_date_of(at: datetime, house: HouseRules) -> WorkDate:
    """Return the working day on which work is done that comes at an instant."""
    day = at.astimezone(zone(house.zone)).date()
    while (work_date := _work_date(day, house)) is None or work_date.until <= at:
        day += ONE_DAY
    return work_date


def work_date_after(day: date, house: HouseRules) -> WorkDate:
    """Return the first working day after a date."""
    day += ONE_DAY
    while (work_date := _work_date(day, house)) is None:
        day += ONE_DAY
    return work_date


def _work_date(day: date, house: HouseRules) -> WorkDate | None:
    """Return the working day of a date; None where nobody works on it."""
    hours = _hours(day, house)
    if hours is None:
        return None
    earlier = (_hours(day - nth * ONE_DAY, house) for nth in range(1, A_WEEK + 1))
    since = next(ended for _, ended in filter(None, earlier))
    return WorkDate(day=day, since=since, opens=hours[0], until=hours[1])


def _hours(day: date, house: HouseRules) -> tuple[datetime, datetime] | None:
    """Return when work begins and ends on a date. A house without working hours works from midnight to midnight."""
    if not house.working_hours:
        here = zone(house.zone)
        ends = (datetime.combine(each, time(), tzinfo=here).astimezone(UTC) for each in (day, day + ONE_DAY))
        return next(ends), next(ends)
    worked = stretches(day, house)
    return (worked[0][0], max(closes for _, closes in worked)) if worked else None
