"""How is a report given to programs? Pure: as nested data, and as the rows of a table."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from cadence.domain.costs import ROI, ReturnCount
from cadence.domain.figures import Duration, FigureCount, Period, Report
from cadence.domain.journeys import HORIZONS, Cohort, StateCount
from cadence.domain.money import plain
from cadence.explain.reports.costs import cost_as_data, costs_as_data, spent
from cadence.explain.reports.firings import unit_of
from cadence.explain.reports.names import figure_name, formula
from cadence.languages import Language

COLUMNS = ("figure", "by", "group", "part", "whole", "value", "low", "high", "unit", "formula")
"""The columns of a table: one row for each figure and group, bucket, hold or rule."""
PLACES = 6
"""Decimals of a share."""


def as_data(report: Report, language: Language = "en") -> dict[str, Any]:
    """Return the report as data. A rate has its two sums, so that groups are added and never averaged."""
    return {
        "campaigns": list(report.campaigns),
        "at": report.at,
        "period": _period(report.period),
        "by": report.by.value if report.by else None,
        "leads": report.leads,
        "enrolled": report.entered,
        "buckets": [_fields(count, without="group") for count in report.buckets],
        "figures": [
            *(_figure(count, language) | _earlier(report, count) for count in report.counts),
            *(_duration(duration, language) for duration in report.durations),
        ],
        "groups": [_figure(count, language) | {"group": count.group} for count in report.groups],
        "attempts_until_contact": {str(nth): leads for nth, leads in sorted(report.until_contact.items())},
        "not_contacted": [_fields(count) for count in report.reasons],
        "callbacks": _fields(report.callbacks) | {"due": report.callbacks.due} if report.callbacks else None,
        "fatigue": [_fields(count) for count in report.fatigue],
        "lists": [_fields(count) for count in report.lists],
        "abandonment": [_fields(count) for count in report.ratios],
        "costs": costs_as_data(report.costs, language),
        "alerts": [_fields(firing) for firing in report.firings],
        "states": [{"until": count.until, "leads": _leads(count)} for count in report.states],
        "cohorts": [_cohort(cohort, report.at) for cohort in report.cohorts],
    }


def as_rows(report: Report, language: Language = "en") -> Iterator[dict[str, object]]:
    """Yield the rows of a table; with groups, one for each group of each figure."""
    by = report.by.value if report.by else ""
    for count in report.groups if report.by else report.counts:
        shown = _figure(count, language)
        yield _row(shown["id"], by=by, group=count.group, **{name: shown[name] for name in COLUMNS if name in shown})
    for cost in report.costs.groups if report.by else report.costs.counts:
        shown = cost_as_data(cost, language)
        yield _row(shown["id"], by=by, **{name: shown[name] for name in COLUMNS if name in shown}, unit=cost.currency)
    if report.by:
        yield from (row | {"by": by} for result in report.costs.results for row in _return_rows(result, language))
        return
    yield from _cost_rows(report, language)
    for duration in report.durations:
        for name, minutes in duration.minutes.items():
            yield _row(
                f"{duration.figure.id}.{name}",
                part=duration.durations.events,
                whole=duration.durations.count,
                value=minutes,
                unit="minutes",
                formula=formula(duration.figure.id, language),
            )
    for bucket in report.buckets:
        name = ".".join(filter(None, (bucket.bucket.value, bucket.reason)))
        yield _row("bucket", group=name, part=bucket.leads, whole=report.leads, unit="leads")
    for reason in report.reasons:
        name = ".".join(filter(None, (reason.bucket.value, reason.verdict, reason.hold or reason.rule, reason.key)))
        yield _row("not_contacted", group=name, part=reason.leads, whole=report.entered, unit="leads")
    yield from _counted_rows(report)
    yield from _pictured_rows(report)


def _cost_rows(report: Report, language: Language) -> Iterator[dict[str, object]]:
    """Yield the rows of what was spent, and of what conversions are worth."""
    for source, currency, touches, amount in spent(report.costs):
        group = ".".join(filter(None, (source, currency)))
        yield _row("spent", group=group, part=amount, whole=touches, unit=currency)
    if report.costs.result is not None:
        yield from _return_rows(report.costs.result, language)


def _return_rows(result: ReturnCount, language: Language) -> Iterator[dict[str, object]]:
    """Yield what conversions are worth in each currency, and the return."""
    for money in result.goal.amounts:
        amount, unit = plain(money.amount), money.currency
        yield _row("goal_value", group=result.group, part=amount, whole=result.goal.leads, unit=unit)
    value = None if result.value is None else plain(result.value)
    yield _row(ROI.id, group=result.group, value=value, unit="rate", formula=formula(ROI.id, language))


def _counted_rows(report: Report) -> Iterator[dict[str, object]]:
    """Yield the rows of what has no two sums of a figure."""
    for ratio in report.ratios:
        share = round(ratio.part / ratio.whole, PLACES) if ratio.whole else None
        yield _row("abandonment", group=ratio.rule, part=ratio.part, whole=ratio.whole, value=share, unit="rate")
    for row in report.lists:
        for cause, rows in row.causes.items():
            yield _row("list_rows", group=f"{row.list}.{cause}", part=rows, whole=row.whole, unit="rows")
    for name, calls in (_fields(report.callbacks) if report.callbacks else {}).items():
        yield _row("callbacks", group=name, part=calls, unit="count")
    for people in report.fatigue:
        group = f"{people.days}d.{people.touches}"
        yield _row("fatigue", group=group, part=people.opted_out, whole=people.people, unit="people")
    for firing in report.firings:
        group = f"{firing.campaign}.{firing.origin}.{firing.name}.{firing.raised_at.isoformat()}"
        unit = unit_of(firing.figure).value
        yield _row("alert", group=group, whole=firing.n, value=firing.value, unit=unit, formula=firing.condition)


def _pictured_rows(report: Report) -> Iterator[dict[str, object]]:
    """Yield the rows of where leads stood, and of what came of each week's leads."""
    for count in report.states:
        for state, leads in _leads(count).items():
            group = f"{count.until.isoformat()}/{state}"
            yield _row("state", group=group, part=leads, whole=count.entered, unit="leads")
    for cohort in report.cohorts:
        for what, by_weeks in (("contacted", cohort.contacted), ("converted", cohort.converted)):
            for weeks, leads in by_weeks.items():
                group = f"{cohort.week}.{weeks}w"
                share = round(leads / cohort.enrolled, PLACES)
                yield _row(f"cohort_{what}", group=group, part=leads, whole=cohort.enrolled, value=share, unit="rate")


