"""How is a report shown to people? Pure: lines of text, with the formula and n beside each figure."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from cadence.domain.figures import (
    FIGURES,
    Bucket,
    Dimension,
    Duration,
    EarlierWeeks,
    FigureCount,
    Period,
    Report,
    Unit,
)
from cadence.explain.reports.costs import cost_groups, cost_lines
from cadence.explain.reports.firings import firing_lines
from cadence.explain.reports.names import (
    NOTHING,
    bucket_name,
    figure_name,
    formula,
    group_in_words,
    number,
    reason_in_words,
    span,
    value_in_words,
)
from cadence.explain.story.speaker import Speaker
from cadence.languages import Language, say
from cadence.languages.sentences import weekday_and_time

NAME = 28
"""The width of a figure's name."""
ATTEMPTS = 10
"""So many attempts until a contact have a line of their own."""
NAMED = 4
"""So many campaigns that are reported together are named; of more, the number is."""
MOST = 10
"""So many touches and more are one line (`ledger/reports/fatigue.py`)."""


def in_words(report: Report, language: Language = "en") -> list[str]:
    """Return the report as lines."""
    words = _ReportWords(language)
    parts = [words.head(report), words.leads(report)]
    parts += [words.groups(report)] if report.by else [words.figures(report), words.lists(report)]
    parts += [cost_groups(report.costs, report.by, language)] if report.by else [cost_lines(report.costs, language)]
    parts += [] if report.by else [words.until_contact(report)]
    if not report.by:
        parts += [firing_lines(report, language)]
        parts += [words.ratios(report), words.callbacks(report), words.reasons(report), words.fatigue(report)]
    blocks = [block for block in (list(part) for part in parts) if block]
    return [line for at, block in enumerate(blocks) for line in ([""] if at else []) + block]


def head(report: Report, language: Language) -> list[str]:
    """Return the title of a report, and what it counts from when to when."""
    return list(_ReportWords(language).head(report))


def spoken(report: Report, language: Language) -> list[list[str]]:
    """Return the parts of a report that are sentences, without costs: each with its heading first."""
    words = _ReportWords(language)
    parts = (
        firing_lines(report, language),
        words.lists(report),
        words.ratios(report),
        words.callbacks(report),
        words.fatigue(report),
    )
    return [block for block in map(list, parts) if block]


