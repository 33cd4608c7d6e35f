"""
How is a report shown as one file for a browser or a printer? Pure: HTML without scripts, images or addresses.

The page of the web server shows the same tables and the same map.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, Template

from cadence.domain.figures import Bucket, Dimension, FigureCount, Report, Unit
from cadence.explain.reports.charts import curves_of, stack_of
from cadence.explain.reports.cohorts import cohorts_of
from cadence.explain.reports.costs import cost_notes, figure_lines, return_notes, spent_lines
from cadence.explain.reports.names import (
    bucket_name,
    figure_name,
    formula,
    group_in_words,
    number,
    reason_in_words,
    span,
    value_in_words,
)
from cadence.explain.reports.tables import HtmlTable, PictureMark, TableRow
from cadence.explain.reports.words import ATTEMPTS, head, spoken
from cadence.languages import Language, say

CELL_WIDTH, CELL_HEIGHT, LEFT, TOP = 36, 24, 44, 18
"""The cells of the heat map, and the room for weekdays and hours."""
HOURS, DAYS = 24, 7
FAINTEST, DARKEST = 0.06, 0.7
"""How visible a cell with calls and without an answer is, and the one with the most: its number can still be read."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One hour of the week."""

    x: int
    y: int
    share: float
    n: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """Answers by hour and weekday, with the number of calls in each cell."""

    heading: str
    marks: tuple[PictureMark, ...]
    cells: tuple[HeatCell, ...]
    cell_width: int = CELL_WIDTH - 2
    cell_height: int = CELL_HEIGHT - 2
    width: int = LEFT + HOURS * CELL_WIDTH
    height: int = TOP + DAYS * CELL_HEIGHT


def tables_of(report: Report, language: Language) -> list[HtmlTable]:
    """Return the tables of a report in their order, without empty ones."""
    return [table for table in _ReportPage(report, language).tables() if table.rows]


def heat_of(report: Report, language: Language) -> HeatMap | None:
    """Return the map of answers; None where no call has ended, or the report is grouped otherwise."""
    return _ReportPage(report, language).heat()


def as_html(report: Report, language: Language = "en") -> str:
    """Return the page. The report is to be grouped by the hour of the week, for the map of answers."""
    title, *under = head(report, language)
    return _template().render(
        language=language,
        title=title,
        under_title=[line.strip() for line in under],
        tables=tables_of(report, language),
        heat=heat_of(report, language),
        stack=stack_of(report, language),
        curves=curves_of(report, language),
        cohorts=cohorts_of(report, language),
        as_table=say(language, "page-as-table"),
    )


@cache
def _template() -> Template:
    return Environment(loader=PackageLoader(__package__, ""), autoescape=True).get_template("report.html")


