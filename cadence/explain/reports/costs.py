"""How is what a campaign cost shown? Pure: lines of text, and data. Each currency has lines of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cadence.domain.channels import descriptor_of
from cadence.domain.costs import PRICED, ROI, CostCount, CostReport, CostRow, PriceSource, ReturnCount, unpriced
from cadence.domain.figures import Dimension, Unit
from cadence.domain.money import Money, plain, rounded
from cadence.explain.reports.names import NOTHING, figure_name, formula, group_in_words, number
from cadence.languages import Language, say
from cadence.languages.amounts import amount_in_words

NAME, AMOUNT = 28, 16
"""The widths of a figure's name and of an amount."""
SHOWN = 8
"""So many kinds of touches without a price are named; `--json` has all."""


@dataclass(frozen=True, slots=True)
class CostLine:
    """A line about money: what it is, its value, what it is made of, and how."""

    name: str
    value: str
    n: str = ""
    formula: str = ""
    figure: str = ""  # whose leads can be listed


def cost_lines(report: CostReport, language: Language) -> Iterator[str]:
    """Yield what was spent by source, what has no price, and the figures; nothing where nothing was sent."""
    if not report.rows:
        return
    yield say(language, "report-costs")
    for line in spent_lines(report, language):
        yield f"  {line.value:>{AMOUNT}}  {line.name}"
    yield from (f"  {note}" for note in cost_notes(report, language))
    for line in figure_lines(report, language):
        yield f"  {line.name:<{NAME}} {line.value:>{AMOUNT}}  {line.n:<28} {line.formula}".rstrip()
    yield from (f"  {note}" for note in return_notes(report, language))


def spent_lines(report: CostReport, language: Language) -> Iterator[CostLine]:
    """Yield what was spent by source and currency, and what has no price and why."""
    for (source, currency), (touches, amount) in report.totals().items():
        if source in PRICED:
            words = say(language, f"cost-source-{source.value}", touches=touches)
            yield CostLine(words, amount_in_words(rounded(amount), currency, language), figure="cost")
    for row in unpriced(report.rows)[:SHOWN]:
        yield CostLine(_without_price(row, language), NOTHING, figure="cost")


def figure_lines(report: CostReport, language: Language) -> Iterator[CostLine]:
    """Yield the figures of money, what conversions are worth, and the return."""
    for count in report.counts:
        figure = count.figure.id
        words = figure_name(figure, language), _value(count, language), _n(count, language), formula(figure, language)
        yield CostLine(*words, figure)
    result = report.result
    if result is None:
        return
    worth = say(language, "goal-value", leads=result.goal.leads, without=result.goal.without)
    yield CostLine(say(language, "goal-name"), _amounts(result.goal.amounts, language), worth)
    spent = say(language, "roi-n", spent=_amounts(result.spent, language))
    share = _share(result, language)
    yield CostLine(figure_name(ROI.id, language), share, spent, formula(ROI.id, language), ROI.id)


def cost_notes(report: CostReport, language: Language) -> list[str]:
    """Return how much has no price."""
    touches = report.without_price
    return [say(language, "cost-without-price", touches=touches)] if touches else []


def return_notes(report: CostReport, language: Language) -> list[str]:
    """Return why there is no return."""
    result = report.result
    return [say(language, "goal-not-comparable")] if result is not None and result.value is None else []


def cost_groups(report: CostReport, by: Dimension, language: Language) -> Iterator[str]:
    """Yield a table for each figure, with a line for each group and currency; figures that have no groups are named."""
    for table in cost_tables(report, by, language):
        words = {"figure": table.name, "by": say(language, f"grouped-by-{by.value}")}
        yield say(language, "report-by", formula=table.formula, **words)
        width = max(len(name) for name, *_ in table.rows)
        for name, value, n in table.rows:
            yield f"  {name:<{width}}  {value:>{AMOUNT}}  {n}"
        yield ""
    yield from group_notes(report, by, language)


