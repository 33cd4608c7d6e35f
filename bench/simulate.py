"""
How fast is a campaign lived ahead of time? Leads a second in virtual time, beside its baselines.

    python bench/simulate.py                       # half a minute
    python bench/simulate.py --leads 100000 --processes 2 --only    # the whole claim: minutes

The campaign is the long example: five channels of steps, retries, a loop, Spanish law; its list is repeated with other
numbers, and its floor has an agent for every 250 leads. One baseline is one process against several, the other the bare
gate: what one verdict on a first touch costs, so that a lead's whole month can be told in verdicts.
"""  # noqa: INP001  a script, not a package

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cadence.campaign import Campaign, check_text
from cadence.domain import Candidate, Cause, CauseKind, Channel
from cadence.domain.list_rows import LeadRow
from cadence.engine.launch.launch import LaunchOrder, opened
from cadence.policy import evaluation
from cadence.policy.packs.loading import SHIPPED, load_law
from cadence.simulation import SimulatedPeople, SimulatedPeriod, Simulation, SimulationWorld, SingleProcess, simulate
from cadence.simulation.pool import Processes

FILE = Path(__file__).parents[1] / "campaigns" / "cart-recovery.yaml"
START = datetime(2027, 3, 8, 7, tzinfo=UTC)
MONTH = SimulatedPeriod(START, START + timedelta(days=30))
LEADS_AN_AGENT = 250
VERDICTS = 2000


def example(leads: int) -> tuple[Campaign, Iterator[LeadRow]]:
    """Return the campaign with room for everybody, and so many people for it, made one by one."""
    reading = check_text(FILE.read_text(encoding="utf-8"), str(FILE), SHIPPED.names())
    order = LaunchOrder(reading=reading, leads=FILE.with_suffix(".csv"), list_name="bench")
    with opened(order, START) as (_, found):
        few = list(found)
    agents = max(8, leads // LEADS_AN_AGENT)
    floors = {name: floor.model_copy(update={"agents": agents}) for name, floor in order.campaign.floors.items()}
    campaign = order.campaign.model_copy(update={"floors": floors, "in_flight": leads})
    return campaign, (another(few[place % len(few)], place) for place in range(leads))


def another(row: LeadRow, place: int) -> LeadRow:
    """Return somebody like this one, with numbers of their own that nobody has."""
    numbers = tuple(replace(one, e164=f"{one.e164[:6]}{which}{place:07}") for which, one in enumerate(row.numbers))
    consents = tuple(replace(one, e164="") for one in row.consents)
    return replace(row, line=place + 2, key=f"B-{place}", numbers=numbers, consents=consents)


def taken(work: Callable[[], Simulation]) -> tuple[Simulation, float]:
    """Return what came of it, and the seconds it took."""
    began = time.perf_counter()
    return work(), time.perf_counter() - began


def together(world: SimulationWorld, rows: Iterable[LeadRow], size: int) -> Simulation:
    """Live the month in several processes, their start included."""
    with Processes(world, rows, size) as crew:
        return simulate(world, MONTH, crew)


def verdict_cost(world: SimulationWorld, rows: list[LeadRow]) -> float:
    """Return the seconds of one verdict on a first touch, when its hours are open."""
    at = START + timedelta(hours=3)
    asked = Candidate(channel=Channel.WHATSAPP, cause=Cause(kind=CauseKind.STEP, ref="warm_up"), step="warm_up")
    known = [world.facts_of(row, START) for row in rows[:VERDICTS]]
    began = time.perf_counter()
    for facts in known:
        evaluation.judge(world.campaign, facts, asked, at, world.law)
    return (time.perf_counter() - began) / len(known)


def tell(what: str, leads: int, found: Simulation, seconds: float) -> None:
    """Print one line."""
    wrong = sum(found.violations.values())
    sys.stdout.write(
        f"{what}: {leads} leads, {found.tally.touches} messages and calls in {seconds:.1f} s: {leads / seconds:.0f} "
        f"leads/s, {seconds / leads * 1e3:.2f} ms a lead; {wrong} checks failed\n"
    )


def main() -> None:
    """Print one line a way of doing it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leads", type=int, default=4000)
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--only", action="store_true", help="without the baselines")
    told = parser.parse_args()
    campaign, people = example(told.leads)
    rows = people if told.only else list(people)
    world = SimulationWorld(campaign=campaign, law=load_law(campaign), people=SimulatedPeople(seed=1))
    several, seconds = taken(lambda: together(world, rows, told.processes))
    tell(f"{told.processes} processes", told.leads, several, seconds)
    if isinstance(rows, list):
        alone, longer = taken(lambda: simulate(world, MONTH, SingleProcess(world, rows)))
        tell("1 process", told.leads, alone, longer)
        cost = verdict_cost(world, rows)
        sys.stdout.write(
            f"the bare gate: {cost * 1e6:.0f} us a verdict; a lead's month costs {longer / told.leads / cost:.1f} "
            f"verdicts for its {alone.tally.verdicts.total() / told.leads:.1f} decisions at the door; the same report: "
            f"{alone.tally == several.tally}\n"
        )
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    sys.stdout.write(f"the largest process took {memory / 1024:.0f} MB\n")


if __name__ == "__main__":
    main()