@dataclass(frozen=True, slots=True)
class _ReportPage:
    """The parts of the page."""

    report: Report
    language: Language

    def say(self, sentence: str, /, **values: object) -> str:
        return say(self.language, sentence, **values)

    def tables(self) -> Iterator[HtmlTable]:
        """Yield the tables in their order."""
        yield self._leads()
        yield self._figures()
        yield self._counted(
            self.say("report-attempt-of-contact"),
            [
                (self.say("report-attempt", nth=nth), leads)
                for nth, leads in sorted(self.report.until_contact.items())[:ATTEMPTS]
            ],
            sum(self.report.until_contact.values()),
        )
        yield self._counted(
            self.say("report-reasons"),
            [(reason_in_words(count, self.language), count.leads) for count in self.report.reasons],
            sum(count.leads for count in self.report.reasons),
        )
        yield self._costs()
        for heading, *lines in spoken(self.report, self.language):
            yield HtmlTable(heading=heading, rows=tuple(TableRow((line.strip(),)) for line in lines))

    def _leads(self) -> HtmlTable:
        order = list(Bucket)
        buckets = sorted(self.report.buckets, key=lambda count: (order.index(count.bucket), -count.leads))
        named = [(bucket_name(count, self.language), count.leads) for count in buckets]
        whole = self.report.leads
        keys = [".".join(filter(None, (count.bucket.value, count.reason))) for count in buckets]
        named.append((self.say("report-all-leads"), whole))
        return self._counted(self.say("report-leads"), named, whole, keys)

    def _counted(
        self, heading: str, named: Sequence[tuple[str, int]], whole: int, keys: Sequence[str] = ()
    ) -> HtmlTable:
        rows = tuple(
            TableRow((words, str(leads), number(leads / whole, Unit.RATE, self.language)), leads / whole, key)
            for (words, leads), key in zip(named, (*keys, *[""] * (len(named) - len(keys))), strict=True)
            if whole
        )
        return HtmlTable(heading=heading, rows=rows, numbers=frozenset({1, 2}), bars=True)

    def _figures(self) -> HtmlTable:
        rows = [self._figure(count) for count in self.report.counts]
        for duration in self.report.durations:
            spans = ", ".join(f"{name} {span(minutes, self.language)}" for name, minutes in duration.minutes.items())
            n = self.say("report-durations-n", events=duration.durations.events, count=duration.durations.count)
            name, words = (made(duration.figure.id, self.language) for made in (figure_name, formula))
            rows.append(TableRow((name, spans, n, words)))
        columns = tuple(self.say(f"page-{column}") for column in ("figure", "value", "n", "formula"))
        return HtmlTable(
            heading=self.say("report-figures"),
            rows=tuple(rows),
            columns=(*columns, ""),
            numbers=frozenset({1, 2}),
            bars=True,
        )

    def _figure(self, count: FigureCount) -> TableRow:
        rate = count.figure.unit is Unit.RATE
        n = self.say("report-n" if rate else "report-mean-n", part=count.part, whole=count.whole)
        name, words = figure_name(count.figure.id, self.language), formula(count.figure.id, self.language)
        cells = (name, value_in_words(count, self.language), n, words)
        return TableRow(cells, count.value if rate else None, count.figure.id)

    def _costs(self) -> HtmlTable:
        """Return what was spent, by source, and the figures of it; notes have one cell."""
        costs = self.report.costs
        lines = [*spent_lines(costs, self.language), *figure_lines(costs, self.language)]
        rows = [TableRow((line.name, line.value, line.n, line.formula), key=line.figure) for line in lines]
        notes = [*cost_notes(costs, self.language), *return_notes(costs, self.language)]
        return HtmlTable(
            heading=self.say("report-costs"),
            rows=(*rows, *(TableRow((note, "", "", "")) for note in notes)) if costs.rows else (),
            columns=tuple(self.say(f"page-{column}") for column in ("figure", "value", "n", "formula")),
            numbers=frozenset({1, 2}),
        )

    def heat(self) -> HeatMap | None:
        """Return the map of answers; None where no call has ended, or the report is grouped otherwise."""
        if self.report.by is not Dimension.HOUR_OF_WEEK:
            return None
        counts = [count for count in self.report.groups if count.figure.id == "answer_rate" and count.whole]
        most = max((count.value or 0.0 for count in counts), default=0.0)
        days = [
            PictureMark(0, TOP + day * CELL_HEIGHT + 15, self.say("weekday", day=day + 1), "start")
            for day in range(DAYS)
        ]
        hours = [PictureMark(LEFT + hour * CELL_WIDTH + CELL_WIDTH / 2, 12, f"{hour:02}") for hour in range(HOURS)]
        cells = tuple(self._cell(count, most) for count in counts if count.group)
        return HeatMap(heading=self.say("page-heat"), marks=(*days, *hours), cells=cells) if cells else None

    def _cell(self, count: FigureCount, most: float) -> HeatCell:
        """Return a cell; the highest rate of all is the darkest, so that a low rate still shows its hours."""
        day, hour = divmod(int(count.group), HOURS)
        n = self.say("report-n", part=count.part, whole=count.whole)
        when = group_in_words(count.group, Dimension.HOUR_OF_WEEK, self.language)
        share = max(FAINTEST, DARKEST * (count.value or 0.0) / most) if most else FAINTEST
        title = f"{when}: {value_in_words(count, self.language)}, {n}"
        return HeatCell(LEFT + hour * CELL_WIDTH, TOP + day * CELL_HEIGHT, share, count.whole, title)
