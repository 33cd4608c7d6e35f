"""Which rules does the campaign file itself make? Pure: its windows, holidays, limits, gap, dates and consent."""

from collections.abc import Iterable, Iterator
from datetime import time, timedelta
from functools import lru_cache
from typing import TypeVar

from cadence.campaign import Campaign, parts, periods
from cadence.campaign.enter import Once
from cadence.campaign.until import Until
from cadence.domain import Audience, CauseKind, Channel
from cadence.domain.nearest import same_word
from cadence.policy.counted_touches import ACCOUNT
from cadence.policy.evaluation.case import Case
from cadence.policy.evaluation.conditional import ForSome, HoursChosen, choices_of, window_conditions
from cadence.policy.finding import Rule
from cadence.policy.hours.holiday_calendar import Calendar
from cadence.policy.hours.opening_hours import ALWAYS, NEVER_OPEN, DatedWeeks, Week, closed_on, week
from cadence.policy.hours.periods import Period, local_dates, rolling
from cadence.policy.primitives.budget import Budget
from cadence.policy.primitives.consent import LegalBasis, Requested, basis_of
from cadence.policy.primitives.dated_limit import DatedLimit
from cadence.policy.primitives.gap import SHARED, Gap
from cadence.policy.primitives.limit import Limit
from cadence.policy.primitives.rest import Rest
from cadence.policy.primitives.window import Window

EVERY_DAY = tuple(range(7))
WHOLE_DAY = periods.Hours(opens=time(), closes=time())
"""From midnight to midnight."""
Bound = TypeVar("Bound", bound=Budget | Limit | DatedLimit)


def windows(case: Case) -> Iterator[Window]:
    """Yield the file's hours for this lead, its own closed days, and its holidays if it keeps them."""
    lead, number, guard = case.question.facts.lead, case.question.number, case.law.guard
    for entries in choices_of(case.campaign.windows, lead.segment, case.conditions):
        yield Window(rule="campaign.windows", hours=_hours(entries), guard=guard)
    if case.campaign.closed:
        yield Window(rule="campaign.closed", hours=closed_on(case.campaign.closed), guard=guard)
    if case.campaign.holidays == "closed":
        # The digits show only the country, and count only when the list names none.
        country = lead.country or (number.country if number else "")
        calendar = Calendar(country, lead.region if lead.country else "", worked=case.campaign.open)
        yield Window(rule="campaign.holidays", hours=ALWAYS, guard=guard, calendar=calendar)


def until(case: Case) -> Iterator[Window]:
    """Yield the hours of the step, if it waits for some; a promised call keeps its own time."""
    campaign, candidate = case.campaign, case.question.candidate
    step = candidate.step if candidate.cause.kind is CauseKind.STEP else ""
    wanted = campaign.step_named(step).until if step in campaign.places else None
    if wanted is not None:
        yield until_window(wanted, case.law.guard)


@lru_cache(maxsize=256)
def until_window(wanted: Until, guard: timedelta) -> Window:
    """Return the hours that a step waits for."""
    weekdays = wanted.weekday or EVERY_DAY
    spans = wanted.hours or (WHOLE_DAY,)
    hours = week((weekdays, span.opens, span.closes) for span in spans)
    dated = DatedWeeks(NEVER_OPEN, ((wanted.dates, hours),)) if wanted.day else hours
    return Window(rule="step.until", hours=dated, guard=guard)


@lru_cache(maxsize=1024)
def _hours(entries: tuple[parts.FileWindow, ...]) -> Week | DatedWeeks:
    """Return the week of these windows: the ones with dates replace on their dates those without."""
    usual = _week(entry for entry in entries if not entry.dates)
    dated = tuple((entry.dates, _week([entry])) for entry in entries if entry.dates)
    return DatedWeeks(usual, dated) if dated else usual


