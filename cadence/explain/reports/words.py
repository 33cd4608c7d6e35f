"""How is a report shown to people? Pure: lines of text, with the formula and n beside each figure."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from cadence.domain.figures import (
    FIGURES,
    Bucket,
    BucketCount,
    Dimension,
    Duration,
    EarlierWeeks,
    FigureCount,
    Period,
    ReasonCount,
    Report,
    Unit,
)
from cadence.explain.story.speaker import Speaker
from cadence.languages import Language, add_files, say
from cadence.languages.sentences import weekday_and_time

add_files(__package__, "reports")

NAME = 28
"""The width of a figure's name."""
ATTEMPTS = 10
"""So many attempts until a contact have a line of their own."""
HOUR, DAY = 60, 24 * 60
NOTHING = "-"
"""Stands for a figure of which nothing was counted."""


def in_words(report: Report, language: Language = "en") -> list[str]:
    """Return the report as lines."""
    words = _ReportWords(language)
    parts = [words.head(report), words.leads(report)]
    parts += [words.groups(report)] if report.by else [words.figures(report), words.until_contact(report)]
    if not report.by:
        parts += [words.ratios(report), words.callbacks(report), words.reasons(report), words.fatigue(report)]
    blocks = [block for block in (list(part) for part in parts) if block]
    return [line for at, block in enumerate(blocks) for line in ([""] if at else []) + block]


def bucket_name(count: BucketCount, language: Language) -> str:
    """Return what a bucket is called, with the hold or the end that puts leads there."""
    speaker = Speaker(language=language)
    match count.bucket:
        case Bucket.HELD:
            reason = speaker.hold(count.reason)
        case Bucket.ENDED:
            reason = speaker.term("reason", count.reason)
        case _:
            reason = ""
    return (
        say(language, f"bucket-{count.bucket.value}", reason=reason)
        if reason
        else speaker.term("bucket", count.bucket.value)
    )


def figure_name(figure: str, language: Language) -> str:
    """Return the name of a figure."""
    return say(language, f"figure-{figure}")


def formula(figure: str, language: Language) -> str:
    """Return how a figure is counted."""
    return say(language, f"formula-{figure}")


def value_in_words(count: FigureCount, language: Language) -> str:
    """Return a rate as a percentage and a mean with one decimal; a dash where nothing was counted."""
    if count.value is None:
        return NOTHING
    return number(count.value, count.figure.unit, language)


def number(value: float, unit: Unit, language: Language) -> str:
    """Return a number as the language writes it."""
    text = f"{value * 100:.1f} %" if unit is Unit.RATE else f"{value:.1f}"
    return text if language == "en" else text.replace(".", ",")


def span(minutes: int | None, language: Language) -> str:
    """Return how long something took, in its two largest units, by their symbols."""
    if minutes is None:
        return say(language, "report-not-reached")
    if minutes < HOUR:
        return f"{minutes} min"
    if minutes < DAY:
        return f"{minutes // HOUR} h {minutes % HOUR} min"
    return f"{minutes // DAY} d {minutes % DAY // HOUR} h"


def group_in_words(group: str, by: Dimension, language: Language) -> str:
    """Return what a group is called: hours and weekdays are on the person's clock."""
    match by:
        case Dimension.HOUR if group:
            return f"{group}:00"
        case Dimension.WEEKDAY if group:
            return say(language, "weekday", day=int(group))
        case Dimension.HOUR_OF_WEEK if group:
            return f"{say(language, 'weekday', day=int(group) // 24 + 1)} {int(group) % 24:02}:00"
        case Dimension.STEP if not group:
            return say(language, "group-no-step")
        case _:
            return group or say(language, "group-none")


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


MOST = 10
"""So many touches and more are one line (`ledger/reports/fatigue.py`)."""


def reason_in_words(count: ReasonCount, language: Language) -> str:
    """Return why leads had no attempt so far: the place in the line, the hold, the end, or the rule that decided."""
    speaker = Speaker(language=language)
    refused = say(language, "undone-refuse", rule=count.rule) if count.verdict == "refuse" and count.rule else ""
    match count.bucket:
        case Bucket.WAITING:
            return say(language, "undone-in-line")
        case Bucket.LEFT_OUT:
            return say(language, "undone-left-out")
        case Bucket.HELD:
            return say(language, "undone-hold", hold=speaker.hold(count.hold, count.key))
        case Bucket.ENDED:
            ended = say(language, "undone-ended-so", reason=speaker.term("reason", count.key))
            return f"{ended}; {refused}" if refused else ended
        case _:
            return refused or _open_reason(count, language)


def _open_reason(count: ReasonCount, language: Language) -> str:
    """Return why a lead that is enrolled, and not held, had no attempt so far."""
    match count.verdict:
        case "defer":
            return say(language, "undone-defer", rule=count.rule)
        case "allow":
            return say(language, "undone-allow")
        case _:
            return say(language, "undone-no-decision")


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
