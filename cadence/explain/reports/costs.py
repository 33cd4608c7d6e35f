"""How is what a campaign cost shown? Pure: lines of text, and data. Each currency has lines of its own."""

from collections.abc import Iterator
from typing import Any

from cadence.domain.channels import descriptor_of
from cadence.domain.costs import PRICED, CostCount, CostReport, CostRow, PriceSource, unpriced
from cadence.domain.figures import Dimension, Unit
from cadence.domain.money import plain, rounded
from cadence.explain.reports.names import NOTHING, figure_name, formula, group_in_words, number
from cadence.languages import Language, say
from cadence.languages.amounts import amount_in_words

NAME, AMOUNT = 28, 16
"""The widths of a figure's name and of an amount."""
SHOWN = 8
"""So many kinds of touches without a price are named; `--json` has all."""


def cost_lines(report: CostReport, language: Language) -> Iterator[str]:
    """Yield what was spent by source, what has no price, and the figures; nothing where nothing was sent."""
    if not report.rows:
        return
    yield say(language, "report-costs")
    for (source, currency), (touches, amount) in report.totals().items():
        if source in PRICED:
            words = say(language, f"cost-source-{source.value}", touches=touches)
            yield f"  {amount_in_words(rounded(amount), currency, language):>{AMOUNT}}  {words}"
    for row in unpriced(report.rows)[:SHOWN]:
        yield f"  {NOTHING:>{AMOUNT}}  {_without_price(row, language)}"
    if report.without_price:
        yield f"  {say(language, 'cost-without-price', touches=report.without_price)}"
    for count in report.counts:
        name, how = figure_name(count.figure.id, language), formula(count.figure.id, language)
        yield f"  {name:<{NAME}} {_value(count, language):>{AMOUNT}}  {_n(count, language):<28} {how}"
    yield from _goal_lines(report, language)


def _goal_lines(report: CostReport, language: Language) -> Iterator[str]:
    """Yield what conversions are worth, and the return where spending can be compared with it."""
    goal = report.goal
    if goal is None:
        return
    amounts = (amount_in_words(rounded(money.amount), money.currency, language) for money in goal.amounts)
    amount = ", ".join(amounts) or NOTHING
    words = say(language, "goal-value", leads=goal.leads, without=goal.without)
    yield f"  {say(language, 'goal-name'):<{NAME}} {amount:>{AMOUNT}}  {words}"
    share = NOTHING if report.roi is None else number(float(report.roi), Unit.RATE, language)
    yield f"  {figure_name('roi', language):<{NAME}} {share:>{AMOUNT}}  {formula('roi', language)}"
    if report.roi is None:
        yield f"  {say(language, 'goal-not-comparable')}"


def cost_groups(report: CostReport, by: Dimension, language: Language) -> Iterator[str]:
    """Yield a table for each figure, with a line for each group and currency."""
    by_figure: dict[str, list[CostCount]] = {}
    for count in report.groups:
        by_figure.setdefault(count.figure.id, []).append(count)
    for figure, counts in by_figure.items():
        words = {"figure": figure_name(figure, language), "by": say(language, f"grouped-by-{by.value}")}
        yield say(language, "report-by", formula=formula(figure, language), **words)
        names = [group_in_words(count.group, by, language) for count in counts]
        width = max(map(len, names))
        for name, count in zip(names, counts, strict=True):
            yield f"  {name:<{width}}  {_value(count, language):>{AMOUNT}}  {_n(count, language)}"
        yield ""
    if report.groups and report.without_price:
        yield say(language, "cost-without-price", touches=report.without_price)


def _without_price(row: CostRow, language: Language) -> str:
    channel = descriptor_of(row.channel).labels.name[language]
    sentence = "cost-no-tariff" if row.source is PriceSource.NO_TARIFF else "cost-unknown-size"
    return say(language, sentence, touches=row.touches, kind=f"{channel} {row.country}".strip())


def _value(count: CostCount, language: Language) -> str:
    return NOTHING if count.value is None else amount_in_words(rounded(count.value), count.currency, language)


def _n(count: CostCount, language: Language) -> str:
    amount = amount_in_words(rounded(count.spent), count.currency, language)
    return say(language, "cost-n", amount=amount, whole=count.whole)


def spent(report: CostReport) -> Iterator[tuple[str, str, int, str]]:
    """Yield source, currency, touches and amount; without a price the amount is empty."""
    for (source, currency), (touches, amount) in report.totals().items():
        yield source.value, currency, touches, plain(amount) if source in PRICED else ""


def costs_as_data(report: CostReport, language: Language) -> dict[str, Any]:
    """Return the costs for programs. Amounts are texts, because a float cannot hold them."""
    return {
        "spent": [
            {"source": source, "currency": currency or None, "touches": touches, "amount": amount or None}
            for source, currency, touches, amount in spent(report)
        ],
        "without_price": [
            {
                "channel": row.channel.value,
                "country": row.country,
                "because": row.source.value,
                "touches": row.touches,
            }
            for row in unpriced(report.rows)
        ],
        "goal": _goal_as_data(report),
        "figures": [cost_as_data(count, language) for count in report.counts],
        "groups": [cost_as_data(count, language) for count in report.groups],
    }


def _goal_as_data(report: CostReport) -> dict[str, Any] | None:
    goal = report.goal
    if goal is None:
        return None
    return {
        "amounts": [{"currency": money.currency, "amount": plain(money.amount)} for money in goal.amounts],
        "leads": goal.leads,
        "without_value": goal.without,
        "roi": None if report.roi is None else plain(report.roi),
    }


def cost_as_data(count: CostCount, language: Language) -> dict[str, Any]:
    """Return one figure for programs."""
    return {
        "id": count.figure.id,
        "name": figure_name(count.figure.id, language),
        "formula": formula(count.figure.id, language),
        "group": count.group,
        "currency": count.currency,
        "part": plain(count.spent),
        "whole": count.whole,
        "value": None if count.value is None else plain(count.value),
    }
