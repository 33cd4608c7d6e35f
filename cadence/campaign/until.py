"""For which opening does a step wait? Pure: the key `until`, in the person's own local time."""

from cadence.campaign.blocks import block, key
from cadence.campaign.day_sets import DayOfMonth, DaySet, DaysOfMonth
from cadence.campaign.forms import HOURS, MONTH_DAYS, WEEKDAYS
from cadence.campaign.key_rules import Needed
from cadence.campaign.periods import Hours, Shape
from cadence.campaign.spans import LAST_DAY


class Until(Shape):
    """Due in the next of these hours, on these weekdays (0 = Monday) that are one of these days of the month."""

    weekday: tuple[int, ...] = key(WEEKDAYS, "On which weekdays.", (), without="every day", example="tue")
    day: tuple[int, ...] = key(
        MONTH_DAYS,
        "On which days of the month: `5`, `1-7`, `15, last`. With `weekday`, the day has to be both.",
        (),
        without="every day",
        example="1-7",
    )
    hours: tuple[Hours, ...] = key(
        HOURS, "At which hours of the person's own local time.", (), without="all day", example='"10:00-12:00"'
    )

    @property
    def dates(self) -> DaySet:
        """The days of the month as dates."""
        last = DaysOfMonth(at="last", count=1)
        return tuple(last if day == LAST_DAY else DayOfMonth(day=day) for day in self.day)


UNTIL = block(
    Until,
    called="`until`",
    example='{weekday: tue, hours: "10:00-12:00"}',
    rules=(
        Needed(
            keys=("weekday", "day", "hours"),
            none="an `until` that says nothing",
            expected="weekday, day or hours in it",
        ),
    ),
)
