"""Which leads would a launch reach, and when? Edge: reads two files, and the ledger if there is one."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from cadence.app.settings import Settings
from cadence.cli.app import FAILED, Json, command
from cadence.cli.connection import open_session
from cadence.cli.files import read_campaign
from cadence.cli.launching import condition_counts, migrating
from cadence.cli.launching import rest as rests
from cadence.cli.launching.ahead import Clear, From, Seed, launch_at, listed, world_of
from cadence.cli.launching.edited import running_edit
from cadence.cli.launching.entered import Again, NewOnly, coming, elsewhere, entered_as_data, entered_lines
from cadence.cli.launching.list_options import (
    AnyLeads,
    Dates,
    File,
    ListName,
    Map,
    SheetName,
    list_order,
    planned_source,
    say_no,
)
from cadence.cli.launching.pilots import First, RestOption, Share, pilot_of
from cadence.cli.launching.plan_report import as_json, headed, in_words
from cadence.cli.launching.provisioned import Asked, ask_carrier, refuse_findings
from cadence.cli.output import complain, print_json, say_lines, talk
from cadence.cli.scopes import InLanguage
from cadence.domain.errors import ConflictError
from cadence.engine.launch.entries import OtherListPolicy
from cadence.languages import Language, say
from cadence.simulation import first_touches
from cadence.simulation.costs import CostOrder, cost_forecast
from cadence.simulation.sample import paces, sample


@command(
    "cadence plan campaigns/cart-recovery.yaml --leads campaigns/cart-recovery.csv",
    "cadence plan campaigns/cart-recovery.yaml --leads campaigns/cart-recovery.csv --from 2027-03-08T07:00:00Z --json",
    "cadence plan campaigns/cart-recovery.yaml --leads campaigns/cart-recovery.csv --first 200",
    "cadence plan campaigns/cart-recovery.yaml --running",
)
def plan(
    file: File,
    *,
    leads: AnyLeads = None,
    running: Annotated[
        bool,
        typer.Option("--running", help="Show instead which leads of the running campaign would move to this file."),
    ] = False,
    start: From = "",
    seed: Seed = 1,
    registries_clear: Clear = False,
    list_name: ListName = "",
    columns: Map = [],  # noqa: B006
    dates: Dates = None,
    sheet: SheetName = "",
    again: Again = False,
    new_only: NewOnly = False,
    first: First = None,
    share: Share = "",
    rest: RestOption = False,
    language: InLanguage = "en",
    json: Json = False,
) -> None:
    """
    Show which leads a launch would reach first, when and on which step, and which leads it could not reach.

    Nobody is contacted and nothing is written. Each lead is checked with the same planning and policy code as in real
    operation: the plan shows the first step that reaches the lead, or the rules that prevent it. How long the floors
    need is an estimate, based on simulated people (--seed).

    If there is a ledger, leads that are already in the campaign and may not enter again are left out. Without a ledger
    the plan knows nothing about earlier contacts. The first rows that a launch would refuse are shown with their line
    and reason. The plan stops, as the launch would, if people are already in the campaign under another list's name.

    The carrier is asked whether senders and templates are ready. Findings that would make the launch fail are printed
    last, with exit code 1. If the carrier cannot be asked, the plan says so and continues.

    With --first or --share the plan is for the people of such a pilot; with --rest it is for those whom an earlier
    pilot holds back, read from the ledger. FILE may then also be the campaign's name.

    With --running the command reads the ledger instead of a list. It shows what `cadence launch FILE --migrate` would
    do with the leads that are under way in the campaign of this name: from which step to which, the earliest next
    touch, and which leads cannot move and why. Nothing is changed.
    """
    beside = {"--from": start, "--seed": seed != 1, "--registries-clear": registries_clear, "--map": columns}
    beside |= {"--dates": dates, "--sheet": sheet, "--list": list_name}
    if running:
        also = {"--again": again, "--new-only": new_only, "--first": first, "--share": share, "--rest": rest}
        _refuse_beside("--running", "leads that are under way", {"--leads": leads, **beside, **also})
        _show_running(file, language, json=json)
        return
    pilot = pilot_of(first, share, rest=rest, leads=leads)
    if rest:
        _refuse_beside("--rest", "people who are held back", {"--leads": leads} | beside)
        _show_rest(file, elsewhere(again=again, new_only=new_only), language, json=json)
        return
    if leads is None:
        raise typer.BadParameter(
            "--leads is missing; expected --leads LIST.csv for the leads that a launch would add, --running for the "
            "leads that are under way in the campaign, or --rest for those whom a pilot holds back"
        )
    at = launch_at(start)
    reading = read_campaign(file)
    order = list_order(reading, leads, columns, dates, sheet=sheet)
    people = listed(order, at)
    report, audience = people.report, people.audience
    campaign = reading.right()
    source, unnamed = planned_source(leads, list_name)
    others = elsewhere(again=again, new_only=new_only)
    order = replace(order, list_name=source, elsewhere=others, pilot=pilot)
    rows, entered, shared = coming(order, people.rows)
    answers = ask_carrier(Settings.from_env(), reading)
    lines = [
        *audience.lines(language),
        *entered_lines(campaign, entered, shared, language, pilot),
        *say_no(people.objections, report.rows, language),
    ]
    below_list = [
        *(f"  {head:<13} {words}" for head, words in lines),
        headed(language, "carrier", answers.in_words(language)),
    ]
    more = audience.as_data() | entered_as_data(entered, shared) | {"carrier": answers.as_data(language)}
    if not rows:
        talk("\n".join([say(language, "plan-nobody", campaign=campaign.campaign), *below_list]))
        if json:
            print_json({"campaign": campaign.campaign, "from": at, "leads": 0, **more})
        _refuse(answers, unnamed)
        return
    world = world_of(campaign, at, seed, registries_clear=registries_clear)
    forecast = first_touches(world, rows, at)
    carried = sample(world, rows, at)
    floors = paces(campaign, carried)
    cost = cost_forecast(
        CostOrder(campaign=campaign, tariffs=world.law.house.tariffs, rows=rows, at=at), forecast, carried
    )
    if json:
        print_json(as_json(campaign, at, report, forecast, carried, floors, cost, language) | more)
    else:
        head, blank, listing, *below = in_words(campaign, at, report, forecast, carried, floors, cost, language)
        say_lines([head, blank, listing, *below_list, *below])
    _refuse(answers, unnamed)


def _refuse(answers: Asked, unnamed: ConflictError | None) -> None:
    """Report what would make the launch fail: the list's name, then what the carrier does not have."""
    if unnamed is not None:
        complain(unnamed)
    refuse_findings(answers)
    if unnamed is not None:
        raise typer.Exit(FAILED)


