"""What is said of the cost of a list before it is launched? Pure: in words and as data."""

from typing import Any

from cadence.campaign import Campaign
from cadence.domain.channels import descriptor_of
from cadence.domain.money import plain, rounded
from cadence.languages import Language, say
from cadence.languages.amounts import amount_in_words
from cadence.simulation.costs import CostForecast, MoneyRange


def cost_lines(cost: CostForecast, language: Language = "en") -> list[str]:
    """Return a line for each currency, and one that names the tariffs that are missing."""
    if not cost.tariffs:
        return [say(language, "plan-cost-none")]
    lines = [say(language, "plan-cost-range", **_amounts(money, language)) for money in cost.ranges]
    named = ", ".join(
        f"{descriptor_of(channel).labels.name[language]} {country}".strip() for channel, country in cost.missing
    )
    return [*lines, *([say(language, "plan-cost-missing", named=named)] if named else [])]


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
        "ranges": [
            {
                "currency": money.currency,
                "least": plain(money.least),
                "expected": plain(money.expected),
                "most": plain(money.most),
            }
            for money in cost.ranges
        ],
        "without_tariff": [{"channel": channel.value, "country": country} for channel, country in cost.missing],
    }
