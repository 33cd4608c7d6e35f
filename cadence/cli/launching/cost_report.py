"""What is said of the cost of a list before it is launched, and of a simulation? Pure: in words and as data."""

from collections.abc import Iterable
from typing import Any

from cadence.campaign import Campaign
from cadence.domain import Channel
from cadence.domain.channels import descriptor_of
from cadence.domain.money import plain, rounded
from cadence.languages import Language, say
from cadence.languages.amounts import amount_in_words
from cadence.simulation.costs import CostForecast, MoneyRange, SimulatedCost


def cost_lines(cost: CostForecast, language: Language = "en") -> list[str]:
    """Return a line for each currency, and one that names the tariffs that are missing."""
    if not cost.tariffs:
        return [say(language, "plan-cost-none")]
    lines = [say(language, "plan-cost-range", **_amounts(money, language)) for money in cost.ranges]
    return [*lines, *_missing(cost.missing, language)]


def _missing(missing: Iterable[tuple[Channel, str]], language: Language) -> list[str]:
    """Return which tariffs are missing."""
    named = ", ".join(
        f"{descriptor_of(channel).labels.name[language]} {country}".strip() for channel, country in missing
    )
    return [say(language, "plan-cost-missing", named=named)] if named else []


def goal_lines(campaign: Campaign, language: Language = "en") -> list[str]:
    """Return what a conversion is worth, if the file says it."""
    goal = campaign.goal
    return [say(language, "plan-goal-column", column=goal.value, currency=goal.currency)] if goal else []


def _amounts(money: MoneyRange, language: Language) -> dict[str, str]:
    amounts = {"least": money.least, "expected": money.expected, "most": money.most}
    return {name: amount_in_words(rounded(amount), money.currency, language) for name, amount in amounts.items()}


def cost_as_data(cost: CostForecast) -> dict[str, Any]:
    """Return the amounts as text, because a float cannot hold them, and what has no tariff."""
    return {
        "tariffs": cost.tariffs,
        "ranges": [_range_as_data(money) for money in cost.ranges],
        "without_tariff": [{"channel": channel.value, "country": country} for channel, country in cost.missing],
    }


def _range_as_data(money: MoneyRange) -> dict[str, str]:
    amounts = {"least": money.least, "expected": money.expected, "most": money.most}
    return {"currency": money.currency} | {name: plain(amount) for name, amount in amounts.items()}


def simulated_words(cost: SimulatedCost) -> str:
    """Return what a simulation costs by channel, and what is not known of it."""
    if not cost.tariffs:
        return say("en", "plan-cost-none")
    channels = [
        f"{descriptor_of(part.channel).labels.name['en']} {_range_in_words(money)}"
        for part in cost.channels
        for money in part.ranges
    ]
    by = "by the tariffs of the house file; what the carrier would charge is not known"
    return "; ".join([*(channels or ["nothing"]), by, *_missing(cost.missing, "en")])


def _range_in_words(money: MoneyRange) -> str:
    """Return the amount, and between which it lies if the texts of a list have different lengths."""
    expected = amount_in_words(rounded(money.expected), money.currency, "en")
    if money.least == money.most:
        return expected
    return f"{expected} ({rounded(money.least):,} to {rounded(money.most):,})"


def simulated_as_data(cost: SimulatedCost) -> dict[str, Any]:
    """Return what a simulation costs, for programs."""
    return {
        "tariffs": cost.tariffs,
        "priced_by": "tariff",
        "channels": [
            {
                "channel": part.channel.value,
                "touches": part.touches,
                "ranges": [_range_as_data(money) for money in part.ranges],
            }
            for part in cost.channels
        ],
        "without_tariff": [{"channel": channel.value, "country": country} for channel, country in cost.missing],
    }
