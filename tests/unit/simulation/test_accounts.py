"""Do simulated people of one account count together, and does the word of one end the others?"""

from collections import defaultdict
from datetime import datetime, timedelta

import pytest

from cadence.campaign.account_turns import AccountTurns
from cadence.campaign.parts import FileLimit
from cadence.campaign.periods import LocalDaysPeriod, WholeCampaign
from cadence.domain import CauseKind
from cadence.domain.counted import counts
from cadence.simulation import SimulatedPeriod, Simulation, SimulationWorld, SingleProcess, first_touches, simulate
from cadence.simulation.forecast import TURN
from cadence.simulation.pool import Processes
from cadence.simulation.shard import Shard
from tests.unit.simulation.lists import MONDAY, campaign, row, world

SPELLINGS = ("Acme", "ACME", "acme ")
PEOPLE = [row(place, account=f"{SPELLINGS[place % 3]}{place // 4}" if place % 7 else "") for place in range(60)]
MONTH = SimulatedPeriod(MONDAY, MONDAY + timedelta(days=30))
WEEKLY = FileLimit(max=2, per=LocalDaysPeriod(days=7), by="account")
BUDGET = FileLimit(max=4, per=WholeCampaign(), by="account")


def run(there: SimulationWorld, size: int = 1) -> tuple[Simulation, list[tuple[str, datetime]]]:
    """Simulate, and return what left as well: to which account, and when."""
    if size > 1:
        with Processes(there, iter(PEOPLE), size) as pool:
            return simulate(there, MONTH, pool), []
    alone = SingleProcess(there, PEOPLE)
    shard: Shard = alone._shard
    simulation = simulate(there, MONTH, alone)
    return simulation, [
        (account, touch.at)
        for account, theirs in shard._touches.items()
        for own in theirs.values()
        for touch in own
        if counts(touch) and touch.cause.kind is CauseKind.STEP  # what a person asked for is free of the file's limits
    ]


def test_a_budget_of_the_account_bounds_all_of_its_people() -> None:
    """Four people with five touches each have, together, no more than four."""
    simulation, left = run(world(campaign(limits=(BUDGET,))))
    counted: dict[str, int] = defaultdict(int)
    for account, _ in left:
        counted[account] += 1

    assert max(counted.values()) == BUDGET.max
    assert simulation.tally.ends["budget_spent"] > 0
    assert set(simulation.violations.values()) == {0}


def test_a_limit_of_the_account_holds_in_every_week() -> None:
    """Whoever of them comes later waits."""
    simulation, left = run(world(campaign(limits=(WEEKLY,))))
    by_account: dict[str, list[datetime]] = defaultdict(list)
    for account, at in sorted(left, key=lambda touch: touch[1]):
        by_account[account].append(at)

    assert any(len(instants) > WEEKLY.max for instants in by_account.values())
    for instants in by_account.values():
        for first, third in zip(instants, instants[WEEKLY.max :], strict=False):
            assert (third.date() - first.date()).days >= 7
    assert simulation.violations["not_allowed"] == 0


def test_the_word_of_one_ends_the_others() -> None:
    """Fewer people are contacted, and nobody is lost."""
    free, stopped = run(world())[0], run(world(campaign(stop_account_on=("refused", "converted", "replied"))))[0]

    assert stopped.tally.ends["account_stopped"] > 0
    assert stopped.tally.touches < free.tally.touches
    assert set(stopped.violations.values()) == {0}
    assert sum(stopped.tally.ends.values()) + stopped.open == len(PEOPLE)


@pytest.mark.parametrize("size", [2, 3])
def test_the_report_does_not_depend_on_the_number_of_processes(size: int) -> None:
    """People of one account are in one part, whatever spelling their rows have."""
    there = world(campaign(limits=(WEEKLY, BUDGET), stop_account_on=("refused", "replied"), in_flight=20))
    alone, together = run(there)[0], run(there, size)[0]

    assert (together.tally, together.waiting, together.floors) == (alone.tally, alone.waiting, alone.floors)


def test_people_of_an_account_take_turns() -> None:
    """Never two of them at once, and the others end where somebody was reached."""
    simulation, _ = run(world(campaign(account=AccountTurns())))
    free, _ = run(world(campaign(account=AccountTurns(when_reached="next"))))

    assert simulation.tally.ends["account_reached"] > 0
    assert free.tally.ends["account_reached"] == 0
    assert simulation.tally.touches < free.tally.touches
    for report in (simulation, free):
        assert set(report.violations.values()) == {0}
        assert sum(report.tally.ends.values()) + report.open + report.waiting == len(PEOPLE)


@pytest.mark.parametrize("size", [2, 3])
def test_turns_do_not_depend_on_the_number_of_processes(size: int) -> None:
    """The queue is one, whatever part a lead is in."""
    there = world(campaign(account=AccountTurns(at_a_time=2), in_flight=20))
    alone, together = run(there)[0], run(there, size)[0]

    assert (together.tally, together.waiting) == (alone.tally, alone.waiting)


def test_a_plan_shows_who_waits_for_a_colleague() -> None:
    """They are counted beside those whom no touch reaches, with what they wait for."""
    there = world(campaign(account=AccountTurns()))
    forecast = first_touches(there, PEOPLE, MONDAY)
    alone = sum(not person.account for person in PEOPLE)

    assert forecast.reached == alone + 15
    assert forecast.bars[(TURN,)].leads == len(PEOPLE) - forecast.reached
