"""What does a plan report: the leads reached and not reached, when, and by which rules? Edge: in words and as data."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from cadence.campaign import Campaign
from cadence.campaign.on_event import in_words as event_in_words
from cadence.campaign.on_event import lines as event_lines
from cadence.campaign.when import when_due
from cadence.cli.launching.cost_report import cost_as_data, cost_lines, goal_lines
from cadence.cli.launching.dates_in_words import date_lines
from cadence.cli.launching.forecast import needs_reader
from cadence.cli.launching.task_paces import pace_in_words
from cadence.domain.zones import zone_names
from cadence.explain.story.law import law_as_data, law_in_words
from cadence.explain.story.speaker import Speaker
from cadence.languages import Language, say
from cadence.languages.sentences import weekday_and_date, weekday_and_time
from cadence.leads.lists import IntakeReport
from cadence.policy.hours.local_days import local
from cadence.policy.wording import in_words as reason_in_words
from cadence.simulation import Forecast
from cadence.simulation.costs import CostForecast
from cadence.simulation.forecast import TURN, RuleUse, UnreachedGroup
from cadence.simulation.sample import FloorPace, Sample

BAR = 40
"""The longest bar, in characters."""
HOURS = 36
"""Up to this many hours are shown one by one; beyond that, days."""
SHOWN = 12
"""How many rules and reasons are shown; `--json` has all."""
BELOW = 12 * " "
"""The indent of further reasons for the same leads."""


def in_words(  # noqa: PLR0917  everything that is reported
    campaign: Campaign,
    at: datetime,
    report: IntakeReport,
    forecast: Forecast,
    carried: Sample,
    floors: list[FloorPace],
    cost: CostForecast,
    language: Language = "en",
) -> list[str]:
    """Return the plan for people."""
    touches = round(carried.simulation.tally.touches * carried.factor)
    last = carried.simulation.tally.last or at
    head = say(language, "plan-head", campaign=campaign.campaign, at=weekday_and_time(at, language))
    total = say(language, "plan-in-total", touches=touches, day=weekday_and_date(last, language))
    return [
        head,
        "",
        headed(language, "list", report.summary(language)),
        headed(language, "law", law_in_words(campaign, language)),
        *(headed(language, "dates", line) for line in date_lines(campaign, language)),
        *(headed(language, "events", line) for line in event_lines(campaign.on_event, language)),
        *step_lines(campaign, language),
        *first_touch_lines(campaign, forecast, language),
        *(headed(language, "floor", _floor(floor, language)) for floor in floors),
        *(headed(language, "tasks", pace_in_words(pace, language)) for pace in carried.tasks),
        *(headed(language, "needs", need) for need in needs_reader(campaign, language)),
        headed(language, "total", total),
        *(headed(language, "goal", line) for line in goal_lines(campaign, language)),
        *(headed(language, "cost", line) for line in cost_lines(cost, language)),
    ]


def step_lines(campaign: Campaign, language: Language) -> list[str]:
    """Return when each step is due, in words: by the step before it, by a date, and in which opening."""
    lines = [f"    {step.step:<16} {when_due(campaign, step, language)}" for step in campaign.cadence]
    return [f"  {say(language, 'plan-steps')}", *lines, ""]


def first_touch_lines(campaign: Campaign, forecast: Forecast, language: Language) -> list[str]:
    """Return who is reached by which step, when, and who is not and why."""
    return [
        headed(language, "reached", _reached(campaign, forecast, language)),
        *(f"    {step:<16} {channel:<9} {count:>7}" for (step, channel), count in forecast.steps.most_common()),
        *_passed(forecast, language),
        *_chart(forecast, language),
        *_not_reached(forecast, language),
        *_rules(forecast, language),
    ]


def headed(language: Language, heading: str, words: str) -> str:
    """Return a line of the plan under its heading."""
    return f"  {say(language, f'plan-{heading}'):<13} {words}"


def _reached(campaign: Campaign, forecast: Forecast, language: Language) -> str:
    """Return how many leads are reached, with a note if not all can start at once."""
    reached = say(language, "plan-reached-of", reached=forecast.reached, leads=forecast.leads)
    if forecast.leads <= campaign.in_flight:
        return reached
    return f"{reached}; {say(language, 'plan-one-by-one', places=campaign.in_flight)}"


def _passed(forecast: Forecast, language: Language) -> list[str]:
    """Return a line for each step that is skipped before the first touch."""
    head = say(language, "plan-skipped")
    return [
        f"    {head:<16} {say(language, 'plan-skipped-by', step=step, count=count, rule=rule)}"
        for (step, rule), count in forecast.passed.most_common(SHOWN)
    ]


def _chart(forecast: Forecast, language: Language) -> list[str]:
    """Draw when the first touches go, in each person's local time."""
    counted: dict[datetime, Counter[str]] = {}
    daily = len({hour for hour, _ in forecast.when}) > HOURS
    for (hour, zone), count in sorted(forecast.when.items()):
        wall = _local(hour, zone).replace(tzinfo=None)
        counted.setdefault(wall.replace(hour=0) if daily else wall, Counter())[zone] += count
    most = max((sum(zones.values()) for zones in counted.values()), default=1)
    lines = [
        f"    {weekday_and_date(wall, language) if daily else weekday_and_time(wall, language):<20} "
        f"{'█' * max(1, round(BAR * sum(zones.values()) / most)):<{BAR}} {sum(zones.values()):>6}  "
        f"{', '.join(f'{zone} {count}' for zone, count in zones.most_common(3))}{' ...' if len(zones) > 3 else ''}"  # noqa: PLR2004
        for wall, zones in sorted(counted.items())
    ]
    return ["", f"  {say(language, 'plan-first-touches')}", *lines, ""] if lines else []


