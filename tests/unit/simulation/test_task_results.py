"""What do made-up people of ours make of tasks with results?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from cadence.campaign.content.task import Task
from cadence.campaign.shape import Step
from cadence.domain import Outcome
from cadence.simulation.agent import Agent
from cadence.simulation.behaviour import Behaviour
from cadence.simulation.people import SimulatedPeople
from cadence.simulation.tally import SimulationCounts
from cadence.simulation.world import SimulationWorld
from tests.unit.policy.builders import LAW, MONDAY, campaign, facts, hours, sms

WORK = Step(step="work", task=Task(title="Look", due=hours(4)), on={"declined": "end", "overdue": "remind"})


@pytest.mark.parametrize(
    ("share", "outcomes", "days"),
    [
        ("done", {("work", Outcome.DONE): 1, ("hello", None): 1}, 1),
        ("declined", {("work", Outcome.DECLINED): 1}, 1),
        ("overdue", {("work", Outcome.OVERDUE): 1, ("overdue", Outcome.CREATED): 3, ("hello", None): 1}, 3),
    ],
)
def test_results_come_by_their_shares(share: str, outcomes: dict[tuple[str, Outcome | None], int], days: int) -> None:
    """Done goes on, declined ends, and what nobody says is overdue after its reminders; then the cadence goes on."""
    people = SimulatedPeople(seed=1, behaviour=Behaviour(task_results={share: 1}))
    world = SimulationWorld(campaign=campaign(WORK, sms("hello")), law=LAW, people=people)
    tally = SimulationCounts()
    known = facts()
    agent = Agent(world, replace(known, enrolment=replace(known.enrolment, at=MONDAY)), tally)
    last = MONDAY + timedelta(days=days)
    while agent.next is not None and agent.next <= last:
        agent.advance(agent.next)

    counted = {(step, outcome): count for (step, _, outcome), count in tally.outcomes.items() if count}
    for (step, outcome), count in outcomes.items():
        assert sum(n for (name, came), n in counted.items() if name == step and outcome in {None, came}) == count
    assert ("work", Outcome.CREATED) not in counted
    assert agent.done
