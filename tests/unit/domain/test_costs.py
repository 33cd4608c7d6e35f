"""Is the return said only where it can be, and in words that name what is missing?"""

from decimal import Decimal

import pytest

from cadence.domain import Channel
from cadence.domain.cost_groups import is_grouped_by, ungrouped
from cadence.domain.costs import (
    COST_FIGURES,
    ROI,
    CostReport,
    CostRow,
    GoalValue,
    PriceSource,
    ReturnCount,
    cost_counts,
    returns,
    together,
)
from cadence.domain.figures import OF_LEADS, Dimension
from cadence.domain.money import Money
from cadence.explain.reports.costs import cost_groups, cost_lines, costs_as_data, result_as_data
from cadence.languages import LANGUAGES, Language


def spent(amount: str, currency: str = "EUR", source: PriceSource = PriceSource.TARIFF, group: str = "") -> CostRow:
    """What ten messages cost."""
    return CostRow(
        group=group,
        source=source,
        channel=Channel.SMS,
        country="ES",
        currency=currency,
        touches=10,
        amount=Decimal(amount),
    )


def worth(*amounts: tuple[str, str]) -> GoalValue:
    """What conversions are worth."""
    money = (Money(amount=Decimal(amount), currency=currency) for amount, currency in amounts)
    return GoalValue(amounts=tuple(money), leads=3, without=1)


RESULT = ReturnCount(goal=worth(("2469", "EUR")), spent=(Money(amount=Decimal("1234.5"), currency="EUR"),), without=20)


@pytest.mark.parametrize(
    ("rows", "goal", "roi"),
    [
        ([spent("20")], worth(("90", "EUR")), Decimal("3.5")),
        ([spent("20"), spent("20", source=PriceSource.CARRIER)], worth(("30", "EUR")), Decimal("-0.25")),
        ([spent("20")], worth(("90", "USD")), None),  # nothing is converted
        ([spent("20"), spent("1", "USD")], worth(("90", "EUR")), None),  # not all that was spent is comparable
        ([spent("20")], worth(("90", "EUR"), ("9", "USD")), None),
        ([spent("0")], worth(("90", "EUR")), None),  # nothing was spent: no number
        ([spent("0", "", PriceSource.NO_TARIFF)], worth(("90", "EUR")), None),  # nobody knows what was spent
        ([spent("20")], GoalValue(), Decimal(-1)),  # nobody has converted: all of it is lost
        ([spent("20")], GoalValue(without=2), None),  # somebody has, and nobody knows what for
    ],
)
def test_the_return_is_said_in_one_currency_only(rows: list[CostRow], goal: GoalValue, roi: Decimal | None) -> None:
    """(value of conversions - spent) / spent."""
    (result,) = returns(rows, {"": goal})
    assert result.value == roi


def test_a_group_has_a_return_of_its_own() -> None:
    """Each against what was spent on it; one without conversions has lost it, and one without a price has none."""
    rows = [
        spent("20", group="a"),
        spent("10", group="b"),
        spent("0", "", PriceSource.NO_TARIFF, group="b"),
        spent("0", "", PriceSource.UNKNOWN_SIZE, group="c"),
    ]
    results = {result.group: result for result in returns(rows, {"a": worth(("50", "EUR")), "c": worth(("5", "EUR"))})}

    assert {group: result.value for group, result in results.items()} == {
        "a": Decimal("1.5"),
        "b": Decimal(-1),
        "c": None,
    }
    assert {group: result.without for group, result in results.items()} == {"a": 0, "b": 10, "c": 10}


def test_a_group_of_which_no_touch_has_a_price_is_not_left_out() -> None:
    """Its cost is not known, and it says how many touches that are; it is neither 0 nor silent."""
    rows = [spent("20", group="a"), spent("0", "", PriceSource.NO_TARIFF, group="b")]
    per_lead = [count for count in cost_counts(rows, {}, COST_FIGURES[1:2]) if count.group == "b"]

    assert [(count.currency, count.value, count.without) for count in per_lead] == [("", None, 10)]
    groups = tuple(cost_counts(rows, {"a": {"leads_attempted": 5}, "b": {"leads_attempted": 5}}))
    report = CostReport(rows=together(rows), groups=groups, ungrouped=ungrouped(Dimension.STEP))
    lines = [" ".join(line.split()) for line in cost_groups(report, Dimension.STEP, "en")]
    assert "b - - for 5; 10 touches without a price" in lines
    assert "a 4.00 EUR 20.00 EUR for 5" in lines
    assert any(line.endswith("cost per conversion, return on investment") for line in lines), lines


