"""Is the return said only where it can be, and in words that name what is missing?"""

from decimal import Decimal

import pytest

from cadence.domain import Channel
from cadence.domain.costs import CostReport, CostRow, GoalValue, PriceSource, cost_counts
from cadence.domain.money import Money
from cadence.explain.reports.costs import cost_lines, costs_as_data
from cadence.languages import LANGUAGES, Language


def spent(amount: str, currency: str = "EUR", source: PriceSource = PriceSource.TARIFF) -> CostRow:
    """What ten messages cost."""
    return CostRow(
        group="",
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


@pytest.mark.parametrize(
    ("rows", "goal", "roi"),
    [
        ([spent("20")], worth(("90", "EUR")), Decimal("3.5")),
        ([spent("20"), spent("20", source=PriceSource.CARRIER)], worth(("30", "EUR")), Decimal("-0.25")),
        ([spent("20")], worth(("90", "USD")), None),  # nothing is converted
        ([spent("20"), spent("1", "USD")], worth(("90", "EUR")), None),  # not all that was spent is comparable
        ([spent("20")], worth(("90", "EUR"), ("9", "USD")), None),
        ([spent("20")], None, None),
        ([spent("0")], worth(("90", "EUR")), None),  # nothing was spent: no number
        ([spent("0", "", PriceSource.NO_TARIFF)], worth(("90", "EUR")), None),  # nobody knows what was spent
    ],
)
def test_the_return_is_said_in_one_currency_only(
    rows: list[CostRow], goal: GoalValue | None, roi: Decimal | None
) -> None:
    """(value of conversions - spent) / spent."""
    assert CostReport(rows=tuple(rows), goal=goal).roi == roi


@pytest.mark.parametrize("language", LANGUAGES)
def test_costs_are_said_in_every_language(language: Language) -> None:
    """With what has no price, and the return."""
    rows = (spent("1234.5"), spent("0", "", PriceSource.NO_TARIFF), spent("0", "", PriceSource.UNKNOWN_SIZE))
    counts = tuple(cost_counts(rows, {"": {"leads_attempted": 5}}))
    lines = list(cost_lines(CostReport(rows=rows, counts=counts, goal=worth(("2469", "EUR"))), language))
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
