"""What will a launch do? Edge: runs the real planning and policy on a sample of the list."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from cadence.campaign import Campaign
from cadence.campaign.conditions.words import in_words as condition_in_words
from cadence.campaign.day_words import days_in_words
from cadence.campaign.parts import ConsentRule
from cadence.campaign.periods import WholeCampaign
from cadence.campaign.segments import measure
from cadence.campaign.texts import filler_of, samples
from cadence.cli.launching.cost_report import cost_lines, goal_lines
from cadence.cli.launching.dates_in_words import date_lines
from cadence.cli.launching.task_paces import pace_in_words
from cadence.cli.law_in_force import law_in_force
from cadence.domain import Channel, Facts
from cadence.domain.channels import DESCRIPTORS
from cadence.domain.clock import Clock
from cadence.domain.list_rows import LeadRow
from cadence.domain.plurals import many
from cadence.engine.launch.launch import Survey
from cadence.explain.story.law import law_in_words
from cadence.languages import Language, say
from cadence.simulation import SimulatedPeople, SimulationWorld, first_touches
from cadence.simulation.costs import CostForecast, CostOrder, cost_forecast
from cadence.simulation.sample import TaskPace
from cadence.simulation.sample import sample as carry

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ZONES = 6
"""How many zones are named."""
RULES = 3
"""How many rules are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchForecast:
    """How the first step will go, and how much will be sent if people answer as in the simulation."""

    looked_at: int  # leads in the sample
    first: datetime | None  # the first touch
    opens: tuple[str, Channel] | None  # its step and channel
    held: tuple[str, ...]  # what must end before the first touch
    refused: Counter[str]  # first steps that a rule refuses, by rule
    touches: int  # expected in total, scaled to the whole list
    until: datetime  # the last touch
    cost: CostForecast  # by the tariffs of the house file
    tasks: tuple[TaskPace, ...]  # how long the tasks take under each cap of a day
    segments: tuple[int, int]  # of one text message, at least and at most; (0, 0) without text messages


def outlook(
    campaign: Campaign, sample: Sequence[LeadRow], leads: int, clock: Clock, known: Sequence[Facts] | None = None
) -> LaunchForecast:
    """Return the forecast from now on for `leads` leads, calculated on a sample; `known` are the sample's facts."""
    now, law = clock.now(), law_in_force().law(campaign, clock.guard)
    world = SimulationWorld(campaign=campaign, law=law, people=SimulatedPeople(seed=1))
    forecast = first_touches(world, sample, now, known)
    refused: Counter[str] = Counter()
    for (step, rule), count in forecast.passed.items():
        if step == campaign.cadence[0].step:
            refused[rule] += count
    carried = carry(world, sample, now, leads)
    expected = carried.simulation.tally
    return LaunchForecast(
        looked_at=len(sample),
        first=forecast.first,
        opens=forecast.opens,
        held=tuple(
            dict.fromkeys(f"{group.hold} {group.key}".strip() for group in forecast.bars.values() if group.hold)
        ),
        refused=refused,
        touches=round(expected.touches * carried.factor),
        until=expected.last or now,
        cost=cost_forecast(
            CostOrder(campaign=campaign, tariffs=law.house.tariffs, rows=sample, at=now), forecast, carried
        ),
        tasks=carried.tasks,
        segments=_segments(campaign, sample),
    )


def _segments(campaign: Campaign, sample: Sequence[LeadRow]) -> tuple[int, int]:
    """Return the smallest and largest number of segments of a text message: the carrier bills each segment."""
    bodies = [step.sms.body for step in campaign.cadence if step.sms]
    people = [replace(row, attributes=samples(campaign) | row.attributes) for row in sample]  # before they answer
    sizes = [measure(filler_of(campaign, row).text(body)).segments for body in bodies for row in people]
    return (min(sizes), max(sizes)) if sizes else (0, 0)


