"""What does a page say about a campaign? Pure: words and rows for the templates, made of what the ledger knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import PauseScope
from cadence.domain.figures import Bucket, BucketCount, Dimension, FigureCount, Report, Unit
from cadence.domain.journeys import monday_of
from cadence.domain.money import rounded
from cadence.engine.reports.behind import FIGURES
from cadence.explain.reports.charts import CurveChart, StackChart, curves_of, stack_of
from cadence.explain.reports.cohorts import CohortTable, cohorts_of
from cadence.explain.reports.costs import cost_tables
from cadence.explain.reports.names import (
    NOTHING,
    bucket_name,
    figure_name,
    formula,
    group_in_words,
    number,
    span,
    value_in_words,
)
from cadence.explain.reports.page import HeatMap, heat_of, tables_of
from cadence.explain.reports.tables import HtmlTable, TableRow
from cadence.languages import Language, say
from cadence.languages.amounts import amount_in_words
from cadence.ledger.campaigns.campaigns import StoredCampaign
from cadence.ledger.campaigns.pauses import StoredPause
from cadence.ledger.reading.live import LiveCounts
from cadence.ledger.reports.listing import ListedLead
from cadence.planning.pauses import can_hold

MINUTE = 60
BY_WEEK = ("contact_rate", "answer_rate")
"""The figures that a campaign's page shows week by week."""
LATEST_WEEKS = 12
DIMENSIONS = tuple(by for by in Dimension if by is not Dimension.CAMPAIGN)
"""By what the figures of one campaign can be grouped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignHead:
    """A campaign as the top of its page shows it."""

    stored: StoredCampaign
    title: str
    pauses: tuple[StoredPause, ...]  # those that hold it, or a part of it
    own: StoredPause | None  # the pause of exactly this campaign, which the page can end


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTable:
    """One figure by group."""

    heading: str
    formula: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class BesideRow:
    """One figure of several campaigns."""

    name: str
    formula: str
    cells: tuple[TableRow | None, ...]  # of each campaign; None of one in which nothing was counted


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """The figures of several campaigns, in columns."""

    made_at: str
    campaigns: tuple[str, ...]
    rows: tuple[BesideRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFigures:
    """The figures of one campaign, for its page."""

    made_at: str
    tables: list[HtmlTable]  # the leads by bucket first, then the figures
    weeks: list[GroupTable]
    fell: list[str]  # figures that were lower this week than in half of the weeks before
    heat: HeatMap | None
    stack: StackChart | None
    curves: list[CurveChart]
    cohorts: CohortTable | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveLine:
    """One number of the strip that changes by itself."""

    name: str
    value: str


def head_of(stored: StoredCampaign, file: Campaign | None, pauses: Sequence[StoredPause]) -> CampaignHead:
    """Return a campaign with the pauses that can hold it; its file may be unreadable."""
    holding = tuple(
        pause
        for pause in pauses
        if _is_of(stored, pause) or (file is not None and can_hold(file, pause.scope, pause.value))
    )
    own = next((pause for pause in holding if _is_of(stored, pause)), None)
    return CampaignHead(stored=stored, title=file.title if file else "", pauses=holding, own=own)


def _is_of(stored: StoredCampaign, pause: StoredPause) -> bool:
    return pause.scope is PauseScope.CAMPAIGN and pause.value == stored.name


def live_lines(counts: LiveCounts, now: datetime, language: Language) -> list[LiveLine]:
    """Return what happens now, in words."""
    failed = NOTHING if counts.failed_at is None else f"{counts.failed_code} {_minute(counts.failed_at)}".strip()
    overdue = (
        say(language, "web-live-nothing-due")
        if counts.oldest_due is None
        else say(
            language,
            "web-live-since",
            at=_minute(counts.oldest_due),
            span=span(int((now - counts.oldest_due).total_seconds()) // MINUTE, language),
        )
    )
    values = {
        "web-live-in-the-air": str(counts.in_the_air),
        "web-live-waiting": str(counts.waiting_for_agent),
        "web-live-oldest-due": overdue,
        "web-live-promises": str(counts.promises),
        "web-live-failed": failed,
    }
    return [LiveLine(name=say(language, name), value=value) for name, value in values.items()]


def figures_of(report: Report, language: Language) -> CampaignFigures:
    """Return the figures of a report that is grouped by the hour of the week."""
    weekly = {figure: _weeks(report, figure) for figure in BY_WEEK}
    return CampaignFigures(
        made_at=_minute(report.at),
        tables=tables_of(report, language),
        weeks=[_table(counts, Dimension.WEEK, language) for counts in weekly.values() if counts],
        fell=[figure_name(figure, language) for figure, counts in weekly.items() if _fell(report, counts)],
        heat=heat_of(report, language),
        stack=stack_of(report, language),
        curves=curves_of(report, language),
        cohorts=cohorts_of(report, language),
    )


def _weeks(report: Report, figure: str) -> list[FigureCount]:
    """Return a figure of the latest weeks in which something was counted, the newest last."""
    return [count for count in report.weeks if count.figure.id == figure and count.whole][-LATEST_WEEKS:]


def _fell(report: Report, counts: Sequence[FigureCount]) -> bool:
    """Tell whether a figure is lower in this week than it was in half of the weeks before."""
    newest = counts[-1] if counts else None
    if newest is None or newest.group < monday_of(report.at):
        return False  # nothing was counted this week
    before = report.earlier.get(newest.figure.id)
    return before is not None and (newest.value or 0.0) < before.p50


def name_of(what: str, language: Language) -> str:
    """Return what a figure, or a bucket with its reason, is called."""
    if what in FIGURES:
        return figure_name(what, language)
    bucket, _, reason = what.partition(".")
    return bucket_name(BucketCount(bucket=Bucket(bucket), reason=reason, leads=0), language)


def groups_of(report: Report, language: Language) -> list[GroupTable]:
    """Return one table for each figure, with a row for each group. A figure that counted nothing has no table."""
    by = report.by
    if by is None:
        return []
    counts: dict[str, list[FigureCount]] = {}
    for count in report.groups:
        if count.part or count.whole:
            counts.setdefault(count.figure.id, []).append(count)
    tables = [_table(rows, by, language) for rows in counts.values()]
    for table in cost_tables(report.costs, by, language):
        rows = tuple(TableRow((*row, "")) for row in table.rows)
        tables.append(GroupTable(heading=table.name, formula=table.formula, rows=rows))
    return tables


def amount_of(lead: ListedLead, language: Language) -> str:
    """Return what a lead cost; a dash where its touches have no price."""
    return NOTHING if lead.amount is None else amount_in_words(rounded(lead.amount), lead.currency, language)


def beside_of(report: Report, language: Language) -> SideBySide:
    """Return the figures of a report that is grouped by the campaign, with a column for each."""
    rows: dict[str, dict[str, TableRow]] = {}
    for count in report.groups:
        if count.part or count.whole:
            rows.setdefault(count.figure.id, {})[count.group] = _row(count, Dimension.CAMPAIGN, language)
    return SideBySide(
        made_at=_minute(report.at),
        campaigns=report.campaigns,
        rows=tuple(
            BesideRow(
                figure_name(figure, language),
                formula(figure, language),
                tuple(of_campaigns.get(name) for name in report.campaigns),
            )
            for figure, of_campaigns in rows.items()
        ),
    )


def _table(counts: Sequence[FigureCount], by: Dimension, language: Language) -> GroupTable:
    figure = counts[0].figure
    return GroupTable(
        heading=figure_name(figure.id, language),
        formula=formula(figure.id, language),
        rows=tuple(_row(count, by, language) for count in counts),
    )


def _row(count: FigureCount, by: Dimension, language: Language) -> TableRow:
    """Return one group: its name, the value, n, and between which limits the true rate lies."""
    rate = count.figure.unit is Unit.RATE
    n = say(language, "report-n" if rate else "report-mean-n", part=count.part, whole=count.whole)
    between = ""
    if count.interval is not None:
        low, high = (number(share, Unit.RATE, language) for share in count.interval)
        between = say(language, "report-interval", low=low, high=high)
    cells = (group_in_words(count.group, by, language), value_in_words(count, language), n, between)
    return TableRow(cells, count.value if rate else None)


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
