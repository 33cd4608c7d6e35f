"""
Which figures does a campaign have now? Edge: reads the ledger's counts and puts them into a report.

Nothing is averaged: each figure keeps its two sums, and a group's figure is made of the group's sums.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from cadence.domain.errors import NotFoundError
from cadence.domain.figures import (
    BY_ID,
    FIGURES,
    OF_LEADS,
    Dimension,
    Duration,
    EarlierWeeks,
    Figure,
    FigureCount,
    Grain,
    Period,
    RatioCount,
    Report,
    Unit,
    earlier_weeks,
)
from cadence.domain.journeys import monday_of
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.ratios import ratios_of
from cadence.engine.reports.spending import CountedGroups, Grouping, cost_report
from cadence.ledger.alerts.firings import firings
from cadence.ledger.campaigns import campaigns
from cadence.ledger.campaigns.campaigns import StoredCampaign
from cadence.ledger.lists import readings
from cadence.ledger.reports import counts, fatigue, paces, promises, standing
from cadence.policy.hours.working_time import after_work

ASKED_WITHIN = timedelta(hours=4)
"""Working hours in which a person is called who asked for a call and named no time."""
Sums = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOrder:
    """What is to be reported."""

    campaigns: tuple[str, ...] = ()  # together; none is all of them
    by: Dimension | None = None
    hours: bool = False  # instead: by the hour of the week how often people answer, and nothing else, for the map
    period: Period = field(default_factory=Period)


def reported(connection: Connection, order: ReportOrder) -> list[StoredCampaign]:
    """Return the campaigns that a report is about; trials are none. Raises NotFoundError."""
    if order.campaigns:
        return [campaigns.find(connection, name) for name in order.campaigns]
    every = campaigns.every(connection)
    if not every:
        raise NotFoundError("There are no campaigns yet. `cadence launch FILE --leads LIST.csv` starts one.")
    return every


def report_of(connection: Connection, planner: Planner, order: ReportOrder, now: datetime) -> Report:
    """Return the report. Raises NotFoundError."""
    planner.today.refresh(connection)
    stored = reported(connection, order)
    ids = [campaign.id for campaign in stored]
    counts.prepare(connection)
    weekly = counts.touches_by_week(connection, ids)
    touched = weekly if order.period == Period() else counts.touches(connection, ids, order.period)
    hours = counts.answers(connection, ids, order.period) if order.hours else {}
    grouped = counts.touches(connection, ids, order.period, order.by) if order.by is not None else {}
    by_lead = counts.leads(connection, ids, order.period, order.by).sums if order.by in OF_LEADS else {}
    first = min(campaign.launched_at for campaign in stored)
    all_leads = standing.standing(connection, ids, order.period, now, first)
    pace = paces.paces(connection, ids, order.period, now)
    in_order = {
        "attempts_in_order": sum(attempts * leads for attempts, leads in pace.until_contact.items()),
        "contacted_in_order": sum(pace.until_contact.values()),
    }
    read = readings.last(connection, ids, order.period)
    in_order |= {"rows_usable": sum(row.part for row in read), "rows_read": sum(row.whole for row in read)}
    whole = {"": {**all_leads.sums, **touched.get("", {}), **in_order}}
    return Report(
        campaigns=tuple(campaign.name for campaign in stored),
        at=now,
        period=order.period,
        by=Dimension.HOUR_OF_WEEK if order.hours else order.by,
        counts=tuple(_counts(whole, FIGURES)),
        groups=tuple(_counts(hours, [BY_ID["answer_rate"]])) if order.hours else _groups(order, grouped, by_lead),
        costs=cost_report(
            connection,
            planner,
            stored,
            Grouping(order.by, order.period),
            CountedGroups(touches=touched, touch_groups=grouped, leads={"": all_leads.sums}, lead_groups=by_lead),
        ),
        durations=(
            Duration(figure=BY_ID["time_to_contact"], durations=all_leads.to_contact),
            Duration(figure=BY_ID["time_between_attempts"], durations=pace.between),
        ),
        until_contact=pace.until_contact,
        buckets=all_leads.buckets,
        reasons=all_leads.reasons,
        callbacks=promises.callbacks(
            connection, ids, order.period, now, lambda at: after_work(at, ASKED_WITHIN, planner.today.in_force.house)
        ),
        fatigue=fatigue.fatigue(connection, ids, now),
        ratios=tuple(_ratios(connection, planner, stored, now)),
        lists=tuple(read),
        earlier=_earlier(weekly, now) if len(order.campaigns) == 1 else {},
        firings=tuple(firings(connection, ids, order.period)),
        weeks=tuple(_counts({week: sums for week, sums in weekly.items() if week}, _rates_of_touches())),
        states=all_leads.states,
        cohorts=all_leads.cohorts,
    )


def _counts(sums: Sums, figures: Iterable[Figure]) -> Iterator[FigureCount]:
    """Yield these figures of each group, from the group's sums."""
    for figure in figures:
        for group, of_group in sums.items():
            if figure.part:
                yield FigureCount(
                    figure=figure, group=group, part=of_group.get(figure.part, 0), whole=of_group.get(figure.whole, 0)
                )


def _groups(order: ReportOrder, touched: Sums, by_lead: Sums) -> tuple[FigureCount, ...]:
    """Return the figures by group: those of touches by everything, those of leads by what a lead has."""
    if order.by is None:
        return ()
    grouped = [*_counts(touched, _of(Grain.TOUCH)), *_counts(by_lead, _of(Grain.LEAD))]
    place = {figure.id: at for at, figure in enumerate(FIGURES)}
    return tuple(sorted(grouped, key=lambda count: (place[count.figure.id], count.group)))


def _of(grain: Grain) -> list[Figure]:
    return [figure for figure in FIGURES if figure.grain is grain and not figure.in_order]


def _rates_of_touches() -> list[Figure]:
    return [figure for figure in _of(Grain.TOUCH) if figure.unit is Unit.RATE]


def _earlier(weekly: Sums, now: datetime) -> dict[str, EarlierWeeks]:
    """Return how the rates of touches were in the weeks before this one."""
    this_week = monday_of(now)
    before = {week: sums for week, sums in weekly.items() if "" < week < this_week}
    by_figure = {figure.id: earlier_weeks(list(_counts(before, [figure]))) for figure in _rates_of_touches()}
    return {figure: weeks for figure, weeks in by_figure.items() if weeks is not None}


def _ratios(
    connection: Connection, planner: Planner, stored: Sequence[StoredCampaign], now: datetime
) -> Iterator[RatioCount]:
    """Yield the shares that a law limits, of each campaign whose file can be read, in their own periods."""
    for campaign in stored:
        file = planner.readable(connection, campaign.name, campaign.version)
        for ratio in ratios_of(connection, planner, file, campaign.id, now) if file is not None else ():
            yield RatioCount(
                campaign=campaign.name,
                rule=ratio.rule,
                pack=ratio.pack,
                since=ratio.since,
                part=ratio.part,
                whole=ratio.whole,
                cap=ratio.most,
                aim=ratio.target,
                breached=ratio.breached,
            )
