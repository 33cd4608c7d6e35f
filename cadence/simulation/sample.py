"""
How much work is a list, and how long will the floors need for it? Pure.

A sample of its leads is simulated as if there were always an agent and room. `factor` is how many leads each lead of
the sample represents. The work of their calls is held against agents and open hours.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from cadence.campaign import Campaign
from cadence.campaign.spans import minutes
from cadence.domain.list_rows import LeadRow
from cadence.planning.spread import share
from cadence.policy.evaluation.task_caps import BoundCap, caps_on
from cadence.simulation.simulation import SimulatedPeriod, Simulation, SingleProcess, simulate
from cadence.simulation.task_desk import TasksOfDay
from cadence.simulation.world import SimulationWorld

MOST = 300
"""The size of the sample."""
LONGEST = timedelta(days=400)
"""Later events are ignored; days on which nothing happens cost nothing."""
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The result of a sample, and how many leads each of its leads represents."""

    simulation: Simulation
    factor: float
    tasks: tuple["TaskPace", ...] = ()


def sample(world: SimulationWorld, rows: Sequence[LeadRow], start: datetime, leads: int | None = None) -> Sample:
    """Simulate a sample of these rows from an instant on; it represents `leads`, or all rows."""
    seed = world.people.seed
    chosen = sorted(rows, key=lambda row: share(f"{seed}/sample/{row.line}"))[:MOST]
    roomy = {name: floor.model_copy(update={"agents": MOST}) for name, floor in world.campaign.floors.items()}
    campaign = world.campaign.model_copy(update={"floors": roomy, "in_flight": MOST, "tasks": ()})
    free = replace(world, campaign=campaign, law=replace(world.law, house=replace(world.law.house, tasks=())))
    result = simulate(free, SimulatedPeriod(start, start + LONGEST), SingleProcess(free, chosen))
    factor = (len(rows) if leads is None else leads) / max(len(chosen), 1)
    return Sample(simulation=result, factor=factor, tasks=tuple(_task_paces(world, result.tally.tasks, factor)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPace:
    """How long a list takes under one cap on tasks of a day."""

    rule: str
    about: str  # the label and the assignee whose tasks it counts; "": all
    tasks: int  # in all; under a cap for each assignee, of the one with the most
    most: int  # a working day
    days: int  # working days


def _task_paces(world: SimulationWorld, tasks: TasksOfDay, factor: float) -> Iterator[TaskPace]:
    """Yield the pace of each cap that is about some task."""
    counted: Counter[BoundCap] = Counter()
    for (_, label, assign), count in tasks.items():
        for bound in caps_on(world.campaign, world.law.house, label, assign):
            counted[bound] += count
    most: dict[str, tuple[BoundCap, int]] = {}
    for bound, count in counted.items():
        if count > most.get(bound.rule, (bound, 0))[1]:
            most[bound.rule] = (bound, count)
    for rule, (bound, count) in sorted(most.items()):
        whole = round(count * factor)
        yield TaskPace(
            rule=rule, about=bound.about, tasks=whole, most=bound.cap.most, days=ceil(whole / bound.cap.most)
        )


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
    for name, use in sample.simulation.floors.items() if hours else ():
        if not use.calls:
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
    """Return how many hours a week the file leaves open for leads of no segment; holidays and dated windows aside."""
    spans = [
        minutes(span)
        for window in campaign.windows
        if not window.segments and not window.dates and window.where is None
        for _ in window.days
        for span in window.hours
    ]
    return sum(closes - opens for opens, closes in spans) / 60
