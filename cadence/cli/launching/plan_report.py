"""What does a plan report: the leads reached and not reached, when, and by which rules? Edge: in words and as data."""

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cadence.cli.checks.held_replies import needs_reader
from cadence.domain.plurals import many
from cadence.explain.story.law import law_as_data, law_in_words

if TYPE_CHECKING:
    from cadence.campaign import Campaign
    from cadence.leads.lists import IntakeReport
    from cadence.simulation import Forecast
    from cadence.simulation.forecast import UnreachedGroup
    from cadence.simulation.pace import FloorPace
    from cadence.simulation.sample import Sample

BAR = 40
"""The longest bar, in characters."""
HOURS = 36
"""Up to this many hours are shown one by one; beyond that, days."""
SHOWN = 12
"""How many rules and reasons are shown; `--json` has all."""
BELOW = 12 * " "
"""The indent of further reasons for the same leads."""


def in_words(  # noqa: PLR0917  everything that is reported
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
        *_not_reached(found),
        *_rules(found),
        *(f"  floor         {_floor(floor)}" for floor in floors),
        *(f"  needs         {need}" for need in needs_reader(campaign)),
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
        label = _local_label(hour, zone, daily=daily)
        counted.setdefault(label, Counter())[zone] += count
    most = max((sum(zones.values()) for zones in counted.values()), default=1)
    lines = [
        f"    {label:<20} {'█' * max(1, round(BAR * sum(zones.values()) / most)):<{BAR}} {sum(zones.values()):>6}  "
        f"{', '.join(f'{zone} {count}' for zone, count in zones.most_common(3))}{' ...' if len(zones) > 3 else ''}"  # noqa: PLR2004
        for label, zones in sorted(counted.items(), key=lambda item: item[0].split(" ", 1)[1])
    ]
    return ["", "  first touches, in each person's local time", *lines, ""] if lines else []


def _local_label(hour: datetime, zone: str, *, daily: bool) -> str:
    """Return the local hour in a zone, or only the day."""
    local = _local(hour, zone)
    return f"{local:%a %Y-%m-%d}" if daily else f"{local:%a %Y-%m-%d %H:00}"


def _local(hour: datetime, zone: str) -> datetime:
    from cadence.domain.zones import zone_names
    from cadence.policy.local_days import local

    return local(zone, hour) if zone in zone_names() else hour


def _not_reached(found: "Forecast") -> list[str]:
    """Return which leads are not reached, and why."""
    groups = sorted(found.bars.values(), key=lambda group: -group.leads)
    lines = list[str]()
    for group in groups[:SHOWN]:
        first, *others = [*_why(group), _named(group)]
        lines += [f"    {group.leads:>6}  {first}", *(f"{BELOW}{words}" for words in others)]
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
    blocking = sorted(
        ((name, rule) for name, rule in found.rules.items() if rule.said_no), key=lambda item: -item[1].said_no
    )
    packs = Counter(rule.pack for rule in found.rules.values() if rule.pack)
    bound = ", ".join(f"{pack} ({many(count, 'rule')})" for pack, count in sorted(packs.items())) or "none"
    lines = [
        f"    {name:<24} {rule.said_no:>6} of {rule.asked:<6} {_law(rule.pack, rule.law)}"
        for name, rule in blocking[:SHOWN]
    ]
    head = ["  rules that blocked a touch, a number or an hour: leads blocked, of leads checked"] if lines else []
    return [*head, *lines, f"  packs         {bound}"]


def _law(pack: str, law: str) -> str:
    return f"{pack}: {law}" if pack else "the campaign file or the engine itself"


def _floor(pace: "FloorPace") -> str:
    minutes, seconds = divmod(round(pace.span.total_seconds()), 60)
    return (
        f"{pace.floor}: {many(pace.agents, 'agent')}, about {many(pace.calls, 'call')} of {minutes}:{seconds:02} min "
        f"(with ringing and wrap-up); open {pace.open_hours:g} hours a week, enough for {pace.calls_a_day:.0f} a day: "
        f"{pace.days:.1f} days"
    )


def as_json(  # noqa: PLR0917  everything that is reported
    campaign: "Campaign",
    at: datetime,
    report: "IntakeReport",
    found: "Forecast",
    carried: "Sample",
    floors: "list[FloorPace]",
) -> dict[str, Any]:
    """Return the plan as data, in the keys of `plan --json`."""
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
                "leads": group.leads,
                "hold": group.hold or None,
                "key": group.key,
                "rules": list(group.rules),
                "words": _why(group),
                "examples": group.examples,
            }
            for group in sorted(found.bars.values(), key=lambda group: -group.leads)
        ],
        "rules": [
            {"rule": name, "pack": rule.pack or None, "law": rule.law, "asked": rule.asked, "said_no": rule.said_no}
            | {"words": rule.words}
            for name, rule in sorted(found.rules.items())
        ],
        "floors": [
            {
                "floor": pace.floor,
                "agents": pace.agents,
                "calls": pace.calls,
                "seconds_a_call": round(pace.span / timedelta(seconds=1)),
                "open_hours_a_week": pace.open_hours,
                "calls_a_day": round(pace.calls_a_day),
                "days": round(pace.days, 2),
            }
            for pace in floors
        ],
        "touches": round(tally.touches * carried.factor),
        "until": tally.last,
    }
