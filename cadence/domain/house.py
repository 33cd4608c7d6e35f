"""Which rules of our own hold for all campaigns? Pure: frozen values; the defaults hold without a house file."""

from dataclasses import dataclass
from datetime import timedelta

from cadence.domain.alerts import AlertRule
from cadence.domain.enums import Channel
from cadence.domain.retention import UNTIL_ERASED, RetentionTimes
from cadence.domain.tariffs import Tariff
from cadence.domain.task_caps import TaskCap


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

    def covers(self, other: "HouseLimit") -> bool:
        """Tell whether this limit allows no touch that another one does not; both in elapsed time, or both in dates."""
        longer = self.seconds >= other.seconds and self.local_days >= other.local_days
        same_kind = bool(self.local_days) == bool(other.local_days)
        wider = not self.channels or (bool(other.channels) and self.channels >= other.channels)
        return self.most <= other.most and longer and same_kind and wider


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
    tasks: tuple[TaskCap, ...] = ()  # how many tasks our people get in a day
    tariffs: tuple[Tariff, ...] = ()  # what a touch costs; no rule asks for them
    alerts: tuple[tuple[str, AlertRule], ...] = ()  # what is watched of every campaign, by name; no touch asks for them
    retention: RetentionTimes = UNTIL_ERASED  # how long personal data is kept; no touch asks for it

    def looser_than(self, other: "HouseRules") -> tuple[str, ...]:
        """Return the keys of the house file in which these rules allow more than others did."""
        looser = {
            "rest.refused": self.rest_refused < other.rest_refused,
            "rest.conversation": self.rest_conversation < other.rest_conversation,
            "gap": self.gap < other.gap,
            "alerts": not {*other.alerts} <= {*self.alerts},
            "quiet_hours": not _minutes(self.quiet_hours) >= _minutes(other.quiet_hours),
        }
        for place, limit in enumerate(other.limits):
            looser[f"limits[{place}]"] = not any(own.covers(limit) for own in self.limits)
        for place, cap in enumerate(other.tasks):
            looser[f"tasks[{place}]"] = not any(own.covers(cap) for own in self.tasks)
        return tuple(key for key, allows_more in looser.items() if allows_more)

    def without_price(self, other: "HouseRules") -> tuple[Tariff, ...]:
        """Return the tariffs of other rules that these do not have: what they priced may have another price now."""
        return tuple(tariff for tariff in other.tariffs if tariff not in self.tariffs)


def _minutes(stretches: tuple[WeekdayHours, ...]) -> frozenset[tuple[int, int]]:
    return frozenset((each.day, minute) for each in stretches for minute in range(each.opens, each.closes))
