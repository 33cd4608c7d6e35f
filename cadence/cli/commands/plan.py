"""Whom would a launch reach, when, and which leads not? Edge: reads two files, and the ledger if there is one."""

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cadence.app.settings import Settings
from cadence.cli.app import Json, command
from cadence.cli.campaign_file import read
from cadence.cli.checks.held_replies import needs_reader
from cadence.cli.launching.ahead import Clear, From, Seed, launch_at, listed, world_of
from cadence.cli.launching.entered import Again, NewOnly, coming, elsewhere, entered_as_data, entered_lines
from cadence.cli.launching.list_options import AnyLeads, Dates, File, ListName, Map, how_read, planned_source, say_no
from cadence.cli.launching.plan_running import show_running
from cadence.cli.launching.provisioned import ask_carrier, refuse_findings
from cadence.cli.output import complain, print_json, say_lines, talk
from cadence.domain.plurals import many
from cadence.explain.story.law import law_as_data, law_in_words

if TYPE_CHECKING:
    from cadence.campaign import Campaign
    from cadence.cli.launching.provisioned import Asked
    from cadence.domain.errors import ConflictError
    from cadence.leads.lists import IntakeReport
    from cadence.simulation import Forecast
    from cadence.simulation.forecast import UnreachedGroup
    from cadence.simulation.pace import FloorPace
    from cadence.simulation.sample import Sample

BAR = 40
"""The longest bar, in characters."""
HOURS = 36
"""So many hours are shown one by one; beyond that, days."""
SHOWN = 12
"""So many rules, and so many reasons, are shown; `--json` has all."""
BELOW = 12 * " "
"""Before the further reasons of one number of leads, each on a line of its own."""


