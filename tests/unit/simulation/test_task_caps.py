"""Does a simulation hand out no more tasks in a day than the caps of campaign and house say, and lose none?"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from cadence.campaign.content.task import Task
from cadence.campaign.shape import Step
from cadence.campaign.task_caps import FileTaskCap
from cadence.domain.house import HouseRules
from cadence.domain.list_rows import LeadRow, NumberRow
from cadence.domain.task_caps import TaskCap
from cadence.simulation import SimulatedPeople, SimulatedPeriod, SimulationWorld, SingleProcess, first_touches, simulate
from cadence.simulation.sample import sample
from cadence.simulation.task_desk import above
from tests.unit.policy.builders import LAW, MADRID, NOON, campaign

PEOPLE = [
    LeadRow(
        line=nth,
        key=f"C-{nth}",
        numbers=(NumberRow(e164=f"+3460000{nth:04d}", kind="mobile", country="ES", zones=(MADRID,)),),
        country="ES",
    )
    for nth in range(1, 13)
]
WRITE = Step(step="write", task=Task(title="Write", label="linkedin", assign="ana"))
LETTER = Step(step="letter", after=timedelta(hours=1), task=Task(title="A letter", label="letter", assign="bea"))
FILE = campaign(WRITE, LETTER, tasks=(FileTaskCap(per_day=3, label="linkedin"),))
LAW_OF_HOUSE = replace(LAW, house=HouseRules(zone="Europe/Madrid", tasks=(TaskCap(most=5), TaskCap(most=4, each=True))))


@pytest.fixture(scope="module")
def world() -> SimulationWorld:
    """Three invitations a day by the campaign, five tasks by the house, and four for each of its people."""
    return SimulationWorld(campaign=FILE, law=LAW_OF_HOUSE, people=SimulatedPeople(seed=1))


def test_no_day_has_more_than_its_caps_and_everybody_gets_both(world: SimulationWorld) -> None:
    """Twelve people and twenty-four tasks, five a day: five working days, on two of which somebody waited longer."""
    result = simulate(world, SimulatedPeriod(NOON, NOON + timedelta(days=20)), SingleProcess(world, PEOPLE))

    days = Counter[str]()
    for (day, _, _), count in result.tally.tasks.items():
        days[day.isoformat()] += count
    assert (sum(days.values()), max(days.values()), result.open) == (24, 5, 0)
    assert not {day for day in days if day in {"2027-03-13", "2027-03-14"}}  # a Saturday and a Sunday
    assert set(result.violations.values()) == {0}
    assert above([TaskCap(most=4)], result.tally.tasks) > 0  # the count would notice


def test_a_plan_says_when_each_has_their_first_task(world: SimulationWorld) -> None:
    """Three at once, then three at the beginning of each working day; and how many days the tasks take."""
    forecast = first_touches(world, PEOPLE, NOON)
    paces = {pace.rule: (pace.about, pace.tasks, pace.days) for pace in sample(world, PEOPLE, NOON).tasks}

    assert [(hour.isoformat()[:13], count) for (hour, _), count in sorted(forecast.when.items())] == [
        ("2027-03-09T11", 3), ("2027-03-10T08", 3), ("2027-03-11T08", 3), ("2027-03-12T08", 3),
    ]  # fmt: skip
    assert paces == {
        "campaign.tasks[0]": ("linkedin", 12, 4),
        "house.tasks[0]": ("", 24, 5),
        "house.tasks[1]": ("ana", 12, 3),
    }


@pytest.mark.parametrize(("expires", "late"), [(2, 9), (30, 6), (24 * 5, 0)])
def test_a_task_whose_turn_comes_too_late_is_skipped_at_once(expires: int, late: int) -> None:
    """It takes no turn from others, and holds nothing that comes after it; a plan says so as well."""
    write = WRITE.model_copy(update={"expires": timedelta(hours=expires)})
    file = campaign(write, LETTER, tasks=(FileTaskCap(per_day=3, label="linkedin"),))
    world = SimulationWorld(campaign=file, law=LAW, people=SimulatedPeople(seed=1))
    result = simulate(world, SimulatedPeriod(NOON, NOON + timedelta(hours=6)), SingleProcess(world, PEOPLE))
    forecast = first_touches(world, PEOPLE, NOON)

    counted = Counter[str]()
    for (_, label, _), count in result.tally.tasks.items():
        counted[label] += count
    assert counted == {"linkedin": 3, "letter": 3 + late}
    assert forecast.passed == ({("write", "step.expired"): late} if late else {})
    assert sum(forecast.when.values()) == 12 - late