def group_notes(report: CostReport, by: Dimension, language: Language) -> list[str]:
    """Return which figures of money have no groups, and how many touches have no price."""
    by_words = say(language, f"grouped-by-{by.value}")
    named = ", ".join(figure_name(figure, language) for figure in report.ungrouped)
    if not report.rows:
        return []
    ungrouped = [say(language, "cost-not-by", by=by_words, figures=named)] if named else []
    return [*ungrouped, *cost_notes(report, language)]


@dataclass(frozen=True, slots=True)
class CostTable:
    """A figure of money by group: the name of each, its value, and what it is made of."""

    name: str
    formula: str
    rows: tuple[tuple[str, str, str], ...]


def cost_tables(report: CostReport, by: Dimension, language: Language) -> Iterator[CostTable]:
    """Yield a table for each figure of money that has these groups."""
    by_figure: dict[str, list[tuple[str, str, str]]] = {}
    for count in report.groups:
        n = _with_unpriced(_n(count, language), count.without, language)
        row = group_in_words(count.group, by, language), _value(count, language), n
        by_figure.setdefault(count.figure.id, []).append(row)
    for result in report.results:
        row = group_in_words(result.group, by, language), _share(result, language), _return_n(result, language)
        by_figure.setdefault(ROI.id, []).append(row)
    for figure, rows in by_figure.items():
        yield CostTable(figure_name(figure, language), formula(figure, language), tuple(rows))


def _return_n(result: ReturnCount, language: Language) -> str:
    """Return what the conversions of a group are worth, what was spent on it, and what is in neither."""
    worth, spent = _amounts(result.goal.amounts, language), _amounts(result.spent, language)
    words = say(language, "roi-of-group", worth=worth, spent=spent)
    if result.goal.without:
        words += f"; {say(language, 'goal-without', without=result.goal.without)}"
    return _with_unpriced(words, result.without, language)


def _with_unpriced(words: str, touches: int, language: Language) -> str:
    return f"{words}; {say(language, 'cost-group-without', touches=touches)}" if touches else words


def _amounts(amounts: Sequence[Money], language: Language) -> str:
    return ", ".join(amount_in_words(rounded(money.amount), money.currency, language) for money in amounts) or NOTHING


def _share(result: ReturnCount, language: Language) -> str:
    return NOTHING if result.value is None else number(float(result.value), Unit.RATE, language)


def _without_price(row: CostRow, language: Language) -> str:
    channel = descriptor_of(row.channel).labels.name[language]
    sentence = "cost-no-tariff" if row.source is PriceSource.NO_TARIFF else "cost-unknown-size"
    return say(language, sentence, touches=row.touches, kind=f"{channel} {row.country}".strip())


def _value(count: CostCount, language: Language) -> str:
    return NOTHING if count.value is None else amount_in_words(rounded(count.value), count.currency, language)


def _n(count: CostCount, language: Language) -> str:
    amount = amount_in_words(rounded(count.spent), count.currency, language) if count.currency else NOTHING
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
        "goal": result_as_data(report.result) if report.result is not None else None,
        "figures": [cost_as_data(count, language) for count in report.counts],
        "groups": [cost_as_data(count, language) for count in report.groups],
        "goal_groups": [result_as_data(result) | {"group": result.group} for result in report.results],
        "not_grouped": list(report.ungrouped),
    }


def result_as_data(result: ReturnCount) -> dict[str, Any]:
    """Return what conversions are worth, against what was spent, for programs."""
    return {
        "amounts": _amounts_as_data(result.goal.amounts),
        "leads": result.goal.leads,
        "without_value": result.goal.without,
        "spent": _amounts_as_data(result.spent),
        "without_price": result.without,
        "roi": None if result.value is None else plain(result.value),
    }


def _amounts_as_data(amounts: Sequence[Money]) -> list[dict[str, str]]:
    return [{"currency": money.currency, "amount": plain(money.amount)} for money in amounts]


def cost_as_data(count: CostCount, language: Language) -> dict[str, Any]:
    """Return one figure for programs."""
    return {
        "id": count.figure.id,
        "name": figure_name(count.figure.id, language),
        "formula": formula(count.figure.id, language),
        "group": count.group,
        "currency": count.currency or None,
        "part": plain(count.spent),
        "whole": count.whole,
        "value": None if count.value is None else plain(count.value),
        "without_price": count.without,
    }
