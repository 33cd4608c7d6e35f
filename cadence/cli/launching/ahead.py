"""Which instant, people and law do `plan` and `simulate` calculate with? Edge: the options that they share."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from cadence.campaign import Campaign
from cadence.cli.launching.alert_lines import alert_lines
from cadence.cli.launching.list_options import Refused, tell_lines
from cadence.cli.law_in_force import law_in_force
from cadence.cli.output import progress, talk
from cadence.domain.clock import utc_now
from cadence.domain.errors import InvalidInputError
from cadence.domain.list_rows import LeadRow
from cadence.engine.launch.audience import ListAudience
from cadence.engine.launch.launch import LaunchOrder, list_lines, objections_in, opened
from cadence.leads.lists import IntakeReport
from cadence.simulation import SimulatedPeople, SimulationWorld
from cadence.simulation.world import clear_registries

From = Annotated[
    str, typer.Option("--from", help="When the launch would be, such as 2027-03-08T07:00:00Z; default: now.")
]
Seed = Annotated[int, typer.Option(help="The seed of the simulated people; another seed gives other people.")]
Clear = Annotated[
    bool,
    typer.Option(
        "--registries-clear",
        help="Assume that every official list of numbers is imported, up to date, and contains none of these people.",
    ),
]
YEAR = timedelta(days=366)


def launch_at(text: str) -> datetime:
    """Return the instant of --from, in UTC; now if it is empty. Raises InvalidInputError."""
    if not text:
        return utc_now().replace(microsecond=0)
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise InvalidInputError(
            f"--from {text} is not an instant; expected a time with UTC offset, such as 2027-03-08T07:00:00Z."
        )
    return instant.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class ListedPeople:
    """A list as a launch would read it, for the people whom the campaign is for."""

    rows: list[LeadRow]
    report: IntakeReport
    objections: int  # rows that opt out
    audience: ListAudience


def listed(order: LaunchOrder, at: datetime) -> ListedPeople:
    """Read a list as a launch would. Nothing is written."""
    refused, opted_out = Refused(order.leads), set[int]()
    with progress("Reading the list") as show:
        hear = lambda objection: opted_out.add(objection.line)  # noqa: E731  one line for one use
        with opened(order, at, show, refused.hear, writes=False, on_objection=hear) as (intake, read_rows):
            rows = list(read_rows)
    tell_lines([*list_lines(order.campaign, intake), *alert_lines(order.campaign)])
    for line in refused.lines():
        talk(line)
    if not rows:
        raise InvalidInputError(f"{order.leads} contains no usable lead: {intake.report.summary()}.")
    audience = ListAudience(order.campaign, at)
    return ListedPeople(
        rows=[row for row in rows if audience.selects(row)],
        report=intake.report,
        objections=len(opted_out | objections_in(rows)),
        audience=audience,
    )


def world_of(campaign: Campaign, at: datetime, seed: int, *, registries_clear: bool) -> SimulationWorld:
    """Return the world of a campaign under today's law."""
    law = law_in_force().law(campaign)
    copies = clear_registries(law, (at + YEAR).date()) if registries_clear else ()
    return SimulationWorld(campaign=campaign, law=law, people=SimulatedPeople(seed=seed), registries=copies)