def _local(hour: datetime, zone: str) -> datetime:
    return local(zone, hour) if zone in zone_names() else hour


def _not_reached(forecast: Forecast, language: Language) -> list[str]:
    """Return which leads are not reached, and why."""
    groups = sorted(forecast.bars.values(), key=lambda group: -group.leads)
    lines = list[str]()
    for group in groups[:SHOWN]:
        first, *others = [*_why(group, language), _named(group, language)]
        lines += [f"    {group.leads:>6}  {first}", *(f"{BELOW}{words}" for words in others)]
    count = say(language, "plan-reached-of", reached=forecast.leads - forecast.reached, leads=forecast.leads)
    return [headed(language, "not-reached", count), *lines] if lines else []


def _why(bar: UnreachedGroup, language: Language) -> list[str]:
    """Return in words why some leads are not reached."""
    if bar.hold == TURN:
        return [say(language, "move-hold", hold=say(language, "plan-account-turn"))]
    if bar.hold:
        return [say(language, "move-hold", hold=Speaker(language=language).hold(bar.hold, bar.key))]
    return [reason_in_words(reason, language) for reason in bar.reasons] or [say(language, "plan-no-step")]


def _named(bar: UnreachedGroup, language: Language) -> str:
    names, more = ", ".join(bar.examples), bar.leads - len(bar.examples)
    return say(language, "names-and-more", names=names, count=more) if more else names


def _rules(forecast: Forecast, language: Language) -> list[str]:
    """Return which rules blocked a touch, a number or an hour, and for how many leads."""
    blocking = sorted(
        ((name, rule) for name, rule in forecast.rules.items() if rule.said_no), key=lambda item: -item[1].said_no
    )
    packs = Counter(rule.pack for rule in forecast.rules.values() if rule.pack)
    bound = [say(language, "plan-pack-rules", pack=pack, rules=count) for pack, count in sorted(packs.items())]
    lines = [f"    {name:<24} {_blocked(rule, language)}" for name, rule in blocking[:SHOWN]]
    head = [f"  {say(language, 'plan-rules')}"] if lines else []
    return [*head, *lines, headed(language, "packs", ", ".join(bound) or say(language, "plan-no-packs"))]


def _blocked(rule: RuleUse, language: Language) -> str:
    """Return how many leads a rule blocked, of how many, and under which law."""
    count = say(language, "count-of", count=f"{rule.said_no:>6}", total=f"{rule.asked:<6}")
    return f"{count} {f'{rule.pack}: {rule.law}' if rule.pack else say(language, 'plan-own-rule')}"


def _floor(pace: FloorPace, language: Language) -> str:
    minutes, seconds = divmod(round(pace.span.total_seconds()), 60)
    return say(
        language,
        "plan-pace",
        floor=pace.floor,
        agents=pace.agents,
        calls=pace.calls,
        length=f"{minutes}:{seconds:02}",
        hours=pace.open_hours,
        daily=round(pace.calls_a_day),
        days=round(pace.days, 1),
    )


def as_json(  # noqa: PLR0917  everything that is reported
    campaign: Campaign,
    at: datetime,
    report: IntakeReport,
    forecast: Forecast,
    carried: Sample,
    floors: list[FloorPace],
    cost: CostForecast,
    language: Language = "en",
) -> dict[str, Any]:
    """Return the plan as data, in the keys of `plan --json`."""
    tally = carried.simulation.tally
    return {
        "campaign": campaign.campaign,
        "from": at,
        "jurisdictions": law_as_data(campaign),
        "list": {"rows": report.rows, "refused": report.refused, "duplicates": report.duplicates},
        "steps": [{"step": step.step, "due": when_due(campaign, step, language)} for step in campaign.cadence],
        "on_event": {name: event_in_words(name, rule, language) for name, rule in campaign.on_event.items()},
        "leads": forecast.leads,
        "reached": forecast.reached,
        "first": [{"step": s, "channel": c.value, "leads": n} for (s, c), n in forecast.steps.most_common()],
        "passed_over": [{"step": s, "rule": r, "leads": n} for (s, r), n in forecast.passed.most_common()],
        "first_at": forecast.first,
        "last_at": forecast.last,
        "when": [
            {"hour": hour, "zone": zone, "local": _local(hour, zone).strftime("%Y-%m-%d %H:00"), "leads": count}
            for (hour, zone), count in sorted(forecast.when.items())
        ],
        "not_reached": [
            {
                "leads": group.leads,
                "hold": group.hold or None,
                "key": group.key,
                "rules": list(group.rules),
                "words": _why(group, language),
                "examples": group.examples,
            }
            for group in sorted(forecast.bars.values(), key=lambda group: -group.leads)
        ],
        "rules": [
            {"rule": name, "pack": rule.pack or None, "law": rule.law, "asked": rule.asked, "said_no": rule.said_no}
            | {"words": reason_in_words(rule.refusal, language) if rule.refusal else ""}
            for name, rule in sorted(forecast.rules.items())
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
        "tasks": [
            {"rule": pace.rule, "about": pace.about, "tasks": pace.tasks, "per_day": pace.most, "days": pace.days}
            for pace in carried.tasks
        ],
        "touches": round(tally.touches * carried.factor),
        "until": tally.last,
        "cost": cost_as_data(cost),
        "goal": campaign.goal.model_dump() if campaign.goal else None,
    }