def in_words(campaign: Campaign, survey: Survey, ahead: LaunchForecast | None) -> list[tuple[str, str]]:
    """
    Return what is about to happen, as lines of heading and text: consent, law, senders, hours, zones, cost.

    `ahead` is None if nobody is added.
    """
    agreed = ", ".join(f"{channel} {count}" for channel, count in sorted(survey.by_channel.items())) or "nobody"
    shared = ", ".join(sorted(survey.zones)[:ZONES])
    more = f" and {len(survey.zones) - ZONES} more" if len(survey.zones) > ZONES else ""
    return [
        ("opted in", f"{agreed}, of {many(survey.report.leads, 'lead')}"),
        *((channel, f"without opt-in, on the basis {rule.basis}: {rule.reason}") for channel, rule in _bases(campaign)),
        ("law", law_in_words(campaign)),
        ("sender", _senders(campaign)),
        ("hours", f"{_hours(campaign)}; holidays {campaign.holidays}"),
        *(("dates", line) for line in date_lines(campaign)),
        ("zones", f"each person's local time: {shared}{more}"),
        *(
            [
                ("first touch", _first(campaign, ahead)),
                ("touches", _touches(campaign, survey.added, ahead)),
                *(("tasks", pace_in_words(pace)) for pace in ahead.tasks),
                *(("goal", line) for line in goal_lines(campaign)),
                *(("cost", line) for line in cost_lines(ahead.cost)),
            ]
            if ahead is not None
            else []
        ),
    ]


def _bases(campaign: Campaign) -> list[tuple[str, ConsentRule]]:
    return [(channel.value, rule) for channel, rule in campaign.consent.items() if rule.basis != "opt_in"]


def _senders(campaign: Campaign) -> str:
    used = [*campaign.sender.every(), *(step.sender for step in campaign.cadence)]
    return ", ".join(dict.fromkeys(sender for sender in used if sender)) or "nobody"


def _hours(campaign: Campaign) -> str:
    parts = []
    for window in campaign.windows:
        spans = ", ".join(f"{span.opens:%H:%M}-{_closing(span.closes)}" for span in window.hours)
        some = [*window.segments, *([condition_in_words(window.where)] if window.where else [])]
        only = f" ({', '.join(some)} only)" if some else ""
        dates = f" ({days_in_words(window.dates, 'en')})" if window.dates else ""
        parts.append(f"{_days(window.days)} {spans}{only}{dates}")
    return "; ".join(parts)


def _days(days: Sequence[int]) -> str:
    """Return weekdays as people write them: mon-fri, sat."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return " ".join(DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}" for run in runs)


def _closing(at: time) -> str:
    return f"{at:%H:%M}" if at != time() else "24:00"


def _first(campaign: Campaign, ahead: LaunchForecast) -> str:
    """Return which step goes first and when, and for how many leads the first step of the file is skipped."""
    begins = campaign.cadence[0]
    step, channel = ahead.opens or (begins.step, begins.channel)
    held = f", held: {', '.join(ahead.held)}" if ahead.held else ""
    when = (
        f"on {ahead.first:%a %Y-%m-%d %H:%M} UTC at the earliest"
        if ahead.first
        else f"for none of the leads checked{held}"
    )
    first = f"{step} by {channel or 'wait'}, {when}"
    if not ahead.refused:
        return first
    rules = ", ".join(f"{rule} {count}" for rule, count in ahead.refused.most_common(RULES))
    count = sum(ahead.refused.values())
    return f"{first}; {begins.step} is skipped for {count} of {many(ahead.looked_at, 'lead')} checked ({rules})"


def _touches(campaign: Campaign, leads: int, ahead: LaunchForecast) -> str:
    """Return how much will be sent: the carrier bills messages by segment, and calls by their length."""
    whole = [limit for limit in campaign.limits if isinstance(limit.per, WholeCampaign)]
    budgets = [limit.max for limit in whole if not (limit.channels or limit.segments or limit.where)]
    most = f"at most {min(budgets) * leads}" if budgets else "no limit per person for the whole campaign"
    return (
        f"about {many(ahead.touches, 'message or call', 'messages and calls')} until "
        f"{ahead.until:%a %Y-%m-%d}, {most}{_texts(*ahead.segments)}"
    )


def _texts(least: int, longest: int) -> str:
    if not longest:
        return ""
    many = f"{least} to {longest}" if least < longest else str(longest)
    return f"; a text message has {many} {'segment' if longest == 1 else 'segments'}"


def needs_reader(campaign: Campaign, language: Language = "en") -> list[str]:
    """Return what a campaign needs whose messages people can answer; nothing for one that only calls."""
    answered = {descriptor.channel for descriptor in DESCRIPTORS.values() if descriptor.can_reply}
    reader = say(language, "plan-needs-reader")
    return [reader] if any(step.channel in answered for step in campaign.cadence) else []
