"""Which rules of our own hold for all campaigns? Pure: frozen values; the defaults hold without a house file."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """One stretch of a weekday in which people of ours are at work, in minutes of the day: [opens, closes)."""

    day: int  # 0 = Monday
    opens: int
    closes: int  # 1440 is midnight at the end of the day


OFFICE_HOURS = tuple(WorkingHours(day=day, opens=9 * 60, closes=18 * 60) for day in range(5))
"""Monday to Friday, 09:00 to 18:00."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseRules:
    """
    Our own rules for all campaigns.

    Rest is elapsed time from the end of a call. It keeps other campaigns of purpose marketing or survey away from the
    person, and a refusal keeps its own campaign away, too. `review_within` is working time.
    """

    rest_refused: timedelta = timedelta(days=30)
    rest_conversation: timedelta = timedelta(days=1)
    review_within: timedelta = timedelta(hours=4)
    zone: str = "Etc/UTC"  # IANA name: where our own people work
    working_hours: tuple[WorkingHours, ...] = OFFICE_HOURS
