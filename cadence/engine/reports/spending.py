"""
What was spent, what did each thing cost, and what came back? Edge: reads what touches cost, by group.

A figure that is divided by touches or contacts counts the touches of the period. One that is about conversions counts
leads: all that was spent on those that were enrolled in the period.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from cadence.domain.cost_groups import grouped, is_grouped_by, ungrouped
from cadence.domain.costs import (
    COST_FIGURES,
    ROI,
    CostCount,
    CostFigure,
    CostGrain,
    CostReport,
    GoalValue,
    ReturnCount,
    cost_counts,
    returns,
    together,
)
from cadence.domain.figures import Dimension, Period
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns.campaigns import StoredCampaign
from cadence.ledger.reports import costs
from cadence.ledger.reports.costs import GoalColumn

Sums = Mapping[str, Mapping[str, int]]
SAME_GROUP = frozenset({None, Dimension.CAMPAIGN, Dimension.SEGMENT})
"""By these, a touch is in the group of its lead. The lead may have another version by now, or another enrolment."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """By what, and of which time."""

    by: Dimension | None
    period: Period

    @property
    def by_lead(self) -> Dimension | None:
        """The same for figures of leads; None where these have no such groups."""
        return self.by if self.by is not None and is_grouped_by(ROI, self.by) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedGroups:
    """What a report has counted already, by group; "" is everything."""

    touches: Sums
    touch_groups: Sums
    leads: Sums
    lead_groups: Sums


def cost_report(
    connection: Connection, planner: Planner, stored: Sequence[StoredCampaign], of: Grouping, counted: CountedGroups
) -> CostReport:
    """Return what was spent, and its figures: of everything, and of each group."""
    ids, tariffs = [campaign.id for campaign in stored], planner.today.in_force.house.tariffs
    rows = costs.costs(connection, ids, of.period, tariffs, of.by)
    if of.period == Period() and of.by_lead in SAME_GROUP:
        of_leads = rows if of.by_lead == of.by else together(rows)
    else:
        of_leads = costs.costs_of_leads(connection, ids, of.period, tariffs, of.by_lead)
    goals = _goals(connection, planner, stored, of)
    groups: tuple[CostCount, ...] = ()
    results: tuple[ReturnCount, ...] = ()
    if of.by is not None:
        groups = (
            *cost_counts(rows, counted.touch_groups, grouped(of.by, CostGrain.TOUCH, CostGrain.ATTEMPT)),
            *cost_counts(of_leads, counted.lead_groups, grouped(of.by, CostGrain.LEAD)),
        )
        results = tuple(returns(of_leads, goals)) if goals is not None and of.by_lead else ()
    every, every_lead = together(rows), together(of_leads)
    whole = {"": sum(goals.values(), GoalValue())} if goals is not None else {}
    counts = (
        *cost_counts(every, counted.touches, _figures(CostGrain.TOUCH, CostGrain.ATTEMPT)),
        *cost_counts(every_lead, counted.leads, _figures(CostGrain.LEAD)),
    )
    return CostReport(
        rows=every,
        counts=tuple(count for count in counts if count.currency),
        groups=groups,
        result=next(returns(every_lead, whole)) if whole else None,
        results=results,
        ungrouped=ungrouped(of.by) if of.by is not None else (),
    )


def _figures(*grains: CostGrain) -> list[CostFigure]:
    return [figure for figure in COST_FIGURES if figure.grain in grains]


def _goals(
    connection: Connection, planner: Planner, stored: Sequence[StoredCampaign], of: Grouping
) -> dict[str, GoalValue] | None:
    """Return what conversions are worth, by group; None where neither a file nor an event of them names an amount."""
    values: dict[str, GoalValue] = defaultdict(GoalValue)
    named = False
    for campaign in stored:
        file = planner.readable(connection, campaign.name, campaign.version)
        goal = file.goal if file is not None else None
        column = GoalColumn(column=goal.value, currency=goal.currency) if goal is not None else GoalColumn()
        worth = costs.goal_values(connection, campaign.id, of.period, column, of.by_lead)
        named = named or worth is not None
        for group, value in (worth or {}).items():
            values[group] += value
    return dict(values) if named else None
