"""When has a span of working time passed? Pure: counted in the house's working hours, in its zone."""

from datetime import UTC, date, datetime, time, timedelta

from cadence.domain.house import HouseRules
from cadence.domain.zones import zone

ONE_DAY = timedelta(days=1)
FARTHEST = 20_000
"""How many days are searched: a house that works so little that they are not enough counts as never working."""


def working_day(house: HouseRules) -> timedelta:
    """Return the average length of the house's working days; 0 if there are none."""
    minutes = sum(stretch.closes - stretch.opens for stretch in house.working_hours)
    days = len({stretch.day for stretch in house.working_hours})
    return timedelta(minutes=minutes / days) if days else timedelta()


def after_work(start: datetime, span: timedelta, house: HouseRules) -> datetime:
    """
    Return the instant, in UTC, at which `span` of working time has passed since `start`.

    A house without working hours counts as working all the time, so nothing waits for ever.
    """
    if not house.working_hours:
        return start + span
    left, day = span, start.astimezone(zone(house.zone)).date()
    for _ in range(FARTHEST):
        for opens, closes in stretches(day, house):
            began = max(opens, start)
            if closes > began:
                if closes - began >= left:
                    return began + left
                left -= closes - began
        day += ONE_DAY
    return start + span


def stretches(day: date, house: HouseRules) -> list[tuple[datetime, datetime]]:
    """Return the working hours of a date in UTC, in order."""
    midnight = datetime.combine(day, time(), tzinfo=zone(house.zone))
    hours = sorted((stretch.opens, stretch.closes) for stretch in house.working_hours if stretch.day == day.weekday())
    return [
        ((midnight + timedelta(minutes=opens)).astimezone(UTC), (midnight + timedelta(minutes=closes)).astimezone(UTC))
        for opens, closes in hours
    ]