def _leads(count: StateCount) -> dict[str, int]:
    return {state.value: leads for state, leads in count.leads.items()}


def _cohort(cohort: Cohort, now: datetime) -> dict[str, Any]:
    """Return a week; `full` names the numbers of weeks for which each of its leads was watched."""
    return {
        "week": f"{cohort.week}",
        "enrolled": cohort.enrolled,
        "contacted": {f"{weeks}": leads for weeks, leads in cohort.contacted.items()},
        "converted": {f"{weeks}": leads for weeks, leads in cohort.converted.items()},
        "full": [weeks for weeks in HORIZONS if cohort.is_full(weeks, now)],
    }


def _row(figure: object, **values: object) -> dict[str, object]:
    empty: dict[str, object] = dict.fromkeys(COLUMNS, "")
    return empty | {name: "" if value is None else value for name, value in values.items()} | {"figure": figure}


def _figure(count: FigureCount, language: Language) -> dict[str, Any]:
    figure, value = count.figure, count.value
    low, high = count.interval or (None, None)
    shown: dict[str, Any] = {
        "id": figure.id,
        "name": figure_name(figure.id, language),
        "formula": formula(figure.id, language),
        "unit": figure.unit.value,
        "dated_by": figure.grain.value,
        "part": count.part,
        "whole": count.whole,
        "value": None if value is None else round(value, PLACES),
    }
    interval = {"low": low, "high": high}
    return shown | {name: None if share is None else round(share, PLACES) for name, share in interval.items()}


def _earlier(report: Report, count: FigureCount) -> dict[str, Any]:
    weeks = report.earlier.get(count.figure.id)
    return {"earlier_weeks": None if weeks is None else _fields(weeks)}


def _duration(duration: Duration, language: Language) -> dict[str, Any]:
    return {
        "id": duration.figure.id,
        "name": figure_name(duration.figure.id, language),
        "formula": formula(duration.figure.id, language),
        "unit": "minutes",
        "dated_by": duration.figure.grain.value,
        "part": duration.durations.events,
        "whole": duration.durations.count,
        **duration.minutes,
    }


def _period(period: Period) -> dict[str, Any]:
    return {"from": period.since, "to": period.until}


def _fields(value: Any, *, without: str = "") -> dict[str, Any]:  # noqa: ANN401  any of the values of figures
    return {name: field for name, field in asdict(value).items() if name != without}
