"""By when must an opt-out be recorded? Pure: business days, counted where the person may be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cadence.domain.zones import zone
from cadence.policy.holiday_calendar import Calendar
from cadence.policy.packs.schema import OptoutEntry, Pack

ONE_DAY = timedelta(days=1)
SATURDAY = 5
EARLIEST = "Etc/GMT+12"
"""The zone in which a date begins last: used for a person without a known zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogBy:
    """The last day on which an opt-out may be recorded. The engine records it at once; this is the legal deadline."""

    day: date
    rule: str
    law: str


def log_by(packs: Iterable[Pack], zones: Iterable[str], at: datetime) -> LogBy | None:
    """Return the earliest deadline of these packs for an opt-out received at `at`, None when they set none."""
    received = min(at.astimezone(zone(name)).date() for name in tuple(zones) or (EARLIEST,))
    deadlines = [
        LogBy(
            day=business_day(received, rule.deadline.business_days, rule.deadline.calendar),
            rule=rule.id,
            law=rule.source.law,
        )
        for pack in packs
        for rule in pack.rules
        if isinstance(rule, OptoutEntry) and rule.deadline is not None
    ]
    return min(deadlines, key=lambda deadline: (deadline.day, deadline.rule), default=None)


def business_day(received: date, count: int, calendar: str) -> date:
    """Return the `count`-th business day after a date; weekends and the calendar's holidays do not count."""
    country, _, region = calendar.partition("-")
    kept = Calendar(country, region, regional=bool(region))
    day = received
    while count:
        day += ONE_DAY
        if day.weekday() < SATURDAY and kept.name_of(day) is None:
            count -= 1
    return day