def _week(entries: Iterable[parts.FileWindow]) -> Week:
    return week((window.days, span.opens, span.closes) for window in entries for span in window.hours)


def seasons(case: Case) -> Iterator[Window]:
    """Yield the days between the seasons of the file, on which everybody waits."""
    if between := case.campaign.between_seasons:
        basis = {"seasons": [str(season.days) for season in case.campaign.seasons]}
        yield Window(rule="campaign.seasons", hours=closed_on(between), guard=case.law.guard, basis=basis)


def chosen(campaign: Campaign) -> Iterator[HoursChosen]:
    """Yield what keeps how the conditions of the file's windows were answered."""
    if window_conditions(campaign):
        yield HoursChosen(campaign=campaign)


def budgets(
    campaign: Campaign, channel: Channel | None = None, segment: str | None = None
) -> Iterator[Budget | ForSome]:
    """Yield the limits over the whole campaign, of one channel or of all, for one segment or for all."""
    private = campaign.audience is Audience.CONSUMER
    visit = not isinstance(campaign.enter, Once)
    for rule, limit, channels in _limits(campaign, channel, segment):
        if isinstance(limit.per, periods.WholeCampaign):
            together = limit.by == ACCOUNT
            budget = Budget(
                rule=rule, most=limit.max, channels=channels, by_number=private, visit=visit, by_account=together
            )
            yield _for(limit, budget)


def limits(
    campaign: Campaign, channel: Channel | None = None, segment: str | None = None
) -> Iterator[Limit | DatedLimit | Gap | Rest | ForSome]:
    """Yield the limits, the gap and the rest that pass with time, of one channel or of all, for one segment or all."""
    for rule, limit, channels in _limits(campaign, channel, segment):
        together = limit.by == ACCOUNT
        match limit.per:
            case periods.RollingPeriod(seconds=seconds):
                period: Period = rolling(seconds)
            case periods.LocalDaysPeriod(days=days):
                period = local_dates(days)
            case periods.WholeCampaign():
                continue
        own = Limit(rule=rule, most=limit.max, period=period, channels=channels, by_account=together)
        yield _for(limit, DatedLimit(limit=own, dates=limit.dates) if limit.dates else own)
    shared = SHARED if campaign.audience is Audience.CONSUMER else timedelta(0)
    if campaign.gap or shared:
        yield Gap(span=campaign.gap, shared=shared)
    if campaign.rest is not None:
        nothing, private = timedelta(0), campaign.audience is Audience.CONSUMER
        refused, conversation = campaign.rest.refused or nothing, campaign.rest.conversation or nothing
        yield Rest(refused=refused, conversation=conversation, by_number=private, rule="campaign.rest")


def _for(limit: parts.FileLimit, rule: Bound) -> Bound | ForSome:
    """Return the rule of a limit, for the people whom it is about."""
    return rule if limit.where is None else ForSome(bound=rule, where=limit.where)


def _limits(
    campaign: Campaign, channel: Channel | None, segment: str | None
) -> Iterator[tuple[str, parts.FileLimit, frozenset[Channel]]]:
    """Yield the limits about a channel that bind a segment, with the rule id used in every decision."""
    for index, limit in enumerate(campaign.limits):
        channels = frozenset(limit.channels) or frozenset(Channel)
        theirs = segment is None or not limit.segments or same_word(segment) in map(same_word, limit.segments)
        if theirs and (channel is None or channel in channels):
            yield f"campaign.limits[{index}]", limit, channels


def consent(case: Case) -> Iterator[Rule]:
    """
    Yield the rules about the file's legal basis for this channel.

    A promised call must still be promised. The person's own request is the consent for it; an order of ours is not.
    """
    if case.promised:
        yield Requested()
    if case.requested:
        return
    ground, named = basis_of(case.campaign, case.channel), case.campaign.consent.get(case.channel)
    yield LegalBasis(rule=f"consent.{case.channel}", ground=ground, reason=named.reason if named else "")