@command(
    "cadence plan campaigns/cart-recovery.yaml --leads campaigns/cart-recovery.csv",
    "cadence plan campaigns/cart-recovery.yaml --leads campaigns/cart-recovery.csv --from 2027-03-08T07:00:00Z --json",
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
    again: Again = False,
    new_only: NewOnly = False,
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

    With --running the command reads the ledger instead of a list. It shows what `cadence launch FILE --migrate` would
    do with the leads that are under way in the campaign of this name: from which step to which, the earliest next
    touch, and which leads cannot move and why. Nothing is changed.
    """
    from cadence.simulation import first_touches
    from cadence.simulation.pace import paces
    from cadence.simulation.sample import sample

    beside = {"--from": start, "--seed": seed != 1, "--registries-clear": registries_clear, "--map": columns}
    beside |= {"--dates": dates, "--list": list_name, "--again": again, "--new-only": new_only}
    if running:
        _refuse_beside({"--leads": leads, **beside})
        show_running(file, json=json)
        return
    if leads is None:
        raise typer.BadParameter(
            "--leads is missing; expected --leads LIST.csv for the leads that a launch would add, or --running for the "
            "leads that are under way in the campaign"
        )
    at = launch_at(start)
    rows, report, noes = listed(file, leads, how_read(columns, dates), at)
    source, unnamed = planned_source(leads, list_name)
    reading = read(file)
    campaign = reading.right()
    others = elsewhere(again=again, new_only=new_only)
    rows, entered, shared = coming(campaign, source, rows, others)
    asked = ask_carrier(Settings.from_env(), reading)
    lines = [*entered_lines(campaign, entered, shared), *say_no(noes, report.rows), ("carrier", asked.words)]
    more = entered_as_data(entered, shared) | {"carrier": asked.as_data()}
    if not rows:
        talk(
            "\n".join(
                [f"Nobody would be added to {campaign.campaign}.", *(f"  {name:<13} {said}" for name, said in lines)]
            )
        )
        if json:
            print_json({"campaign": campaign.campaign, "from": at, "leads": 0, **more})
        _refuse(asked, unnamed)
        return
    world = world_of(campaign, at, seed, registries_clear=registries_clear)
    found = first_touches(world, rows, at)
    carried = sample(world, rows, at)
    floors = paces(campaign, carried)
    if json:
        print_json(_as_json(campaign, at, report, found, carried, floors) | more)
    else:
        head, blank, listing, *rest = _in_words(campaign, at, report, found, carried, floors)
        say_lines([head, blank, listing, *(f"  {name:<13} {words}" for name, words in lines), *rest])
    _refuse(asked, unnamed)


def _refuse(asked: "Asked", unnamed: "ConflictError | None") -> None:
    """Report what would make the launch fail: the list's name, then what the carrier does not have."""
    if unnamed is not None:
        complain(unnamed)
    refuse_findings(asked)
    if unnamed is not None:
        raise typer.Exit(1)


def _refuse_beside(options: "dict[str, object]") -> None:
    """Refuse options about a list together with --running: they would be ignored silently."""
    if given := [name for name, value in options.items() if value]:
        raise typer.BadParameter(
            f"--running looks at the leads that are under way in the ledger now; leave out {', '.join(given)}, or "
            "leave out --running"
        )


def _in_words(  # noqa: PLR0917  everything that is told
    campaign: "Campaign",
    at: datetime,
    report: "IntakeReport",
    found: "Forecast",
    carried: "Sample",
    floors: "list[FloorPace]",
) -> list[str]:
    """Return the plan for people."""
    touches = round(carried.simulation.tally.touches * carried.factor)
    last = carried.simulation.tally.last or at
    return [
        f"{campaign.campaign}, if launched on {at:%a %Y-%m-%d %H:%M} UTC; nobody has been contacted",
        "",
        f"  list          {report.summary()}",
        f"  law           {law_in_words(campaign)}",
        f"  reached       {found.reached} of {many(found.leads, 'lead')}{_room(campaign, found)}",
        *(f"    {step:<16} {channel:<9} {count:>7}" for (step, channel), count in found.steps.most_common()),
        *_passed(found),
        *_chart(found),
        *_bars(found),
        *_rules(found),
        *(f"  floor         {_floor(one)}" for one in floors),
        *(f"  needs         {one}" for one in needs_reader(campaign)),
        (
            f"  in total      about {many(touches, 'message or call', 'messages and calls')} until {last:%a %Y-%m-%d}, "
            "if people answer as in the simulation"
        ),
    ]


def _room(campaign: "Campaign", found: "Forecast") -> str:
    """Return a note if not all leads can start at once."""
    if found.leads <= campaign.in_flight:
        return ""
    return f"; at most {campaign.in_flight} are under way at a time (in_flight), so the others start later than shown"


def _passed(found: "Forecast") -> list[str]:
    """Return a line for each step that is skipped before the first touch."""
    return [
        f"    skipped          {step}: {count} by {rule}" for (step, rule), count in found.passed.most_common(SHOWN)
    ]


def _chart(found: "Forecast") -> list[str]:
    """Draw when the first touches go, in each person's local time."""
    counted: dict[str, Counter[str]] = {}
    daily = len({hour for hour, _ in found.when}) > HOURS
    for (hour, zone), count in sorted(found.when.items()):
        label = _wall(hour, zone, daily=daily)
        counted.setdefault(label, Counter())[zone] += count
    most = max((sum(zones.values()) for zones in counted.values()), default=1)
    lines = [
        f"    {label:<20} {'█' * max(1, round(BAR * sum(zones.values()) / most)):<{BAR}} {sum(zones.values()):>6}  "
        f"{', '.join(f'{zone} {count}' for zone, count in zones.most_common(3))}{' ...' if len(zones) > 3 else ''}"  # noqa: PLR2004
        for label, zones in sorted(counted.items(), key=lambda item: item[0].split(" ", 1)[1])
    ]
    return ["", "  first touches, in each person's local time", *lines, ""] if lines else []


def _wall(hour: datetime, zone: str, *, daily: bool) -> str:
    """Return the local hour in a zone, or only the day."""
    local = _local(hour, zone)
    return f"{local:%a %Y-%m-%d}" if daily else f"{local:%a %Y-%m-%d %H:00}"


def _local(hour: datetime, zone: str) -> datetime:
    from cadence.domain.zones import zone_names
    from cadence.policy.local_days import local

    return local(zone, hour) if zone in zone_names() else hour


def _bars(found: "Forecast") -> list[str]:
    """Return which leads are not reached, and why."""
    bars = sorted(found.bars.values(), key=lambda one: -one.leads)
    lines = list[str]()
    for one in bars[:SHOWN]:
        first, *others = [*_why(one), _named(one)]
        lines += [f"    {one.leads:>6}  {first}", *(f"{BELOW}{words}" for words in others)]
    return [f"  not reached   {found.leads - found.reached} of {many(found.leads, 'lead')}", *lines] if lines else []


def _why(bar: "UnreachedGroup") -> list[str]:
    """Return in words why some leads are not reached."""
    from cadence.explain.story.speaker import Speaker

    if bar.hold:
        return [f"waits for {Speaker().hold(bar.hold, bar.key)}"]
    return list(bar.words) or ["the campaign has no step for them"]


def _named(bar: "UnreachedGroup") -> str:
    more = bar.leads - len(bar.examples)
    return f"{', '.join(bar.examples)}{f' and {more} more' if more else ''}"


def _rules(found: "Forecast") -> list[str]:
    """Return which rules blocked a touch, a number or an hour, and for how many leads."""
    said = sorted(((name, one) for name, one in found.rules.items() if one.said_no), key=lambda item: -item[1].said_no)
    packs = Counter(one.pack for one in found.rules.values() if one.pack)
    bound = ", ".join(f"{pack} ({many(count, 'rule')})" for pack, count in sorted(packs.items())) or "none"
    lines = [
        f"    {name:<24} {one.said_no:>6} of {one.asked:<6} {_law(one.pack, one.law)}" for name, one in said[:SHOWN]
    ]
    head = ["  rules that blocked a touch, a number or an hour: leads blocked, of leads checked"] if lines else []
    return [*head, *lines, f"  packs         {bound}"]


def _law(pack: str, law: str) -> str:
    return f"{pack}: {law}" if pack else "the campaign file or the engine itself"


def _floor(one: "FloorPace") -> str:
    minutes, seconds = divmod(round(one.span.total_seconds()), 60)
    return (
        f"{one.floor}: {many(one.agents, 'agent')}, about {many(one.calls, 'call')} of {minutes}:{seconds:02} min "
        f"(with ringing and wrap-up); open {one.open_hours:g} hours a week, enough for {one.calls_a_day:.0f} a day: "
        f"{one.days:.1f} days"
    )


def _as_json(  # noqa: PLR0917  everything that is told
    campaign: "Campaign",
    at: datetime,
    report: "IntakeReport",
    found: "Forecast",
    carried: "Sample",
    floors: "list[FloorPace]",
) -> dict[str, Any]:
    tally = carried.simulation.tally
    return {
        "campaign": campaign.campaign,
        "from": at,
        "jurisdictions": law_as_data(campaign),
        "list": {"rows": report.rows, "refused": report.refused, "duplicates": report.duplicates},
        "leads": found.leads,
        "reached": found.reached,
        "first": [{"step": s, "channel": c.value, "leads": n} for (s, c), n in found.steps.most_common()],
        "passed_over": [{"step": s, "rule": r, "leads": n} for (s, r), n in found.passed.most_common()],
        "first_at": found.first,
        "last_at": found.last,
        "when": [
            {"hour": hour, "zone": zone, "local": _local(hour, zone).strftime("%Y-%m-%d %H:00"), "leads": count}
            for (hour, zone), count in sorted(found.when.items())
        ],
        "not_reached": [
            {
                "leads": one.leads,
                "hold": one.hold or None,
                "key": one.key,
                "rules": list(one.rules),
                "words": _why(one),
                "examples": one.examples,
            }
            for one in sorted(found.bars.values(), key=lambda one: -one.leads)
        ],
        "rules": [
            {"rule": name, "pack": one.pack or None, "law": one.law, "asked": one.asked, "said_no": one.said_no}
            | {"words": one.words}
            for name, one in sorted(found.rules.items())
        ],
        "floors": [
            {
                "floor": one.floor,
                "agents": one.agents,
                "calls": one.calls,
                "seconds_a_call": round(one.span / timedelta(seconds=1)),
                "open_hours_a_week": one.open_hours,
                "calls_a_day": round(one.calls_a_day),
                "days": round(one.days, 2),
            }
            for one in floors
        ],
        "touches": round(tally.touches * carried.factor),
        "until": tally.last,
    }