def _refuse_beside(option: str, about: str, options: dict[str, object]) -> None:
    """Refuse options about a list together with one that reads the ledger: they would be ignored silently."""
    if given := [name for name, value in options.items() if value]:
        raise typer.BadParameter(
            f"{option} looks at the {about} in the ledger now; leave out {', '.join(given)}, or leave out {option}"
        )


def _show_rest(file: Path, others: OtherListPolicy, language: Language, *, json: bool) -> None:
    """Show who would enter of those whom a pilot holds back, and when they would be touched. Changes nothing."""
    with open_session() as session:
        lines, data = rests.plan(session, file, others, language)
    if json:
        print_json(data)
    else:
        say_lines(lines)
    if data["coming"]:
        talk(say(language, "plan-does-it", command=f"cadence launch {file} --rest"))


def _show_running(file: Path, language: Language, *, json: bool) -> None:
    """Show which leads of the running campaign would move to the file and which would stay. Changes nothing."""
    reading = read_campaign(file)
    reading.right()
    for warning in reading.warnings:
        talk(str(warning))
    with open_session() as session:
        edit = running_edit(session, reading)
        forecast = migrating.foresee(session, edit)
        uses = condition_counts.counted(session, edit.campaign)
        answers = ask_carrier(session.settings, reading)
    wrong = migrating.obstacle(edit, forecast)
    if json:
        head = {"campaign": edit.name, "version": edit.version, "new_version": edit.new, "enrolled": 0}
        print_json(head | {"migrated": migrating.as_data(edit, forecast)} | condition_counts.as_data(uses))
    else:
        say_lines([*migrating.in_words(edit, forecast, language), *condition_counts.in_words(uses, language)])
    talk(f"{say(language, 'plan-carrier').capitalize()}: {answers.in_words(language)}")
    if wrong is not None:
        raise wrong
    refuse_findings(answers)
    if edit.changed or forecast.going:
        talk(say(language, "plan-does-it", command=f"cadence launch {file} --migrate"))
    else:
        talk(say(language, "plan-nothing"))