def test_a_group_whose_leads_converted_before_anything_was_sent_is_not_left_out() -> None:
    """Else the conversions of the groups would add up to less than those of everything."""
    sums = {"a": {"converted": 2, "leads_attempted": 5}, "b": {"converted": 1}, "c": {"converted": 0}}
    counts = [
        count for count in cost_counts([spent("20", group="a")], sums) if count.figure.id == "cost_per_conversion"
    ]

    assert [(count.group, count.currency, count.whole, count.value) for count in counts] == [
        ("a", "EUR", 2, Decimal(10)),
        ("b", "", 1, None),
    ]


@pytest.mark.parametrize(
    ("rows", "goal"),
    [
        ((spent("0"),), worth(("90", "EUR"))),  # nothing was spent
        ((spent("0", "", PriceSource.NO_TARIFF),), worth(("90", "EUR"))),  # nobody knows what was spent
        ((spent("20"),), GoalValue(without=2)),  # nobody knows what the conversions are worth
        ((spent("20"),), worth(("90", "USD"))),
    ],
)
def test_why_there_is_no_return_is_said_as_it_is(rows: tuple[CostRow, ...], goal: GoalValue) -> None:
    """An amount that is missing is not an amount in another currency."""
    (result,) = returns(rows, {"": goal})
    lines = [line.strip() for line in cost_lines(CostReport(rows=rows, result=result), "en")]

    assert "no return: it takes an amount spent and an amount for the conversions, both in the same currency" in lines


def test_a_figure_is_split_only_where_a_group_holds_all_that_was_spent_for_it() -> None:
    """A conversion belongs to a lead, not to a step; the calls that nobody answered belong to no agent."""
    split = {by: {figure.id for figure in (*COST_FIGURES, ROI) if is_grouped_by(figure, by)} for by in Dimension}

    assert all("cost_per_touch" in figures for figures in split.values())
    assert {by for by, figures in split.items() if "cost_per_contact" not in figures} == {Dimension.AGENT}
    assert {by for by, figures in split.items() if "roi" in figures} == OF_LEADS
    assert {by for by, figures in split.items() if "cost_per_conversion" in figures} == OF_LEADS


@pytest.mark.parametrize("language", LANGUAGES)
def test_costs_are_said_in_every_language(language: Language) -> None:
    """With what has no price, and the return."""
    rows = (spent("1234.5"), spent("0", "", PriceSource.NO_TARIFF), spent("0", "", PriceSource.UNKNOWN_SIZE))
    counts = tuple(cost_counts(rows, {"": {"leads_attempted": 5}}))
    lines = list(cost_lines(CostReport(rows=rows, counts=counts, result=RESULT), language))
    lines += cost_groups(CostReport(rows=rows, groups=counts, results=(RESULT,)), Dimension.SEGMENT, language)
    amount = "1,234.50 EUR" if language == "en" else "1.234,50 EUR"

    assert any(amount in line for line in lines)
    assert any("100" in line and "%" in line for line in lines)
    assert sum("10" in line for line in lines) >= 3
    assert not any("???" in line or "{" in line for line in lines)


def test_amounts_are_given_to_programs_as_exact_texts() -> None:
    """A float would not be what was charged."""
    data = costs_as_data(CostReport(rows=(spent("0.1"),), counts=tuple(cost_counts([spent("0.1")], {}))), "en")

    assert data["spent"] == [{"source": "tariff", "currency": "EUR", "touches": 10, "amount": "0.1"}]
    assert data["figures"][0]["value"] == "0.01"
    assert data["goal"] is None
    assert result_as_data(RESULT)["roi"] == "1"
