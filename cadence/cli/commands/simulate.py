"""How would a whole campaign go? Edge: reads files and uses this machine's processors; contacts nobody."""

import os
import textwrap
import time
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from cadence.campaign.enter import in_words
from cadence.campaign.on_event import lines as event_lines
from cadence.cli.app import FAILED, Json, command
from cadence.cli.files import read_campaign
from cadence.cli.launching.ahead import Clear, From, Seed, launch_at, listed, world_of
from cadence.cli.launching.cost_report import simulated_as_data, simulated_words
from cadence.cli.launching.list_options import Dates, Map, SheetName, list_order, tell_lines
from cadence.cli.output import print_json, progress, say_lines, talk
from cadence.cli.reading.standing import counted, step_lines
from cadence.domain.errors import InvalidInputError
from cadence.domain.list_rows import LeadRow
from cadence.domain.plurals import many
from cadence.explain.story.law import law_as_data, law_in_words
from cadence.leads.lists import IntakeReport
from cadence.simulation import SimulatedPeriod, Simulation, SimulationWorld, SingleProcess
from cadence.simulation import simulate as carry
from cadence.simulation.costs import CostOrder, SimulatedCost, simulated_cost
from cadence.simulation.madeup import made_up
from cadence.simulation.pool import WORTH_IT, Processes

MOST = 2
"""Processes used by default; more were not measured."""
RULES = 6
"""How many rules are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A campaign under the law that applies, and the people on its list."""

    file: Path
    rows: list[LeadRow]
    world: SimulationWorld
    report: IntakeReport | None  # None for made-up people


@command(
    "cadence simulate campaigns/cart-recovery.yaml --leads campaigns/cart-recovery.csv",
    "cadence simulate a.yaml b.yaml --people 10000 --from 2027-03-08T07:00:00Z --days 30 --json",
)
def simulate(
    files: Annotated[list[Path], typer.Argument(help="The campaign file, or several to compare.", show_default=False)],
    *,
    leads: Annotated[Path | None, typer.Option("--leads", help="The list of leads, CSV or XLSX.")] = None,
    people: Annotated[
        int, typer.Option(help="Instead of a list: this many simulated people in the campaign's country.", min=0)
    ] = 0,
    start: From = "",
    days: Annotated[int, typer.Option(help="How many days to simulate.", min=1, max=366)] = 30,
    seed: Seed = 1,
    registries_clear: Clear = False,
    processes: Annotated[int, typer.Option(help="How many processes to use; 0: chosen automatically.", min=0)] = 0,
    columns: Map = [],  # noqa: B006
    dates: Dates = None,
    sheet: SheetName = "",
    json: Json = False,
) -> None:
    """
    Simulate a whole campaign in virtual time and report the results; with several files, side by side.

    Planning and policy are the real code. The people are simulated from the seed: who answers at which hour, whose
    voicemail answers, who writes back, who opts out. The same seed gives the same people for every file, so that
    campaigns can be compared fairly. The simulation does not know how your own leads behave: use it to compare, not to
    predict.
    """
    if (leads is None) == (people == 0):
        raise typer.BadParameter("expected either --leads or --people, to say for which people")
    at = launch_at(start)
    runs: list[tuple[Subject, Simulation, float]] = []
    for file in files:
        reading = read_campaign(file)
        report, campaign = None, reading.right()
        if leads is None:
            rows = made_up(campaign, people, at, seed)
        else:
            people_of_list = listed(list_order(reading, leads, columns, dates, sheet=sheet), at)
            rows, report = people_of_list.rows, people_of_list.report
            tell_lines(people_of_list.audience.lines())
            if not rows:
                raise InvalidInputError(f"{file} is for nobody of {leads}: its condition `where` is true of no lead.")
        world = world_of(campaign, at, seed, registries_clear=registries_clear)
        subject = Subject(file=file, rows=rows, world=world, report=report)
        began = time.monotonic()
        runs.append((subject, _lived(subject, at, days, processes), time.monotonic() - began))
    if json:
        reports = [_as_json(*run) for run in runs]
        print_json(reports[0] if len(reports) == 1 else reports)
    else:
        say_lines(_compared(runs) if len(runs) > 1 else _in_words(*runs[0]))
    if any(any(simulation.violations.values()) for _, simulation, _ in runs):
        talk("A check is not 0: that is a bug in the engine or in this simulation. Please report it.")
        raise typer.Exit(FAILED)


def _lived(subject: Subject, at: datetime, days: int, processes: int) -> Simulation:
    span = SimulatedPeriod(at, at + timedelta(days=days))
    size = processes or (min(MOST, os.cpu_count() or 1) if len(subject.rows) >= WORTH_IT else 1)
    if size == 1:
        return _watched(subject, span, SingleProcess(subject.world, subject.rows))
    with Processes(subject.world, subject.rows, size) as pool:
        return _watched(subject, span, pool)


