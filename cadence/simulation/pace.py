"""How long will the floors need for a list? Pure: the work of its calls against agents and open hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cadence.campaign import Campaign
from cadence.simulation.sample import Sample

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorPace:
    """One floor's share of a list."""

    floor: str
    agents: int
    calls: int  # in all, as people answer on average
    span: timedelta  # of one call: ringing, talking, and writing down what came of it
    open_hours: float  # a week, by the file
    calls_a_day: float  # on a day of average hours
    days: float  # until every call has been made, days without hours included


def paces(campaign: Campaign, sample: Sample) -> list[FloorPace]:
    """Return the pace of each floor that has calls to make."""
    hours = weekly_hours(campaign)
    floors = []
    for name, use in sample.simulation.floors.items():
        if not use.calls or not hours:
            continue
        agents, calls = campaign.floors[name].agents, use.calls * sample.factor
        a_day = agents * hours / DAYS_A_WEEK * timedelta(hours=1) / use.lasts
        floors.append(
            FloorPace(
                floor=name,
                agents=agents,
                calls=round(calls),
                span=use.lasts,
                open_hours=hours,
                calls_a_day=a_day,
                days=calls / a_day if a_day else float("inf"),
            )
        )
    return floors


def weekly_hours(campaign: Campaign) -> float:
    """Return how many hours a week the file leaves open for leads of no segment, holidays aside."""
    spans = [
        (span.opens, span.closes)
        for window in campaign.windows
        if not window.segments
        for _ in window.days
        for span in window.hours
    ]
    day = date.min
    opened: Sequence[timedelta] = [
        (datetime.combine(day, closes) - datetime.combine(day, opens)) % timedelta(days=1) or timedelta(days=1)
        for opens, closes in spans
    ]
    return sum(opened, timedelta(0)) / timedelta(hours=1)
