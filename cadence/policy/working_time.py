"""When has so much working time passed? Pure: the working hours of the house, in its zone."""

from datetime import UTC, date, datetime, time, timedelta

from cadence.domain.house import HouseRules
from cadence.domain.zones import zone

ONE_DAY = timedelta(days=1)
FARTHEST = 400
"""So many days are looked through: a house that works less is taken for one that never works."""


def working_day(house: HouseRules) -> timedelta:
    """Return how long a working day of the house is, on average over the days on which it works; 0 if on none."""
    minutes = sum(stretch.closes - stretch.opens for stretch in house.working_hours)
    days = len({stretch.day for stretch in house.working_hours})
    return timedelta(minutes=minutes / days) if days else timedelta()


def after_work(start: datetime, span: timedelta, house: HouseRules) -> datetime:
    """
    Return the instant, in UTC, at which so much working time has passed since `start`.

    A house without working hours is taken to work all the time: nothing waits for ever.
    """
    if not house.working_hours:
        return start + span
    left, day = span, start.astimezone(zone(house.zone)).date()
    for _ in range(FARTHEST):
        for opens, closes in _stretches(day, house):
            began = max(opens, start)
            if closes > began:
                if closes - began >= left:
                    return began + left
                left -= closes - began
        day += ONE_DAY
    return start + span


def _stretches(day: date, house: HouseRules) -> list[tuple[datetime, datetime]]:
    """Return the working hours of a date in UTC, in order."""
    midnight = datetime.combine(day, time(), tzinfo=zone(house.zone))
    hours = sorted((stretch.opens, stretch.closes) for stretch in house.working_hours if stretch.day == day.weekday())
    return [
        (
            (midnight + timedelta(minutes=opens)).astimezone(UTC),
            (midnight + timedelta(minutes=closes)).astimezone(UTC),
        )
        for opens, closes in hours
    ]
