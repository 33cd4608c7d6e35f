"""Which rules of our own hold for all campaigns? Pure: frozen values; the defaults hold without a house file."""

from dataclasses import dataclass
from datetime import timedelta

from cadence.domain.enums import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekdayHours:
    """One stretch of a weekday, in minutes of the day: [opens, closes)."""

    day: int  # 0 = Monday
    opens: int
    closes: int  # 1440 is midnight at the end of the day


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseLimit:
    """At most `most` touches of a person per period, over all campaigns: of elapsed seconds, or of local dates."""

    most: int
    seconds: int = 0
    local_days: int = 0  # today included; 0: the period is `seconds`
    channels: frozenset[Channel] = frozenset()  # none: every channel together


OFFICE_HOURS = tuple(WeekdayHours(day=day, opens=9 * 60, closes=18 * 60) for day in range(5))
"""Monday to Friday, 09:00 to 18:00."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseRules:
    """
    Our own rules for all campaigns.

    They apply to every campaign beside its own rules, so they can only tighten. Rest is elapsed time from the end of a
    call. It keeps other campaigns of purpose marketing or survey away from the person, and a refusal keeps its own
    campaign away, too. `gap` is elapsed time, `quiet_hours` are local times of the person, `review_within` is working
    time.
    """

    rest_refused: timedelta = timedelta(days=30)
    rest_conversation: timedelta = timedelta(days=1)
    review_within: timedelta = timedelta(hours=4)
    zone: str = "Etc/UTC"  # IANA name: where our own people work
    working_hours: tuple[WeekdayHours, ...] = OFFICE_HOURS
    limits: tuple[HouseLimit, ...] = ()
    gap: timedelta = timedelta(0)  # between two touches of a person
    quiet_hours: tuple[WeekdayHours, ...] = ()  # nobody is contacted in them