def _watched(subject: Subject, span: SimulatedPeriod, pool: Any) -> Simulation:  # noqa: ANN401  either kind of pool
    """Simulate the campaign and show the progress in virtual time."""
    hour = timedelta(hours=1)
    with progress(f"Simulating {subject.world.campaign.campaign}", (span.until - span.start) // hour) as show:
        return carry(subject.world, span, pool, lambda now: show((now - span.start) // hour))


def _in_words(subject: Subject, simulation: Simulation, seconds: float) -> list[str]:
    lines = [f"{head:<14}{words}" for head, words in _lines(subject, simulation).items()]
    steps = simulation.tally.steps([step.step for step in simulation.campaign.cadence])
    refusals = ", ".join(f"{rule} {count}" for rule, count in simulation.tally.refusals.most_common(RULES)) or "no rule"
    span = f"{many((simulation.until - simulation.start).days, 'day')} from {simulation.start:%a %Y-%m-%d %H:%M} UTC"
    return [
        (
            f"{simulation.campaign.campaign}: {many(simulation.leads, 'lead')}, {span}, simulated in {seconds:.1f} s; "
            "nobody was contacted"
        ),
        "",
        *step_lines(map(asdict, steps)),
        "",
        *(f"  {line}" for line in lines),
        f"  {'refused by':<14}{refusals}",
    ]


def _lines(subject: Subject, simulation: Simulation) -> dict[str, str]:
    """Return the lines of a report by heading, for one simulation or several side by side."""
    tally = simulation.tally
    tries = sum(touches * leads for touches, leads in tally.tries.items())
    floors = "; ".join(_floor(name, use) for name, use in simulation.floors.items() if use.calls)
    held = ", ".join(
        f"{count} {hold or 'under way'}{f' {key}' if key else ''}" for (hold, key), count in tally.held.items()
    )
    listed = (
        subject.report.summary() if subject.report else many(simulation.leads, "simulated person", "simulated people")
    )
    reached = f"{tally.contacted} of {simulation.leads} answered or wrote back"
    events = event_lines(simulation.campaign.on_event)
    return {
        "list": listed,
        "enter": in_words(simulation.campaign.enter),
        **({"events": "; ".join(events)} if events else {}),
        "law": law_in_words(simulation.campaign),
        "touches": str(tally.touches),
        "contact rate": f"{simulation.contact_rate:.1%}: {reached}",
        "per contact": f"{tries / tally.contacted:.2f} touches until the first one" if tally.contacted else "nobody",
        "finished": counted(tally.ends) or "nobody",
        "still open": held or "nobody",
        "in line": str(simulation.waiting),
        "floors": floors or "no calls",
        "cost": simulated_words(_cost(subject, simulation)),
        "last touch": f"{tally.last:%a %Y-%m-%d %H:%M} UTC" if tally.last else "none",
        "checks": ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in simulation.violations.items()),
    }


def _cost(subject: Subject, simulation: Simulation) -> SimulatedCost:
    campaign, tariffs = subject.world.campaign, subject.world.law.house.tariffs
    order = CostOrder(campaign=campaign, tariffs=tariffs, rows=subject.rows, at=simulation.start)
    return simulated_cost(order, simulation)


def _floor(name: str, use: Any) -> str:  # noqa: ANN401  imported by who has one
    waited = use.waited // timedelta(minutes=1)
    wait = f"average wait for an agent {waited} min" if waited else "no long wait for an agent"
    return f"{name} {many(use.calls, 'call')}, {use.most} of {many(use.agents, 'agent')} at once, {wait}"


def _compared(runs: list[tuple[Subject, Simulation, float]]) -> list[str]:
    """Return several reports side by side, line for line, then the steps of each."""
    reports = [_lines(subject, simulation) for subject, simulation, _ in runs]
    names = [str(subject.file) for subject, _, _ in runs]
    heads = dict.fromkeys(head for report in reports for head in report)
    rows = [("", names), *((head, [report.get(head, "none") for report in reports]) for head in heads)]
    lines: list[str] = []
    for head, cells in rows:
        lines += _side_by_side(head, cells)
    for name, (_, simulation, _) in zip(names, runs, strict=True):
        lines += [
            "",
            name,
            *step_lines(map(asdict, simulation.tally.steps([step.step for step in simulation.campaign.cadence]))),
        ]
    return lines


def _side_by_side(head: str, cells: list[str]) -> list[str]:
    """Return one line of the comparison, wrapped as its cells need."""
    width = max(28, 100 // len(cells))
    wrapped = [textwrap.wrap(cell, width) or [""] for cell in cells]
    height = max(map(len, wrapped))
    return [
        f"  {head if at == 0 else '':<14}"
        + "  ".join(f"{column[at] if at < len(column) else '':<{width}}" for column in wrapped).rstrip()
        for at in range(height)
    ]


def _as_json(subject: Subject, simulation: Simulation, seconds: float) -> dict[str, Any]:
    """Return a report in the keys of a real run's, where it has them."""
    tally, report = simulation.tally, subject.report
    return {
        "campaign": simulation.campaign.campaign,
        "file": str(subject.file),
        "seconds": round(seconds, 1),
        "from": simulation.start,
        "until": simulation.until,
        "jurisdictions": law_as_data(simulation.campaign),
        "leads": simulation.leads,
        "steps": [asdict(step) for step in tally.steps([step.step for step in simulation.campaign.cadence])],
        "touches": tally.touches,
        "finished": dict(tally.ends.most_common()),
        "open": [
            {"hold": hold or None, "key": key, "leads": count} for (hold, key), count in sorted(tally.held.items())
        ],
        "waiting": simulation.waiting,
        "contact_rate": simulation.contact_rate,
        "touches_until_reached": {str(touches): leads for touches, leads in sorted(tally.tries.items())},
        "verdicts": dict(sorted(tally.verdicts.items())),
        "refused_by": dict(tally.refusals.most_common()),
        "list": {"rows": report.rows, "refused": report.refused, "duplicates": report.duplicates} if report else None,
        "floors": {
            name: asdict(use) | {"waited": use.waited.total_seconds(), "lasts": use.lasts.total_seconds()}
            for name, use in simulation.floors.items()
        },
        "last": tally.last,
        "cost": simulated_as_data(_cost(subject, simulation)),
        "checks": {
            name: {"found": count, "of": tally.checked[name]} if name in tally.checked else {"found": count}
            for name, count in simulation.violations.items()
        },
    }