class _ReportWords:
    """The sentences of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.speaker = Speaker(language=language)

    def say(self, sentence: str, /, **values: object) -> str:
        return say(self.language, sentence, **values)

    def head(self, report: Report) -> Iterator[str]:
        at = weekday_and_time(report.at, self.language)
        if len(report.campaigns) == 1:
            yield self.say("report-of", campaign=report.campaigns[0], at=at)
        elif len(report.campaigns) <= NAMED:
            yield self.say("report-of-some", campaigns=", ".join(report.campaigns), at=at)
        else:
            yield self.say("report-of-all", count=len(report.campaigns), at=at)
        if period := self._period(report.period):
            yield f"  {period}"

    def _period(self, period: Period) -> str:
        since, until = (f"{at:%Y-%m-%d %H:%M}" if at else "" for at in (period.since, period.until))
        if since and until:
            return self.say("report-period", since=since, until=until)
        if since:
            return self.say("report-open-since", since=since)
        return self.say("report-open-until", until=until) if until else ""

    def leads(self, report: Report) -> Iterator[str]:
        """Yield where each lead is: the last line is the sum of the others."""
        yield self.say("report-leads")
        order = list(Bucket)
        for count in sorted(report.buckets, key=lambda count: (order.index(count.bucket), -count.leads, count.reason)):
            yield self._counted(count.leads, report.leads, bucket_name(count, self.language))
        yield self._counted(report.leads, report.leads, self.say("report-all-leads"))

    def _counted(self, leads: int, whole: int, words: str) -> str:
        share = number(leads / whole, Unit.RATE, self.language) if whole else NOTHING
        return f"  {leads:>9}  {share:>7}  {words}"

    def figures(self, report: Report) -> Iterator[str]:
        """Yield each figure with n, its formula, and how it was in earlier weeks."""
        yield self.say("report-figures")
        counts = {count.figure.id: count for count in report.counts}
        durations = {duration.figure.id: duration for duration in report.durations}
        for figure in FIGURES:
            if figure.id in counts:
                yield from self._figure(counts[figure.id], report.earlier.get(figure.id))
            elif figure.id in durations:
                yield from self._duration(durations[figure.id])

    def _figure(self, count: FigureCount, earlier: EarlierWeeks | None) -> Iterator[str]:
        figure = count.figure
        sentence = "report-n" if figure.unit is Unit.RATE else "report-mean-n"
        n = self.say(sentence, part=count.part, whole=count.whole)
        name, value = figure_name(figure.id, self.language), value_in_words(count, self.language)
        yield f"  {name:<{NAME}} {value:>8}  {n:<22} {formula(figure.id, self.language)}"
        if earlier is not None:
            p50, p80 = (number(share, figure.unit, self.language) for share in (earlier.p50, earlier.p80))
            yield f"  {'':<{NAME}} {'':>8}  {self.say('report-weeks', weeks=earlier.weeks, p50=p50, p80=p80)}"

    def _duration(self, duration: Duration) -> Iterator[str]:
        """Yield n and the formula, and the quantiles on a line of their own."""
        spans = ", ".join(f"{name} {span(minutes, self.language)}" for name, minutes in duration.minutes.items())
        name, events = figure_name(duration.figure.id, self.language), duration.durations.events
        n = self.say("report-durations-n", events=events, count=duration.durations.count)
        yield f"  {name:<{NAME}} {'':>8}  {n:<22} {formula(duration.figure.id, self.language)}"
        yield f"  {'':<{NAME}} {'':>8}  {spans}"

    def groups(self, report: Report) -> Iterator[str]:
        """Yield a table for each figure of which something was counted; those that cannot be grouped are named."""
        by = report.by
        if by is None:
            return
        counts: dict[str, list[FigureCount]] = {}
        for count in report.groups:
            if count.part or count.whole:
                counts.setdefault(count.figure.id, []).append(count)
        by_words = self.say(f"grouped-by-{by.value}")
        for figure, rows in counts.items():
            words = {"figure": figure_name(figure, self.language), "by": by_words}
            yield self.say("report-by", formula=formula(figure, self.language), **words)
            yield from self._table(rows, by)
            yield ""
        left_out = [figure_name(figure.id, self.language) for figure in FIGURES if not figure.groups_by(by)]
        if left_out:
            yield self.say("report-not-by", by=by_words, figures=", ".join(left_out))
        yield self.say("report-ungrouped")

    def _table(self, rows: Sequence[FigureCount], by: Dimension) -> Iterator[str]:
        names = [group_in_words(count.group, by, self.language) for count in rows]
        width = max(map(len, names))
        for name, count in zip(names, rows, strict=True):
            rate = count.figure.unit is Unit.RATE
            n = self.say("report-n" if rate else "report-mean-n", part=count.part, whole=count.whole)
            between = ""
            if count.interval is not None:
                low, high = (number(share, Unit.RATE, self.language) for share in count.interval)
                between = self.say("report-interval", low=low, high=high)
            yield f"  {name:<{width}}  {value_in_words(count, self.language):>8}  {n:<22} {between}".rstrip()

    def lists(self, report: Report) -> Iterator[str]:
        """Yield what was wrong with rows of each list when it was read last."""
        if report.lists:
            yield self.say("report-lists")
        for row in report.lists:
            causes = sorted(row.causes.items(), key=lambda item: (-item[1], item[0]))
            named = ", ".join(f"{self.speaker.term('cause', cause)} {rows}" for cause, rows in causes)
            values = {"campaign": row.campaign, "list": row.list, "usable": row.part, "rows": row.whole}
            line = self.say("report-list", **values)
            yield f"  {line}{f'; {named}' if named else ''}"

    def until_contact(self, report: Report) -> Iterator[str]:
        """Yield how many leads were contacted with their first attempt, their second ..."""
        whole = sum(report.until_contact.values())
        if not whole:
            return
        yield self.say("report-attempt-of-contact")
        for nth, leads in sorted(report.until_contact.items())[:ATTEMPTS]:
            yield self._counted(leads, whole, self.say("report-attempt", nth=nth))

    def ratios(self, report: Report) -> Iterator[str]:
        if report.ratios:
            yield self.say("report-ratios")
        for ratio in report.ratios:
            share = ratio.part / ratio.whole if ratio.whole else 0.0
            values = {"rule": ratio.rule, "part": ratio.part, "whole": ratio.whole, "share": share, "most": ratio.cap}
            aim = self.say("ratio-aim", target=ratio.aim) if ratio.aim is not None else ""
            since = self.say("ratio-since", since=_minute(ratio.since))
            yield f"  {ratio.campaign}: {self.say('ratio-share', **values)}{aim}{since}"

    def callbacks(self, report: Report) -> Iterator[str]:
        counts = report.callbacks
        if counts is None or not (counts.due + counts.ahead + counts.withdrawn + counts.without_time):
            return
        yield self.say("report-callbacks")
        yield f"  {self.say('callbacks-requested', count=counts.requested)}"
        due = {"due": counts.due, "on_time": counts.on_time, "late": counts.late, "missed": counts.missed}
        yield f"  {self.say('callbacks-due', **due)}"
        yield f"  {self.say('callbacks-open', ahead=counts.ahead, withdrawn=counts.withdrawn)}"
        if counts.without_time:
            called = {"kept": counts.within_4_hours, "ahead": counts.without_time_ahead}
            yield f"  {self.say('callbacks-without-time', count=counts.without_time, **called)}"

    def reasons(self, report: Report) -> Iterator[str]:
        """Yield why leads had no attempt so far."""
        whole = sum(count.leads for count in report.reasons)
        if not whole:
            return
        yield self.say("report-reasons")
        for count in report.reasons:
            yield self._counted(count.leads, whole, reason_in_words(count, self.language))

    def fatigue(self, report: Report) -> Iterator[str]:
        if not report.fatigue:
            return
        yield self.say("report-fatigue")
        most = max(count.touches for count in report.fatigue)
        for count in report.fatigue:
            more = self.say("fatigue-more") if count.touches == most == MOST else ""
            values = {"people": count.people, "touches": count.touches, "opted_out": count.opted_out}
            yield f"  {self.say('fatigue-line', days=count.days, more=more, **values)}"


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
